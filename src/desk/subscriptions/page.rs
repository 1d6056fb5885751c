//! The page: the subscription types of an app.

use leptos::prelude::*;

use super::api::get_subscriptions;
use super::list::{SubscriptionActions, SubscriptionTypes};
use crate::accounts::Role;
use crate::components::{ShowLoaded, load_blocking};
use crate::desk::answers::{Answers, LastAnswer};
use crate::desk::folding::fold_on_success;
use crate::desk::not_loaded::not_loaded;
use crate::desk::require_role::RequireRole;
use crate::desk::shell::Shell;

#[component]
pub fn SubscriptionsPage() -> impl IntoView {
    view! { <RequireRole role=Role::Teammate><SubscriptionsContent/></RequireRole> }
}

#[component]
fn SubscriptionsContent() -> impl IntoView {
    let answers = Answers::new();
    let actions = SubscriptionActions::new(answers);
    fold_on_success(answers);
    // What was refused is still in its form.
    let loaded = load_blocking(move || answers.successes(), |_| get_subscriptions());
    view! {
        <Shell title="Subscription types">
            <main id="main" class="keys">
                <LastAnswer answers/>
                <ShowLoaded loaded error=not_loaded("This app is not here.") waiting="Reading the subscription types…" let:all><SubscriptionTypes all actions/></ShowLoaded>
            </main>
        </Shell>
    }
}
