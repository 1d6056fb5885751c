//! Calls a function when elements change their size.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

/// Calls `changed` now and whenever one of the elements changes its size, for as long as the caller's owner lives.
pub fn on_resize(elements: &[&Element], changed: impl FnMut() + 'static) {
    let changed = Closure::<dyn FnMut()>::new(changed);
    let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) else { return };
    elements.iter().for_each(|element| observer.observe(element));
    let kept = StoredValue::new_local((observer, changed));
    on_cleanup(move || _ = kept.try_with_value(|(observer, _)| observer.disconnect()));
}
