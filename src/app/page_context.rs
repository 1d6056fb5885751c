//! The values that every page has before it asks the server for anything.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::accounts::{SessionCheck, SignedIn, provide_account, provide_consent};
use crate::components::ShopName;
use crate::inspector::InspectorSettings;
use crate::json::{Json, Readable};
use crate::pages::{self, ContactAddress, SourceUrl};

/// The server provides this value for each request and writes it into the page. The browser reads it from the page.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Readable)]
pub struct PageContext {
    pub account: Option<SignedIn>,
    /// Whether the Messenger may run.
    pub consent: bool,
    /// The number of things in the cart.
    pub cart_count: u32,
    pub shop_name: ShopName,
    pub contact: ContactAddress,
    pub source: SourceUrl,
    pub inspector: InspectorSettings,
}

impl PageContext {
    /// Provides each part to `App` and its pages.
    pub fn provide() {
        let shared = SharedValue::<Self, Json>::new_with_encoding(|| use_context().unwrap_or_default());
        let Self { account, consent, cart_count, shop_name, contact, source, inspector } =
            shared.into_inner();
        provide_account(account);
        SessionCheck::provide();
        provide_consent(consent);
        provide_context(shop_name);
        pages::provide(cart_count, contact, source);
        provide_context(inspector);
    }
}
