//! How many are in each segment.

use leptos::prelude::*;
use std::collections::HashMap;

use super::api::segment_count;
use super::state::SegmentRow;

/// How many are in each segment, in words, by its id. The page owns them: while the segments are counted anew, the last
/// counts stay.
#[derive(Clone, Copy)]
pub struct SegmentCounts(RwSignal<HashMap<String, String>>);

impl SegmentCounts {
    pub fn new() -> Self {
        Self(RwSignal::new(HashMap::new()))
    }

    /// The count of the segment with this id. None before a browser counts.
    pub fn of(self, id: String) -> Memo<Option<String>> {
        Memo::new(move |_| self.0.read().get(&id).cloned())
    }

    /// Counts the segments one after the other, until the next reading of the page draws them anew. Each count may take
    /// seconds: the page does not wait for it.
    pub fn count_all(self, segments: &[SegmentRow]) {
        let ids: Vec<String> = segments.iter().map(|segment| segment.id.clone()).collect();
        let drawn = StoredValue::new(());
        let counting = Action::new(move |ids: &Vec<String>| {
            let ids = ids.clone();
            async move {
                for id in ids {
                    if drawn.is_disposed() {
                        return;
                    }
                    let count = segment_count(id.clone()).await;
                    let words = count.unwrap_or_else(|_| "Not counted: the server did not say.".to_owned());
                    self.0.try_update(|counts| counts.insert(id, words));
                }
            }
        });
        Effect::new(move |_| {
            self.0.update(|counts| {
                for id in &ids {
                    counts.entry(id.clone()).or_insert_with(|| "Counting…".to_owned());
                }
            });
            counting.dispatch(ids.clone());
        });
    }
}
