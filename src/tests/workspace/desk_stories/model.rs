//! What the desk has, in memory: people, tags and segments, and what each act makes of them.

use super::filters::Conditions;
use super::imports::Rows;
use std::collections::BTreeMap;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    pub user: Option<u8>,
    pub email: Option<u8>,
    pub plan: Option<u8>,
    pub cart: Option<u8>,
}

#[derive(Clone, Debug, Default)]
pub struct Person {
    /// The stored id. An import has none before it has ended.
    pub id: String,
    pub is_user: bool,
    pub fields: Fields,
    /// Each tag with the time at which it was given.
    pub tags: BTreeMap<usize, i64>,
    pub is_archived: bool,
    /// Rises with each change of the person.
    pub version: usize,
}

#[derive(Clone, Debug)]
pub struct Segment {
    pub name: u8,
    pub conditions: Conditions,
}

/// People, tags and segments by numbers that no other one gets.
#[derive(Default)]
pub struct Model {
    pub people: BTreeMap<usize, Person>,
    /// The names of the tags that are there.
    pub tags: BTreeMap<usize, u8>,
    pub segments: BTreeMap<usize, Segment>,
    pub imports: Vec<Rows>,
    /// How many people, tags and segments there ever were.
    people_made: usize,
    pub tags_made: usize,
    pub segments_made: usize,
}

impl Model {
    /// The nth person, round and round.
    pub fn nth_person(&self, nth: usize) -> Option<usize> {
        nth_of(&self.people, nth)
    }

    /// The nth user, or the nth lead, if there is any.
    pub fn nth_of_role(&self, nth: usize, is_user: bool) -> Option<usize> {
        let all = self.people.iter().filter(|(_, person)| person.is_user == is_user);
        let all: Vec<usize> = all.map(|(key, _)| *key).collect();
        all.get(nth % all.len().max(1)).copied()
    }

    pub fn nth_tag(&self, nth: usize) -> Option<usize> {
        nth_of(&self.tags, nth)
    }

    pub fn nth_segment(&self, nth: usize) -> Option<usize> {
        nth_of(&self.segments, nth)
    }

    pub fn add(&mut self, person: Person) -> usize {
        self.people_made += 1;
        self.people.insert(self.people_made, person);
        self.people_made
    }

    pub fn person(&mut self, key: usize) -> &mut Person {
        self.people.get_mut(&key).expect("a person")
    }

    /// Changes the fields of a person.
    pub fn edit(&mut self, key: usize, edit: impl FnOnce(&mut Fields)) {
        let person = self.person(key);
        let before = person.fields.clone();
        edit(&mut person.fields);
        person.version += usize::from(person.fields != before);
    }

    pub fn has_user(&self, user: u8) -> bool {
        self.people.values().any(|person| person.fields.user == Some(user))
    }

    pub fn tag(&mut self, key: usize, tag: usize, now: i64) {
        let person = self.person(key);
        person.version += usize::from(!person.tags.contains_key(&tag));
        person.tags.entry(tag).or_insert(now);
    }

    pub fn untag(&mut self, key: usize, tag: usize) {
        let person = self.person(key);
        person.version += usize::from(person.tags.remove(&tag).is_some());
    }

    /// Merges a lead into a user, who keeps what is theirs.
    pub fn merge_people(&mut self, from: usize, into: usize) {
        let lead = self.people.remove(&from).expect("a lead");
        self.imports.iter_mut().for_each(|rows| rows.retain(|row| row.person != from));
        let user = self.person(into);
        user.fields.plan = user.fields.plan.or(lead.fields.plan);
        user.fields.cart = user.fields.cart.or(lead.fields.cart);
        for (tag, at) in lead.tags {
            user.tags.entry(tag).or_insert(at);
        }
        user.version += 1;
    }

    /// Deletes a person, and each row of an import that made, changed or names them.
    pub fn delete(&mut self, key: usize) {
        let Person { fields, .. } = self.people.remove(&key).expect("a person");
        let same = |one: Option<u8>, other: Option<u8>| one.is_some() && one == other;
        self.imports.iter_mut().for_each(|rows| {
            rows.retain(|row| {
                row.person != key
                    && !same(row.named.user, fields.user)
                    && !same(row.named.email, fields.email)
            });
        });
    }

    /// The tag of this name, which is made if there is none.
    pub fn tag_named(&mut self, name: u8) -> usize {
        if let Some((tag, _)) = self.tags.iter().find(|(_, own)| **own == name) {
            return *tag;
        }
        self.tags.insert(self.tags_made, name);
        self.tags_made += 1;
        self.tags_made - 1
    }

    pub fn add_segment(&mut self, segment: Segment) {
        self.segments.insert(self.segments_made, segment);
        self.segments_made += 1;
    }

    /// Whether a segment other than this one has this name.
    pub fn has_segment(&self, name: u8, but: Option<usize>) -> bool {
        self.segments.iter().any(|(key, segment)| segment.name == name && Some(*key) != but)
    }

    /// Merges a tag into another one.
    pub fn merge_tags(&mut self, from: usize, into: usize) {
        self.merge_tags_in_imports(from, into);
        self.tags.remove(&from);
        for person in self.people.values_mut() {
            if let Some(at) = person.tags.remove(&from) {
                person.tags.entry(into).or_insert(at);
            }
        }
        self.segments.values_mut().for_each(|segment| segment.conditions.merge_tag(from, into));
    }

    pub fn delete_tag(&mut self, tag: usize) {
        self.tags.remove(&tag);
        self.people.values_mut().for_each(|person| _ = person.tags.remove(&tag));
    }

    /// Whether conditions may be stored: they name tags that are there, and no segment.
    pub fn may_store(&self, conditions: &Conditions) -> bool {
        !conditions.names_segment() && conditions.tags().all(|tag| self.tags.contains_key(tag))
    }

    /// Those whom a list has: the archived are in none.
    pub fn listed(&self, conditions: &Conditions) -> Vec<usize> {
        let is_listed = |person: &Person| !person.is_archived && conditions.fit(person, self);
        self.people.iter().filter(|(_, person)| is_listed(person)).map(|(key, _)| *key).collect()
    }
}

fn nth_of<T>(all: &BTreeMap<usize, T>, nth: usize) -> Option<usize> {
    all.keys().nth(nth % all.len().max(1)).copied()
}
