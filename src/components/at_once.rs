use leptos::prelude::*;

/// Shows a page at once, with skeletons where its data will be.
///
/// The router waits for the data that a page asks for while it is being made; here it asks while it is being drawn.
/// A slow answer would otherwise leave a click without any sign.
#[component]
pub fn AtOnce(children: ChildrenFn) -> impl IntoView {
    move || children()
}
