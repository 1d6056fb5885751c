//! A teammate who takes the steps of a story at the desk, and the model that takes them, too.

use super::filters::Conditions;
use super::model::{Model, Person};
use super::steps::{Row, Step};
use super::*;

/// How often something happened: a story in which nothing does proves nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    pub steps: usize,
    pub people_merged: usize,
    pub deleted: usize,
    pub archived: usize,
    /// People who got or lost a tag one by one, and by a list.
    pub tagged: usize,
    pub list_tagged: usize,
    pub tags_merged: usize,
    pub tags_deleted: usize,
    pub tags_renamed: usize,
    /// Segments that a merged or a deleted tag was in.
    pub segments_rewritten: usize,
    pub segments_bereft: usize,
    pub segments_saved: usize,
    pub segments_merged: usize,
    pub segments_deleted: usize,
    /// What the desk refused, as the model did.
    pub refused: usize,
    pub looks: usize,
    pub imported: i64,
    pub rows_refused: i64,
    pub undone: i64,
    /// Rows that an undo left, or whose person was gone.
    pub kept: i64,
    /// People of lists of segments, and people with a tag.
    pub in_segments: usize,
    pub with_tags: usize,
}

pub struct Player<'a> {
    pub bench: &'a Bench,
    pub model: Model,
    /// The stored ids of all tags and segments that there ever were.
    pub tags: Vec<String>,
    pub segments: Vec<String>,
    /// The ids of the imports.
    pub imports: Vec<String>,
    /// The places of those that are undone.
    pub undone: BTreeSet<usize>,
    pub happened: Counts,
}

impl Player<'_> {
    pub fn json(&self, conditions: &Conditions) -> Value {
        conditions.json(&self.tags, &self.segments)
    }

    /// Has the desk act. What it refuses, the model must refuse.
    pub async fn acts<T>(
        &mut self,
        is_fine: bool,
        act: impl AsyncFnOnce(&mut Batch, &str) -> Result<T, Refusal>,
    ) -> Option<T> {
        let app_id = self.bench.workspace.app_id();
        let mut batch = self.bench.workspace.begin().await.expect("a batch");
        match act(&mut batch, app_id).await {
            Ok(done) => {
                batch.commit().await.expect("committed");
                assert!(is_fine, "the model refuses what the desk did");
                Some(done)
            }
            Err(refusal) => {
                assert!(!is_fine, "the desk refused: {refusal}");
                self.happened.refused += 1;
                None
            }
        }
    }

    fn id(&self, person: usize) -> String {
        self.model.people[&person].id.clone()
    }

    pub async fn takes(&mut self, step: &Step) {
        match step {
            Step::MakeUser(user, plan, cart) => {
                let fields = Fields { user: Some(*user), email: None, plan: *plan, cart: *cart };
                self.makes(Role::User, fields).await;
            }
            Step::MakeLead(email, plan, cart) => {
                let fields = Fields { user: None, email: Some(*email), plan: *plan, cart: *cart };
                self.makes(Role::Lead, fields).await;
            }
            Step::SetPlan(who, plan) => self.edits(*who, |fields| fields.plan = *plan).await,
            Step::SetCart(who, cart) => self.edits(*who, |fields| fields.cart = *cart).await,
            Step::MergePeople(from, into) => self.merges(*from, *into).await,
            Step::Archive(who, on) => {
                let Some(who) = self.model.nth_person(*who) else { return };
                let id = self.id(who);
                let archive = async |batch: &mut Batch, app_id: &str| {
                    contacts::archive(batch, &INES, app_id, &id, *on).await
                };
                self.acts(true, archive).await;
                let person = self.model.person(who);
                person.version += usize::from(person.is_archived != *on);
                person.is_archived = *on;
                self.happened.archived += usize::from(*on);
            }
            Step::Delete(who) => {
                let Some(who) = self.model.nth_person(*who) else { return };
                self.bench.workspace.delete_person(&INES, &self.id(who)).await.expect("deleted");
                self.model.delete(who);
                self.happened.deleted += 1;
            }
            Step::Tag(who, tag, on) => {
                let (Some(who), Some(tag)) = (self.model.nth_person(*who), self.model.nth_tag(*tag)) else {
                    return;
                };
                self.tags_people(vec![(who, self.id(who))], tag, *on).await;
                self.happened.tagged += 1;
            }
            Step::TagList(conditions, tag, on) => {
                let Some(tag) = self.model.nth_tag(*tag) else { return };
                let people = self.looks(conditions).await;
                self.happened.list_tagged += people.len();
                self.tags_people(people, tag, *on).await;
            }
            Step::Look(conditions) => {
                self.happened.looks += self.looks(conditions).await.len();
            }
            Step::MakeTag(_) | Step::RenameTag(..) | Step::MergeTags(..) | Step::DeleteTag(_) => {
                self.changes_tags(step).await;
            }
            Step::MakeSegment(..)
            | Step::SaveSegment(..)
            | Step::RenameSegment(..)
            | Step::MergeSegments(..)
            | Step::DeleteSegment(_) => {
                self.changes_segments(step).await;
            }
            Step::Import(rows) => self.imports(rows).await,
            Step::Undo(at) => self.undoes(*at).await,
        }
    }

    async fn makes(&mut self, role: Role, fields: Fields) {
        let is_free = fields.user.is_none_or(|user| !self.model.has_user(user));
        let new = NewPerson { role, fields: update_of(&fields) };
        let create =
            async |batch: &mut Batch, app_id: &str| contacts::create(batch, &INES, app_id, new).await;
        if let Some((made, _)) = self.acts(is_free, create).await {
            let is_user = role == Role::User;
            self.model.add(Person { id: made.id, is_user, fields, ..Person::default() });
        }
    }

    async fn edits(&mut self, who: usize, edit: impl FnOnce(&mut Fields)) {
        let Some(who) = self.model.nth_person(who) else { return };
        let id = self.id(who);
        self.model.edit(who, edit);
        let Fields { plan, cart, .. } = self.model.people[&who].fields;
        let update = PersonUpdate { attributes: attributes(plan, cart), ..PersonUpdate::default() };
        let change =
            async |batch: &mut Batch, app_id: &str| contacts::update(batch, &INES, app_id, &id, update).await;
        self.acts(true, change).await;
    }

    async fn merges(&mut self, from: usize, into: usize) {
        // Now and then anybody into anybody, which is mostly refused.
        let (from, into) = match from {
            0 => (self.model.nth_person(into), self.model.nth_person(into + 1)),
            from => (self.model.nth_of_role(from, false), self.model.nth_of_role(into, true)),
        };
        let (Some(from), Some(into)) = (from, into) else { return };
        let is_fine = !self.model.people[&from].is_user && self.model.people[&into].is_user;
        let (lead, user) = (self.id(from), self.id(into));
        let merge = async |batch: &mut Batch, app_id: &str| {
            let lead = batch.person_of_app(app_id, &lead).await?;
            let mut user = batch.person_of_app(app_id, &user).await?;
            contacts::merge(batch, &INES, app_id, lead, &mut user).await?;
            batch.save_person(app_id, user, INES);
            Ok(())
        };
        if self.acts(is_fine, merge).await.is_some() {
            self.model.merge_people(from, into);
            self.happened.people_merged += 1;
        }
    }

    async fn tags_people(&mut self, people: Vec<(usize, String)>, tag: usize, on: bool) {
        let id = self.tags[tag].clone();
        let now = self.bench.clock.seconds();
        let apply = async |batch: &mut Batch, app_id: &str| {
            for (_, person) in &people {
                match on {
                    true => tags::attach(batch, &INES, app_id, &id, Tagged::Person(person)).await?,
                    false => tags::detach(batch, &INES, app_id, &id, Tagged::Person(person)).await?,
                }
            }
            Ok(())
        };
        self.acts(true, apply).await;
        for (who, _) in people {
            match on {
                true => self.model.tag(who, tag, now),
                false => self.model.untag(who, tag),
            }
        }
    }

    /// Opens a list, which must be the model's. Returns its people.
    async fn looks(&self, conditions: &Conditions) -> Vec<(usize, String)> {
        let conditions = self.chosen(conditions);
        let listed = self.model.listed(&conditions);
        let json = self.json(&conditions);
        self.lists(&json, &listed).await;
        self.counts(&json, listed.len()).await;
        listed.into_iter().map(|who| (who, self.id(who))).collect()
    }

    async fn imports(&mut self, rows: &[Row]) {
        let (bench, now) = (self.bench, self.bench.clock.seconds());
        let id = bench.stages(&file(rows)).await;
        let preview = bench.preview(&id).await;
        let counts = self.model.import(rows, now);
        let refused = i64::try_from(preview.refused.len()).expect("a count");
        assert_eq!(
            [preview.made, preview.changed, preview.unchanged, refused],
            counts,
            "{:?}",
            preview.refused
        );
        self.happened.rows_refused += counts[3];
        if counts[0] + counts[1] == 0 {
            return;
        }
        bench.starts(&id, preview.refused.len()).await.expect("begun");
        bench.workspace.end_imports().await.expect("ended");
        assert_eq!(bench.counts(&id).await[..4], counts);
        self.imports.push(id);
        self.happened.imported += counts[0] + counts[1];
        self.learns_ids().await;
    }

    /// Learns the stored ids of the people and tags that an import has made.
    async fn learns_ids(&mut self) {
        let db = self.bench.workspace.db();
        let new: Vec<usize> =
            self.model.people.iter().filter(|(_, one)| one.id.is_empty()).map(|(key, _)| *key).collect();
        for key in new {
            let Fields { user, email, .. } = self.model.people[&key].fields;
            let is = match (user, email) {
                (Some(user), _) => format!("user_id = '{}'", user_id(user)),
                (None, email) => format!("email = '{}' and role = 'user'", address(email.expect("a key"))),
            };
            let found = texts(db, &format!("select id from people where {is}")).await;
            assert_eq!(found.len(), 1, "people of the row {is}");
            self.model.person(key).id.clone_from(&found[0]);
        }
        for tag in self.tags.len()..self.model.tags_made {
            let name = tag_name(self.model.tags[&tag]);
            let found = texts(db, &format!("select id from tags where name = '{name}'")).await;
            assert_eq!(found.len(), 1, "tags with the name {name}");
            self.tags.extend(found);
        }
    }

    async fn undoes(&mut self, at: usize) {
        if self.imports.is_empty() {
            return;
        }
        let at = at % self.imports.len();
        let undone = self.bench.undoes(&self.imports[at]).await;
        assert_eq!(undone.is_ok(), self.undone.insert(at), "an import is undone once: {undone:?}");
        if undone.is_err() {
            self.happened.refused += 1;
            return;
        }
        let wrote = self.bench.counts(&self.imports[at]).await;
        let whole = self.model.undo(at);
        assert_eq!(wrote[4], whole, "rows that went back as a whole");
        self.happened.undone += whole;
        self.happened.kept += wrote[0] + wrote[1] - whole;
    }
}

pub fn user_id(user: u8) -> String {
    format!("u{user}")
}

pub fn address(email: u8) -> String {
    format!("e{email}@shop.example")
}

pub fn tag_name(name: u8) -> String {
    format!("tag {name}")
}

pub fn segment_name(name: u8) -> String {
    format!("segment {name}")
}

fn attributes(plan: Option<u8>, cart: Option<u8>) -> serde_json::Map<String, Value> {
    let plan = plan.map(|plan| format!("plan {plan}"));
    serde_json::from_value(json!({ "plan": plan, "cart": cart })).expect("an object")
}

fn update_of(fields: &Fields) -> PersonUpdate {
    let to = |text: Option<String>| text.map_or(FieldUpdate::Keep, FieldUpdate::To);
    PersonUpdate {
        user_id: to(fields.user.map(user_id)),
        email: to(fields.email.map(address)),
        attributes: attributes(fields.plan, fields.cart),
        ..PersonUpdate::default()
    }
}

fn file(rows: &[Row]) -> String {
    let cell = |value: Option<u8>, of: &dyn Fn(u8) -> String| value.map(of).unwrap_or_default();
    let lines = rows.iter().map(|row| {
        // A row without any key still has a cell.
        format!(
            "{},{},{},{},{},x\n",
            cell(row.user, &user_id),
            cell(row.email, &address),
            cell(row.plan, &|plan| format!("plan {plan}")),
            cell(row.cart, &|cart| cart.to_string()),
            cell(row.tag, &tag_name),
        )
    });
    format!(
        "user_id,email,custom_attributes.plan,custom_attributes.cart,tags,more\n{}",
        lines.collect::<String>()
    )
}
