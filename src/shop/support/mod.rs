//! What the shop sends to its support team: [`ShopEvent`] says what people did, [`CustomerFacts`] what is known of them since.
//!
//! Both are facts about coffee and orders, and hold nothing personal: names, addresses and e-mails have no place in
//! their types. Who somebody is, the workspace knows from the signed token.
//!
//! An event goes one way, never both: [`Channel`] decides. By the browser, its pages call `track_event` with what an
//! answer of the server brought along ([`Activity`]). By the server, it waits in the `outbox` until Intercom has it.

mod activity;
mod customer_facts;
mod event;
mod value;

pub use activity::{Activity, ActivityEvent};
pub use customer_facts::CustomerFacts;
pub use event::ShopEvent;
pub use value::{FactValue, Word};

#[cfg(feature = "ssr")]
mod backoff;
#[cfg(feature = "ssr")]
mod channel;
#[cfg(feature = "ssr")]
mod event_delivery;
#[cfg(feature = "ssr")]
mod outbox;
#[cfg(feature = "ssr")]
pub use {
    backoff::BackoffJitter,
    channel::Channel,
    event_delivery::{EventDelivery, SENT_EVENT_SECONDS, UNSENT_EVENT_SECONDS},
    outbox::size as outbox_size,
};
