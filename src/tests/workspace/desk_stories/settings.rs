//! Steps that make, change, merge and delete tags and segments.

use super::filters::Conditions;
use super::model::Segment;
use super::player::{Player, segment_name, tag_name};
use super::steps::Step;
use super::*;

impl Player<'_> {
    pub(super) async fn changes_tags(&mut self, step: &Step) {
        match step {
            Step::MakeTag(name) => {
                let text = tag_name(*name);
                let make =
                    async |batch: &mut Batch, app_id: &str| tags::make(batch, &INES, app_id, &text).await;
                let made = self.acts(true, make).await.expect("a tag");
                let tag = self.model.tag_named(*name);
                if tag == self.tags.len() {
                    self.tags.push(made.id);
                } else {
                    assert_eq!(made.id, self.tags[tag], "whoever makes a tag that is there gets that one");
                }
            }
            Step::RenameTag(tag, name) => {
                let Some(tag) = self.model.nth_tag(*tag) else { return };
                let is_free = self.model.tags.iter().all(|(other, own)| own != name || *other == tag);
                let (id, text) = (self.tags[tag].clone(), tag_name(*name));
                let rename = async |batch: &mut Batch, app_id: &str| {
                    tags::rename(batch, &INES, app_id, &id, &text).await
                };
                if self.acts(is_free, rename).await.is_some() {
                    self.model.tags.insert(tag, *name);
                    self.happened.tags_renamed += 1;
                }
            }
            Step::MergeTags(from, into) => {
                let (Some(from), Some(into)) = (self.model.nth_tag(*from), self.model.nth_tag(*into)) else {
                    return;
                };
                let (old, new) = (self.tags[from].clone(), self.tags[into].clone());
                let merge = async |batch: &mut Batch, app_id: &str| {
                    tags::merge(batch, &INES, app_id, &old, &new).await
                };
                if self.acts(from != into, merge).await.is_some() {
                    self.happened.segments_rewritten += self.segments_with(from);
                    self.model.merge_tags(from, into);
                    self.happened.tags_merged += 1;
                }
            }
            Step::DeleteTag(tag) => {
                let Some(tag) = self.model.nth_tag(*tag) else { return };
                let id = self.tags[tag].clone();
                let delete =
                    async |batch: &mut Batch, app_id: &str| tags::delete(batch, &INES, app_id, &id).await;
                let lost = self.acts(true, delete).await.expect("deleted");
                let had = self.model.people.values().filter(|person| person.tags.contains_key(&tag)).count();
                assert_eq!(usize::try_from(lost.people).expect("a count"), had, "who lost the tag");
                self.happened.segments_bereft += self.segments_with(tag);
                self.model.delete_tag(tag);
                self.happened.tags_deleted += 1;
            }
            _ => {}
        }
    }

    /// How many segments name this tag.
    fn segments_with(&self, tag: usize) -> usize {
        let all = self.model.segments.values();
        all.filter(|segment| segment.conditions.tags().any(|named| *named == tag)).count()
    }

    pub(super) fn chosen(&self, conditions: &Conditions) -> Conditions {
        conditions.clone().chosen(self.tags.len(), self.segments.len())
    }

    pub(super) async fn changes_segments(&mut self, step: &Step) {
        match step {
            Step::MakeSegment(name, conditions) => {
                let conditions = self.chosen(conditions);
                let is_fine = self.model.may_store(&conditions) && !self.model.has_segment(*name, None);
                let (text, json) = (segment_name(*name), self.json(&conditions));
                let make = async |batch: &mut Batch, app_id: &str| {
                    segments::make(batch, &INES, app_id, &text, &json).await
                };
                if let Some(made) = self.acts(is_fine, make).await {
                    self.segments.push(made.id);
                    self.model.add_segment(Segment { name: *name, conditions });
                    self.happened.segments_saved += 1;
                }
            }
            Step::SaveSegment(segment, conditions) => {
                let Some(segment) = self.model.nth_segment(*segment) else { return };
                let conditions = self.chosen(conditions);
                let is_as_before = self.model.segments[&segment].conditions == conditions;
                let is_fine = is_as_before || self.model.may_store(&conditions);
                let json = self.json(&conditions);
                let update = SegmentUpdate { conditions: Some(&json), ..SegmentUpdate::default() };
                if self.changes_segment(segment, is_fine, update).await {
                    self.model.segments.entry(segment).and_modify(|own| own.conditions = conditions);
                    self.happened.segments_saved += 1;
                }
            }
            Step::RenameSegment(segment, name) => {
                let Some(segment) = self.model.nth_segment(*segment) else { return };
                let is_fine = !self.model.has_segment(*name, Some(segment));
                let text = segment_name(*name);
                let update = SegmentUpdate { name: Some(&text), ..SegmentUpdate::default() };
                if self.changes_segment(segment, is_fine, update).await {
                    self.model.segments.entry(segment).and_modify(|own| own.name = *name);
                }
            }
            Step::MergeSegments(from, into) => {
                let (Some(from), Some(into)) = (self.model.nth_segment(*from), self.model.nth_segment(*into))
                else {
                    return;
                };
                let (old, new) = (self.segments[from].clone(), self.segments[into].clone());
                let merge = async |batch: &mut Batch, app_id: &str| {
                    segments::merge(batch, &INES, app_id, &old, &new).await
                };
                if self.acts(from != into, merge).await.is_some() {
                    self.model.segments.remove(&from);
                    self.happened.segments_merged += 1;
                }
            }
            Step::DeleteSegment(segment) => {
                let Some(segment) = self.model.nth_segment(*segment) else { return };
                let id = self.segments[segment].clone();
                let delete =
                    async |batch: &mut Batch, app_id: &str| segments::delete(batch, &INES, app_id, &id).await;
                self.acts(true, delete).await;
                self.model.segments.remove(&segment);
                self.happened.segments_deleted += 1;
            }
            _ => {}
        }
    }

    async fn changes_segment(&mut self, segment: usize, is_fine: bool, update: SegmentUpdate<'_>) -> bool {
        let id = self.segments[segment].clone();
        let change =
            async |batch: &mut Batch, app_id: &str| segments::change(batch, &INES, app_id, &id, update).await;
        self.acts(is_fine, change).await.is_some()
    }
}
