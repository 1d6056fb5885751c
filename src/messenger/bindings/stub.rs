//! The stub that stands for the widget until its script has come, and the moment when it gives way.
//!
//! The widget drains the stub's queue and then assigns the real dispatcher to `window.Intercom` (Intercom's install
//! snippet). A setter sees exactly that assignment: no polling, and no doubt about what was drained.

use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::js_sys::{Array, Function, Object, Reflect};
use leptos::web_sys::window;

/// Sets what the widget will find in the stub's queue; installs the stub if there is none.
/// `live` is called once, when the real dispatcher has taken the stub's place.
pub fn set_queue(calls: &Array, live: impl Fn() + 'static) {
    match current() {
        Some(real) if !is_stub(&real) => {
            // Another snippet of the page has brought the widget already.
            for call in calls.iter() {
                _ = Function::apply(&real, &JsValue::UNDEFINED, call.unchecked_ref());
            }
            live();
        }
        Some(stub) => set(&stub, "q", calls),
        None => set(&install(live), "q", calls),
    }
}

/// The dispatcher, stub or real.
pub fn current() -> Option<Function> {
    Reflect::get(&window()?.into(), &"Intercom".into()).ok()?.dyn_into().ok()
}

fn is_stub(dispatcher: &Function) -> bool {
    Reflect::get(dispatcher, &"q".into()).is_ok_and(|queue| !queue.is_undefined())
}

/// Whether the real dispatcher is there already, put by somebody else.
pub fn is_live() -> bool {
    current().is_some_and(|dispatcher| !is_stub(&dispatcher))
}

fn install(live: impl Fn() + 'static) -> Function {
    // Calls of other scripts on the page queue behind ours, as with the usual snippet.
    let push =
        Closure::<dyn Fn(JsValue, JsValue, JsValue)>::new(|method: JsValue, a: JsValue, b: JsValue| {
            let queue = current().and_then(|stub| Reflect::get(&stub, &"q".into()).ok());
            if let Some(queue) = queue.and_then(|queue| queue.dyn_into::<Array>().ok()) {
                let call = Array::of1(&method);
                [a, b]
                    .iter()
                    .filter(|argument| !argument.is_undefined())
                    .for_each(|argument| _ = call.push(argument));
                queue.push(&call);
            }
        });
    let stub: Function = push.into_js_value().unchecked_into();
    let held = stub.clone();
    let get = Closure::<dyn Fn() -> JsValue>::new(move || held.clone().into());
    let set_ = Closure::<dyn Fn(JsValue)>::new(move |dispatcher: JsValue| {
        let real = dispatcher.dyn_ref::<Function>().is_some_and(|dispatcher| !is_stub(dispatcher));
        define(&[("value", dispatcher), ("writable", true.into())]);
        if real {
            live();
        }
    });
    define(&[("get", get.into_js_value()), ("set", set_.into_js_value())]);
    stub
}

/// Defines `window.Intercom`.
fn define(descriptor: &[(&str, JsValue)]) {
    let object = Object::new();
    for (name, value) in descriptor {
        set(&object, name, value);
    }
    set(&object, "configurable", &true.into());
    set(&object, "enumerable", &true.into());
    if let Some(window) = window() {
        _ = Reflect::define_property(&window.into(), &"Intercom".into(), &object);
    }
}

fn set(object: &Object, name: &str, value: &JsValue) {
    _ = Reflect::set(object, &name.into(), value);
}
