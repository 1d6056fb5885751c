/** How the launcher and the panel's frame look on the page. */

/** An adopted sheet passes a policy that forbids inline styles. @param {string} rules @returns {() => void} what takes it away again */
export const style = (rules) => {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets.push(sheet);
    return () => (document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet));
  } catch {
    const sheet = document.createElement("style");
    sheet.textContent = rules;
    document.head.append(sheet);
    return () => sheet.remove();
  }
};
