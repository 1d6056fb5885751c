/** The style sheet as a text: build.rs gives it. */
declare module "*.css" {
  const text: string;
  export default text;
}
