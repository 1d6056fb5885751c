//! What the head of a page says of it, for those who show it elsewhere: search engines, previews of a link.

use axum::http::request::Parts;
use leptos::prelude::{provide_context, use_context};

use crate::app::PageMeta;
use crate::shop::{catalogue, guides};

const SHOP: &str = "Coffee roasted in small batches on pier 4, Skarvik harbour: single bags, plans, and guides for \
                    brewing it well.";

/// Provides the [`PageMeta`] of the page that is being rendered.
/// `site` is where people find this shop, if that is known to be one place.
pub fn provide(site: Option<&str>) {
    let Some(request) = use_context::<Parts>() else { return };
    let path = request.uri.path();
    // What a list is filtered or sorted by makes no other page of it.
    provide_context(PageMeta {
        description: description(path),
        address: site.map(|site| format!("{site}{path}")),
    });
}

fn description(path: &str) -> String {
    let coffee = |slug| catalogue::rows().find(|row| row.slug == slug);
    let guide = |slug| guides::rows().find(|row| row.slug == slug);
    let parts: Vec<_> = path.split('/').collect();
    let of_thing = match parts[..] {
        ["", "coffees", slug] => coffee(slug).map(|it| format!("{}: {}. {}", it.name, it.notes, it.story)),
        ["", "brewing", slug] => guide(slug).map(|it| format!("{}: {} {}", it.name, it.summary, it.story)),
        _ => None,
    };
    let of_page = match parts[..] {
        ["", "coffees"] => {
            "All our coffees, from the lightest roast to the darkest. Find yours by roast, origin, process or price."
        }
        ["", "brewing"] => {
            "Six ways to a good cup of coffee, each with a clock that walks along. None of them is difficult."
        }
        ["", "plans"] => {
            "Coffee every two weeks, chosen by the roaster. Post is included; pause or stop it whenever you like."
        }
        ["", "search"] => "Look through all our coffees and brewing guides.",
        ["", "cart"] => "What is in your cart, and what it comes to with the post.",
        ["", "login"] => "Log in to order coffee, to see where an order is, and to change a plan.",
        ["", "signup"] => "Make an account for your orders and plans. It can be deleted just as easily.",
        ["", "privacy"] => "What this site notes down, for whom, and for how long, and how to have it stop.",
        _ => SHOP,
    };
    of_thing.unwrap_or_else(|| of_page.to_owned())
}
