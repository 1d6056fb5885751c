//! Hides all that the widget draws, without a call of the widget: an `update` would count as a ping.

use leptos::prelude::{document, window};
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::js_sys::{Array, Function, Reflect};
use std::cell::RefCell;

/// The widget's elements. A page's own CSS may rely on these names.
/// Source: Intercom's help, "Customize the Intercom Messenger".
const HIDE: &str = "#intercom-container, .intercom-lightweight-app { display: none !important }";

thread_local! {
    /// The style sheet, while it is in force.
    static SHEET: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

/// An adopted style sheet passes a policy that forbids inline styles. Browsers before 2023 have none: nothing is
/// hidden.
pub fn conceal(on: bool) {
    let name = JsValue::from("adoptedStyleSheets");
    let Ok(adopted) = Reflect::get(&document(), &name) else {
        return;
    };
    if adopted.is_undefined() {
        return;
    }
    let before = SHEET.take();
    let sheets: Array = Array::from(&adopted)
        .iter()
        .filter(|sheet| Some(sheet) != before.as_ref())
        .collect();
    if let Some(sheet) = Some(on).filter(|on| *on).and_then(|_| style_sheet()) {
        sheets.push(&sheet);
        SHEET.set(Some(sheet));
    }
    _ = Reflect::set(&document(), &name, &sheets);
}

fn style_sheet() -> Option<JsValue> {
    let class: Function = Reflect::get(&window(), &"CSSStyleSheet".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let sheet = Reflect::construct(&class, &Array::new()).ok()?;
    let replace: Function = Reflect::get(&sheet, &"replaceSync".into())
        .ok()?
        .dyn_into()
        .ok()?;
    replace.call1(&sheet, &HIDE.into()).ok()?;
    Some(sheet)
}
