//! The stub that stands for the widget until its script has come, and the moment when it gives way.
//!
//! The widget looks into the stub's queue, drains it, and then assigns the real dispatcher to `window.Intercom`
//! (Intercom's install snippet). A getter sees the look, so that the queue is right at that very moment, whatever other
//! tabs did; a setter sees the assignment: no polling, and what was drained is certain.

use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::js_sys::{Array, Function, Object, Reflect};
use leptos::web_sys::window;
use std::cell::RefCell;

thread_local! {
    static STUB: RefCell<Option<Stub>> = const { RefCell::new(None) };
}

struct Stub {
    function: Function,
    queue: Array,
}

/// An event of the stub.
pub enum StubEvent {
    /// The widget is about to read the queue.
    QueueRead,
    /// The real dispatcher has taken the stub's place.
    Replaced,
    /// Somebody else's dispatcher or stub was there first.
    Foreign,
}

/// Sets what the widget will find in the stub's queue; installs the stub if there is none.
pub fn set_queue(calls: Array, seen: impl Fn(StubEvent) + Clone + 'static) {
    let ours = STUB.with_borrow_mut(|stub| match stub {
        Some(stub) => {
            stub.queue = calls.clone();
            true
        }
        None => false,
    });
    if ours {
        return;
    }
    let foreign = current();
    if foreign.is_some() {
        seen(StubEvent::Foreign);
    }
    match foreign {
        Some(real) if real_one(&real) => {
            // Another snippet of the page has brought the widget already.
            for call in calls.iter() {
                _ = Function::apply(&real, &JsValue::UNDEFINED, call.unchecked_ref());
            }
            seen(StubEvent::Replaced);
        }
        _ => install(calls, seen),
    }
}

/// The dispatcher at `window.Intercom`, stub or real.
pub fn current() -> Option<Function> {
    Reflect::get(&window()?.into(), &"Intercom".into())
        .ok()?
        .dyn_into()
        .ok()
}

/// Whether the real dispatcher is there.
pub fn is_live() -> bool {
    current().is_some_and(|dispatcher| real_one(&dispatcher))
}

fn real_one(dispatcher: &Function) -> bool {
    let ours = STUB.with_borrow(|stub| {
        stub.as_ref()
            .is_some_and(|stub| stub.function == *dispatcher)
    });
    !ours && Reflect::get(dispatcher, &"q".into()).is_ok_and(|queue| queue.is_undefined())
}

fn push(call: JsValue) {
    STUB.with_borrow(|stub| stub.as_ref().map(|stub| stub.queue.push(&call)));
}

fn install(queue: Array, seen: impl Fn(StubEvent) + Clone + 'static) {
    // Calls of other scripts on the page queue behind ours, as with the usual snippet.
    let called = Closure::<dyn Fn(JsValue, JsValue, JsValue)>::new(|method, a, b| {
        let given = [method, a, b]
            .into_iter()
            .filter(|argument: &JsValue| !argument.is_undefined());
        push(given.collect::<Array>().into());
    });
    let function: Function = called.into_js_value().unchecked_into();
    // As the usual snippet has it: tools of others look for `c`, which takes the arguments of a call.
    let c = Closure::<dyn Fn(JsValue)>::new(push);
    _ = Reflect::set(&function, &"c".into(), &c.into_js_value());
    STUB.set(Some(Stub {
        function: function.clone(),
        queue,
    }));

    let look = seen.clone();
    let queue = getter(move || {
        look(StubEvent::QueueRead);
        STUB.with_borrow(|stub| stub.as_ref().map(|stub| stub.queue.clone().into()))
            .unwrap_or_default()
    });
    define(&function, "q", &[("get", queue)]);

    let Some(window) = window() else { return };
    let owner: JsValue = window.into();
    let held = function.clone();
    let get = getter(move || held.clone().into());
    let set = Closure::<dyn Fn(JsValue)>::new({
        let owner = owner.clone();
        move |dispatcher: JsValue| {
            let real = dispatcher.dyn_ref::<Function>().is_some_and(real_one);
            define(
                &owner,
                "Intercom",
                &[("value", dispatcher), ("writable", true.into())],
            );
            if real {
                seen(StubEvent::Replaced);
            }
        }
    });
    define(
        &owner,
        "Intercom",
        &[("get", get), ("set", set.into_js_value())],
    );
}

fn getter(get: impl Fn() -> JsValue + 'static) -> JsValue {
    Closure::<dyn Fn() -> JsValue>::new(get).into_js_value()
}

fn define(owner: &JsValue, name: &str, descriptor: &[(&str, JsValue)]) {
    let object = Object::new();
    let switches = ["configurable", "enumerable"].map(|name| (name, JsValue::TRUE));
    for (name, value) in descriptor.iter().chain(&switches) {
        _ = Reflect::set(&object, &(*name).into(), value);
    }
    if let Some(owner) = owner.dyn_ref::<Object>() {
        _ = Reflect::define_property(owner, &name.into(), &object);
    }
}
