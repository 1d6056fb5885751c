//! What an import makes of the people of the model, and what its undo takes back.

use super::model::{Fields, Model, Person};
use super::steps::Row;
use std::collections::BTreeSet;

/// The rows of an import that an undo can still take back.
pub type Rows = Vec<Written>;

/// A row that made or changed somebody.
#[derive(Clone, Debug)]
pub struct Written {
    pub person: usize,
    /// Whom the row names.
    pub named: Row,
    wrote: Wrote,
}

#[derive(Clone, Debug)]
enum Wrote {
    Made { version: usize },
    Changed { before: Fields, after: Fields, tag: Option<usize>, at: i64 },
}

enum Plan {
    Made,
    Changed(usize),
    Unchanged,
    Refused,
}

fn with(before: &Fields, row: Row) -> Fields {
    Fields {
        user: row.user.or(before.user),
        email: row.email.or(before.email),
        plan: row.plan.or(before.plan),
        cart: row.cart.or(before.cart),
    }
}

impl Model {
    fn of_user(&self, user: Option<u8>) -> Option<usize> {
        self.people.iter().find(|(_, one)| user.is_some() && one.fields.user == user).map(|(key, _)| *key)
    }

    /// Those with an e-mail: the users among them, if there are any.
    fn of_email(&self, email: Option<u8>) -> Vec<usize> {
        let has = |person: &Person| email.is_some() && person.fields.email == email;
        let all = self.people.iter().filter(|(_, person)| has(person));
        let is_user_there = all.clone().any(|(_, person)| person.is_user);
        all.filter(|(_, person)| person.is_user || !is_user_there).map(|(key, _)| *key).collect()
    }

    /// Whom a row is of. An error is a refusal.
    fn whom(&self, row: Row) -> Result<Option<usize>, ()> {
        if let Some(key) = self.of_user(row.user) {
            return Ok(Some(key));
        }
        match self.of_email(row.email).as_slice() {
            [] if row.user.is_none() && row.email.is_none() => Err(()),
            [] => Ok(None),
            [one] if row.user.is_none() || self.people[one].fields.user.is_none() => Ok(Some(*one)),
            _ => Err(()),
        }
    }

    fn plans(&self, rows: &[Row]) -> Vec<Plan> {
        let mut claimed = BTreeSet::new();
        let mut plan = |row: &Row| {
            let whom = self.whom(*row)?;
            let nobody = Person { is_user: true, ..Person::default() };
            let before = whom.map_or(&nobody, |key| &self.people[&key]);
            let email = row.email.filter(|email| before.fields.email != Some(*email));
            let is_of_other = |key: &usize| self.people[key].is_user && Some(*key) != whom;
            if before.is_user && self.of_email(email).iter().any(is_of_other) {
                return Err(());
            }
            let named = row.tag.and_then(|name| self.tags.iter().find(|(_, own)| **own == name));
            let has_tag = row.tag.is_none() || named.is_some_and(|(tag, _)| before.tags.contains_key(tag));
            let is_same = with(&before.fields, *row) == before.fields && has_tag;
            if before.is_archived && !is_same {
                return Err(());
            }
            let user = row.user.filter(|user| before.fields.user != Some(*user));
            let keys = [("person", whom), ("user", user.map(usize::from)), ("email", email.map(usize::from))];
            let keys: Vec<_> = keys.into_iter().filter_map(|(of, key)| Some((of, key?))).collect();
            if keys.iter().any(|key| claimed.contains(key)) {
                return Err(());
            }
            claimed.extend(keys);
            Ok(match whom {
                None => Plan::Made,
                Some(_) if is_same => Plan::Unchanged,
                Some(key) => Plan::Changed(key),
            })
        };
        rows.iter().map(|row| plan(row).unwrap_or(Plan::Refused)).collect()
    }

    /// Writes what a file makes of the people. Returns made, changed, unchanged and refused rows.
    pub fn import(&mut self, rows: &[Row], now: i64) -> [i64; 4] {
        let (mut counts, mut written) = ([0; 4], Rows::new());
        let plans = self.plans(rows);
        for (row, plan) in rows.iter().zip(plans) {
            let (nth, key) = match plan {
                Plan::Refused => (3, None),
                Plan::Unchanged => (2, None),
                Plan::Changed(key) => (1, Some(key)),
                Plan::Made => (0, Some(self.add(Person { is_user: true, ..Person::default() }))),
            };
            counts[nth] += 1;
            let Some(key) = key else { continue };
            let tag = row.tag.map(|name| self.tag_named(name));
            let person = self.person(key);
            let before = person.fields.clone();
            person.fields = with(&before, *row);
            person.version += 1;
            let tag = tag.filter(|tag| !person.tags.contains_key(tag));
            person.tags.extend(tag.map(|tag| (tag, now)));
            let wrote = match nth {
                0 => Wrote::Made { version: person.version },
                _ => Wrote::Changed { before, after: person.fields.clone(), tag, at: now },
            };
            written.push(Written { person: key, named: *row, wrote });
        }
        if counts[0] + counts[1] > 0 {
            self.imports.push(written);
        }
        counts
    }

    /// An undo of an import that gave the first tag takes the second, unless the person had both.
    pub fn merge_tags_in_imports(&mut self, from: usize, into: usize) {
        for Written { person, wrote, .. } in self.imports.iter_mut().flatten() {
            let has = |tag| self.people.get(person).is_some_and(|person| person.tags.contains_key(&tag));
            if let Wrote::Changed { tag, .. } = wrote
                && *tag == Some(from)
                && has(from)
                && !has(into)
            {
                *tag = Some(into);
            }
        }
    }

    /// Undoes an import. Returns how many rows went back as a whole.
    pub fn undo(&mut self, at: usize) -> i64 {
        let mut whole = 0;
        for Written { person: key, wrote, .. } in std::mem::take(&mut self.imports[at]).into_iter().rev() {
            let Some(person) = self.people.get(&key).cloned() else { continue };
            whole += i64::from(match wrote {
                Wrote::Made { version } if person.version == version => {
                    self.delete(key);
                    true
                }
                Wrote::Made { .. } => false,
                Wrote::Changed { before, after, tag, at } => {
                    self.put_back(key, person, (&before, &after), tag.map(|tag| (tag, at)))
                }
            });
        }
        whole
    }

    fn put_back(
        &mut self,
        key: usize,
        mut person: Person,
        (before, after): (&Fields, &Fields),
        tag: Option<(usize, i64)>,
    ) -> bool {
        let (mut is_whole, mut is_changed) = (true, false);
        if let Some((tag, at)) = tag
            && let Some(now) = person.tags.get(&tag)
        {
            // One that was given anew stays.
            is_whole = *now == at;
            is_changed = is_whole;
            if is_whole {
                person.tags.remove(&tag);
            }
        }
        let mut fields = person.fields.clone();
        for (now, before, after) in [
            (&mut fields.user, before.user, after.user),
            (&mut fields.email, before.email, after.email),
            (&mut fields.plan, before.plan, after.plan),
            (&mut fields.cart, before.cart, after.cart),
        ] {
            if before != after {
                match *now == after {
                    true => *now = before,
                    false => is_whole = false,
                }
            }
        }
        let is_new_user = fields.user != person.fields.user;
        let is_new_email = fields.email != person.fields.email;
        let is_of_other = |other: &usize| *other != key && self.people[other].is_user;
        let is_refused = fields.user.is_none() && fields.email.is_none()
            || is_new_user && self.of_user(fields.user).is_some_and(|other| other != key)
            || person.is_user && is_new_email && self.of_email(fields.email).iter().any(is_of_other);
        if is_refused {
            is_whole = false;
        } else {
            is_changed |= fields != person.fields;
            person.fields = fields;
        }
        person.version += usize::from(is_changed);
        self.people.insert(key, person);
        is_whole
    }
}
