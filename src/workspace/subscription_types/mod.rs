//! Subscription types: what people may choose to get, such as a newsletter by e-mail, and their consents.
//!
//! Who has chosen nothing gets what is opt-out, and does not get what is opt-in. Whether a person gets any e-mail at all is
//! a detail of theirs, `unsubscribed_from_emails`, and none of this. Source: Intercom's REST API, "Subscription types".

mod consent;
mod merge;
mod subscription_type;
mod translation;

pub use consent::{Choice, Consent, choose, hand_over, of_person};
pub use merge::{delete, merge, takes_over};
pub use subscription_type::{
    ConsentCounts, ConsentType, ContentType, ListedSubscriptionType, NewSubscriptionType, SubscriptionType,
    SubscriptionTypeState, SubscriptionTypeUpdate, change, find, list, list_counted, make,
};
pub use translation::Translation;
