//! The address of the inbox.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

use super::state::{Folder, Order};

/// What an address of the inbox names.
#[derive(Clone, Copy)]
pub struct InboxAddress {
    pub folder: Memo<Folder>,
    pub order: Memo<Order>,
    /// The id of the tag that all listed conversations have.
    pub tag: Memo<Option<String>>,
    /// The conversation that is open.
    pub id: Memo<Option<i64>>,
}

impl InboxAddress {
    pub fn here() -> Self {
        // Not `use_query_map`: where path and query change within one route, leptos_router 0.8.17 keeps the last query.
        let (params, query) = (use_params_map(), use_location().query);
        Self {
            folder: Memo::new(move |_| Folder::named(&query.read().get("folder").unwrap_or_default())),
            order: Memo::new(move |_| Order::named(&query.read().get("order").unwrap_or_default())),
            tag: Memo::new(move |_| query.read().get("tag").filter(|tag| is_id(tag))),
            id: Memo::new(move |_| params.read().get("id").and_then(|id| id.parse().ok())),
        }
    }

    /// The address of this conversation, or of the list alone, in this folder and order, with this tag if one is named.
    pub fn address(folder: Folder, order: Order, tag: Option<&str>, id: Option<i64>) -> String {
        let id = id.map(|id| format!("/{id}")).unwrap_or_default();
        let folder = (folder != Folder::default()).then(|| format!("folder={}", folder.as_str()));
        let order = (order != Order::default()).then(|| format!("order={}", order.as_str()));
        let tag = tag.map(|tag| format!("tag={tag}"));
        let query: Vec<String> = folder.into_iter().chain(order).chain(tag).collect();
        let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
        format!("/workspace/inbox{id}{query}")
    }
}

/// Whether a text may be the id of a tag. An address takes an id as it is.
fn is_id(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}
