//! The notice in place of data of the desk that did not arrive.

use leptos::prelude::*;

use crate::error::{Error, set_status};

/// Draws an error, for `ShowLoaded`. `not_found` says in words what does not exist.
pub fn not_loaded(not_found: &'static str) -> impl Fn(Error, Callback<()>) -> AnyView + Copy {
    move |error, again| {
        set_status(&error);
        let words = if error == Error::NotFound { not_found.to_owned() } else { error.to_string() };
        let button = (error != Error::NotFound).then(|| {
            view! { <button type="button" class="button" on:click=move |_| again.run(())>"Try again"</button> }
        });
        view! { <p class="notice bad" role="alert"><span>{words}</span>{button}</p> }.into_any()
    }
}
