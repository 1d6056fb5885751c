//! The rows of a form: pages, conditions, and groups of conditions.

use leptos::prelude::*;

use super::state::ConditionDraft;

/// Rows that come and go, each known by its key.
pub type Rows<T> = RwSignal<Vec<FormRow<T>>>;

pub struct FormRow<T: 'static> {
    pub key: usize,
    /// Whether a teammate has added it to the form.
    pub is_added: bool,
    pub value: RwSignal<T>,
}

impl<T> Copy for FormRow<T> {}

impl<T> Clone for FormRow<T> {
    fn clone(&self) -> Self {
        *self
    }
}

/// Conditions of which one is enough.
#[derive(Clone, Copy)]
pub struct Group {
    pub key: usize,
    pub conditions: Rows<ConditionDraft>,
}

pub fn rows<T: Send + Sync + 'static>(values: Vec<T>) -> Rows<T> {
    let rows = values.into_iter().enumerate();
    RwSignal::new(
        rows.map(|(key, value)| FormRow { key, is_added: false, value: RwSignal::new(value) }).collect(),
    )
}

pub fn values<T: Clone + Send + Sync + 'static>(rows: Rows<T>) -> Vec<T> {
    rows.get().into_iter().map(|row| row.value.get()).collect()
}

/// Adds a row behind the others.
pub fn add<T: Send + Sync + 'static>(rows: Rows<T>, value: T) {
    rows.update(|rows| {
        let key = rows.iter().map(|row| row.key + 1).max().unwrap_or_default();
        rows.push(FormRow { key, is_added: true, value: RwSignal::new(value) });
    });
}

pub fn remove<T: Send + Sync + 'static>(rows: Rows<T>, key: usize) {
    rows.update(|rows| rows.retain(|row| row.key != key));
}

/// The form's groups of these conditions.
pub fn groups(conditions: Vec<Vec<ConditionDraft>>) -> RwSignal<Vec<Group>> {
    let groups = conditions.into_iter().enumerate();
    RwSignal::new(groups.map(|(key, conditions)| Group { key, conditions: rows(conditions) }).collect())
}

/// The conditions of each group, as the form holds them. Reads every field.
pub fn conditions(groups: RwSignal<Vec<Group>>) -> Vec<Vec<ConditionDraft>> {
    groups.get().into_iter().map(|group| values(group.conditions)).collect()
}

/// Adds a group of this condition behind the others.
pub fn add_group(groups: RwSignal<Vec<Group>>, condition: ConditionDraft) {
    let conditions = rows(Vec::new());
    add(conditions, condition);
    groups.update(|groups| {
        let key = groups.iter().map(|group| group.key + 1).max().unwrap_or_default();
        groups.push(Group { key, conditions });
    });
}
