//! Makes what stands in the page like what came, and keeps every element that can stay: with it the focus, what is
//! typed, what is unfolded, and where it is scrolled to.

use leptos::prelude::document;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlOptionElement, Node};

/// `old` becomes like `new`, its children too.
pub fn morph(old: &Element, new: &Element) {
    let focused = document().active_element();
    children(old, new);
    // What had the focus may be gone: then what stands for it does, or the page's heading.
    if focused.is_some_and(|element| !element.is_connected()) {
        let first = |selector| old.query_selector(selector).ok().flatten();
        first("[data-refuge]").or_else(|| first("#main h1")).iter().for_each(super::dom::focus);
    }
}

fn children(old: &Element, new: &Element) {
    let mut at = old.first_child();
    let mut next = new.first_child();
    while let Some(wanted) = next {
        next = wanted.next_sibling();
        let found = at.clone().and_then(|at| matching(at, &wanted));
        match found {
            Some(found) => {
                // What stands before it is no longer wanted.
                while let Some(before) = at.filter(|before| !before.is_same_node(Some(&found))) {
                    at = before.next_sibling();
                    _ = old.remove_child(&before);
                }
                at = found.next_sibling();
                turn_into(&found, &wanted);
            }
            None => _ = old.insert_before(&wanted, at.as_ref()),
        }
    }
    while let Some(rest) = at {
        at = rest.next_sibling();
        _ = old.remove_child(&rest);
    }
}

/// The first of these siblings that can become what is wanted.
fn matching(first: Node, wanted: &Node) -> Option<Node> {
    let mut at = Some(first);
    while let Some(node) = at {
        if fits(&node, wanted) {
            return Some(node);
        }
        at = node.next_sibling();
    }
    None
}

/// Two elements of one name, and of one key where either has one.
fn fits(old: &Node, new: &Node) -> bool {
    let key = |node: &Node| {
        let element = node.dyn_ref::<Element>()?;
        element.get_attribute("data-key").or_else(|| element.get_attribute("id"))
    };
    old.node_name() == new.node_name() && key(old) == key(new)
}

fn turn_into(old: &Node, new: &Node) {
    match (old.dyn_ref::<Element>(), new.dyn_ref::<Element>()) {
        (Some(old), Some(new)) => {
            // Its own: what it shows is not the server's to say.
            let own = old.has_attribute("data-own");
            attributes(old, new);
            if !own {
                children(old, new);
            }
        }
        _ if old.node_value() != new.node_value() => old.set_node_value(new.node_value().as_deref()),
        _ => {}
    }
}

fn attributes(old: &Element, new: &Element) {
    let differs = |name: &str| old.get_attribute(name) != new.get_attribute(name);
    let (checked, selected, value) = (differs("checked"), differs("selected"), differs("value"));
    let stays = |name: &str| name == "open" || is_being_sent(old, new, name);
    for name in names(old) {
        // What a person has unfolded stays so.
        if !new.has_attribute(&name) && !stays(&name) {
            _ = old.remove_attribute(&name);
        }
    }
    for name in names(new) {
        if differs(&name) && !is_being_sent(old, new, &name) {
            _ = old.set_attribute(&name, &new.get_attribute(&name).unwrap_or_default());
        }
    }
    // What a person chose or typed no longer heeds the attribute. Where the server says otherwise than before, its word
    // counts.
    if let Some(input) = old.dyn_ref::<HtmlInputElement>() {
        match input.type_().as_str() {
            "checkbox" | "radio" if checked => input.set_checked(new.has_attribute("checked")),
            "checkbox" | "radio" => {}
            _ if value => input.set_value(&new.get_attribute("value").unwrap_or_default()),
            _ => {}
        }
    }
    if let Some(option) = old.dyn_ref::<HtmlOptionElement>()
        && selected
    {
        option.set_selected(new.has_attribute("selected"));
    }
}

/// Of a form that waits for its own answer while another's changes the page: it must not be sent a second time.
fn is_being_sent(old: &Element, new: &Element, name: &str) -> bool {
    match name {
        "data-busy" => {
            old.get_attribute(name).is_some_and(|busy| busy.is_empty())
                && old.get_attribute("action") == new.get_attribute("action")
        }
        "aria-busy" => matches!(old.closest("form[data-busy='']"), Ok(Some(_))),
        _ => false,
    }
}

fn names(element: &Element) -> Vec<String> {
    element.get_attribute_names().iter().filter_map(|name| name.as_string()).collect()
}
