//! Sees when a resource loads, and when it loads again.

use leptos::prelude::{ArcRwSignal, Get, Owner, With, provide_context};
use leptos::reactive::computed::suspense::SuspenseContext;

/// A resource notifies the suspense context below which it is read: this one draws nothing.
#[derive(Clone)]
pub(crate) struct Loading {
    context: SuspenseContext,
    owner: Owner,
}

impl Loading {
    pub fn new() -> Self {
        let context = SuspenseContext {
            tasks: ArcRwSignal::default(),
        };
        let owner = Owner::new();
        owner.with(|| provide_context(context.clone()));
        Self { context, owner }
    }

    /// The resource's value. Tracked.
    pub fn read<R: Get>(&self, resource: &R) -> R::Value {
        self.owner.with(|| resource.get())
    }

    /// Whether nothing loads that was read here. Tracked.
    pub fn is_over(&self) -> bool {
        self.context.tasks.with(|tasks| tasks.is_empty())
    }
}
