//! That the desk shows what the model has.

use super::player::{Player, address, segment_name, tag_name, user_id};
use super::*;

fn field(name: &str, id: &str) -> Value {
    json!({ "version": 2, "all": [{ "field": name, "operator": "is", "value": id }] })
}

impl Player<'_> {
    /// That the list of these conditions has these people.
    pub async fn lists(&self, conditions: &Value, expected: &[usize]) {
        let (db, app_id) = (self.bench.workspace.db(), self.bench.workspace.app_id());
        let filter = Filter::from_json(conditions).unwrap_or_else(|bad| panic!("{bad}: {conditions}"));
        let now = self.bench.clock.seconds();
        let page: Page<people::Person> =
            list(db, app_id, &filter, &Sort::default(), None, 50, now).await.expect("a list");
        let mut found: Vec<String> = page.rows.into_iter().map(|person| person.id).collect();
        let mut ids: Vec<String> = expected.iter().map(|who| self.model.people[who].id.clone()).collect();
        found.sort();
        ids.sort();
        assert_eq!(found, ids, "the list of {conditions} (left), and the model's");
    }

    /// That so many people fit these conditions.
    pub async fn counts(&self, conditions: &Value, expected: usize) {
        let (db, app_id) = (self.bench.workspace.db(), self.bench.workspace.app_id());
        let filter = Filter::from_json(conditions).unwrap_or_else(|bad| panic!("{bad}: {conditions}"));
        let counted = count(db, app_id, &filter, self.bench.clock.seconds()).await.expect("a count");
        assert_eq!(usize::try_from(counted), Ok(expected), "the count of {conditions}");
    }

    /// That all that is stored and shown is as in the model.
    pub async fn check(&mut self) {
        self.check_people().await;
        self.check_tags().await;
        self.check_segments().await;
    }

    async fn check_people(&self) {
        let db = self.bench.workspace.db();
        let select = "select id || '|' || role || '|' || coalesce(user_id, '-') || '|' || coalesce(email, '-') || '|'
            || coalesce(attributes ->> 'plan', '-') || '|' || coalesce(cast(attributes ->> 'cart' as text), '-') || '|'
            || case when archived_at is null then '' else 'archived' end from people order by id";
        let found = texts(db, select).await;
        let of = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        let line = |person: &super::model::Person| {
            let fields = &person.fields;
            [
                person.id.clone(),
                if person.is_user { "user" } else { "lead" }.to_owned(),
                of(fields.user.map(user_id)),
                of(fields.email.map(address)),
                of(fields.plan.map(|plan| format!("plan {plan}"))),
                of(fields.cart.map(|cart| cart.to_string())),
                if person.is_archived { "archived" } else { "" }.to_owned(),
            ]
            .join("|")
        };
        let mut found: BTreeSet<String> = found.into_iter().collect();
        let expected: BTreeSet<String> = self.model.people.values().map(line).collect();
        assert_eq!(found, expected, "people (left), and the model's");
        found = texts(db, "select subject || ' ' || tag from person_tags").await.into_iter().collect();
        let tags =
            self.model.people.values().flat_map(|person| {
                person.tags.keys().map(|tag| format!("{} {}", person.id, self.tags[*tag]))
            });
        assert_eq!(found, tags.collect::<BTreeSet<_>>(), "tags of people (left), and the model's");
    }

    async fn check_tags(&mut self) {
        let listed =
            tags::list(self.bench.workspace.db(), self.bench.workspace.app_id()).await.expect("tags");
        let listed: Vec<_> =
            listed.into_iter().map(|one| (one.tag.name, one.tag.id, one.counts.people)).collect();
        let with = |tag: usize| {
            let people = self.model.people.iter().filter(move |(_, person)| person.tags.contains_key(&tag));
            people.map(|(key, person)| (*key, person.is_archived)).collect::<Vec<_>>()
        };
        let mut expected: Vec<_> = self
            .model
            .tags
            .iter()
            .map(|(tag, name)| {
                let count = i64::try_from(with(*tag).len()).expect("a count");
                (tag_name(*name), self.tags[*tag].clone(), count)
            })
            .collect();
        expected.sort();
        assert_eq!(listed, expected, "the page of tags (left), and the model's");
        // The rows say who has which tag: the list of one tag after another is asked.
        let Some(tag) = self.model.nth_tag(self.happened.steps) else { return };
        let people = with(tag).into_iter().filter(|(_, is_archived)| !is_archived);
        let people: Vec<usize> = people.map(|(key, _)| key).collect();
        self.lists(&field("tag", &self.tags[tag]), &people).await;
        self.happened.with_tags += people.len();
    }

    async fn check_segments(&mut self) {
        let (db, app_id) = (self.bench.workspace.db(), self.bench.workspace.app_id());
        let stored = segments::list(db, app_id).await.expect("segments");
        let shown = stored.iter().map(|one| (one.name.clone(), one.id.clone(), one.conditions.to_json()));
        let mut expected: Vec<_> = self
            .model
            .segments
            .iter()
            .map(|(key, one)| {
                (segment_name(one.name), self.segments[*key].clone(), self.json(&one.conditions))
            })
            .collect();
        expected.sort_by(|one, other| one.0.cmp(&other.0));
        assert_eq!(shown.collect::<Vec<_>>(), expected, "segments (left), and the model's");
        let (mut in_segments, counted) = (0, self.model.nth_segment(self.happened.steps));
        for (key, segment) in &self.model.segments {
            let people = self.model.listed(&segment.conditions);
            self.lists(&field("segment", &self.segments[*key]), &people).await;
            if Some(*key) == counted {
                self.counts(&self.json(&segment.conditions), people.len()).await;
            }
            in_segments += people.len();
        }
        self.happened.in_segments += in_segments;
        // Of one person, in memory: the page of a person says in which segments they are.
        let Some(who) = self.model.nth_person(self.happened.steps) else { return };
        let person = &self.model.people[&who];
        let mut batch = self.bench.workspace.begin().await.expect("a batch");
        let stored = batch.person_of_app(app_id, &person.id).await.expect("a person");
        let now = self.bench.clock.seconds();
        let found =
            segments::of_person(&mut batch.transaction, app_id, &stored, now).await.expect("segments");
        let found: BTreeSet<String> = found.into_iter().map(|segment| segment.name).collect();
        let fits = self.model.segments.values().filter(|one| one.conditions.fit(person, &self.model));
        let fits: BTreeSet<String> = fits.map(|segment| segment_name(segment.name)).collect();
        assert_eq!(found, fits, "the segments of a person (left), and the model's");
    }
}
