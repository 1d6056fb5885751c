//! A simple model of imports and undos.

use std::collections::{BTreeMap, BTreeSet};

/// A row of a file, each cell by its number.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row {
    pub user: Option<u8>,
    pub email: Option<u8>,
    pub name: Option<u8>,
    pub plan: Option<u8>,
    pub tag: Option<u8>,
    pub company: Option<u8>,
    pub company_name: Option<u8>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    pub user: Option<u8>,
    pub email: Option<u8>,
    pub name: Option<u8>,
    pub plan: Option<u8>,
}

#[derive(Clone, Debug)]
pub struct Person {
    pub fields: Fields,
    /// Each tag with the number of the giving, so that one that was given anew is another one.
    pub tags: BTreeMap<u8, usize>,
    /// Each company with the number of the joining.
    pub companies: BTreeMap<u8, usize>,
    /// Rises with each change.
    pub version: usize,
    pub is_seen: bool,
}

/// A tag or a company that a row gave, with the number of the giving.
type Given = Option<(u8, usize)>;

/// What an import wrote of a row.
#[derive(Clone, Debug)]
pub struct Wrote {
    person: usize,
    what: What,
    renamed: Option<Renamed>,
}

#[derive(Clone, Debug)]
enum What {
    Made,
    Changed { before: Fields, after: Fields, tag: Given, joined: Given },
}

#[derive(Clone, Debug)]
struct Renamed {
    company: u8,
    before: Option<u8>,
    after: Option<u8>,
}

#[derive(Default)]
pub struct Model {
    pub people: BTreeMap<usize, Person>,
    /// The name of each company. None of one that is called by its id.
    pub companies: BTreeMap<u8, Option<u8>>,
    pub imports: Vec<Option<Vec<Wrote>>>,
    next: usize,
    givings: usize,
    /// Memberships and names of companies that imports wrote, and that undos took back.
    pub joined: [i64; 2],
    pub renamed: [i64; 2],
}

enum Becomes {
    Made(Row),
    Changed(usize, Row),
    Unchanged,
    Refused,
}

impl Model {
    /// The number of a tag that is given, or of a company that is joined.
    pub fn gives(&mut self) -> usize {
        self.givings += 1;
        self.givings
    }

    pub fn by(&self, is: impl Fn(&Fields) -> bool) -> Option<usize> {
        self.people.iter().find(|(_, person)| is(&person.fields)).map(|(id, _)| *id)
    }

    /// Whom a row is of, by the people before the import. An error is a refusal.
    fn whom(&self, Row { user, email, .. }: Row) -> Result<Option<usize>, ()> {
        let by_user = user.and_then(|_| self.by(|fields| fields.user == user));
        let by_email = email.and_then(|_| self.by(|fields| fields.email == email));
        match (user, email, by_user, by_email) {
            (None, None, ..) => Err(()),
            (_, _, Some(one), Some(other)) if one != other => Err(()),
            (_, _, Some(one), _) => Ok(Some(one)),
            (Some(_), _, None, Some(other)) if self.people[&other].fields.user.is_some() => Err(()),
            (_, _, None, found) => Ok(found),
        }
    }

    fn becomes(&self, rows: &[Row]) -> Vec<Becomes> {
        let (mut taken, mut users, mut emails) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let mut called = BTreeMap::new();
        let mut all = Vec::new();
        for row in rows {
            let Ok(whom) = self.whom(*row) else {
                all.push(Becomes::Refused);
                continue;
            };
            let before = whom.map(|id| self.people[&id].fields.clone()).unwrap_or_default();
            let user = row.user.filter(|_| row.user != before.user);
            let email = row.email.filter(|_| row.email != before.email);
            let is_twice = whom.is_some_and(|id| taken.contains(&id))
                || user.is_some_and(|user| users.contains(&user))
                || email.is_some_and(|email| emails.contains(&email));
            let name_before = row.company.and_then(|company| called.get(&company).copied());
            let is_wrong = match (row.company, row.company_name) {
                (None, name) => name.is_some(),
                (Some(_), Some(name)) => name_before.is_some_and(|before| before != name),
                (Some(_), None) => false,
            };
            if is_twice || is_wrong {
                all.push(Becomes::Refused);
                continue;
            }
            taken.extend(whom);
            users.extend(user);
            emails.extend(email);
            called.extend(row.company.zip(row.company_name));
            all.push(match whom {
                None => Becomes::Made(*row),
                Some(id) if self.is_new(id, *row, name_before.is_some()) => Becomes::Changed(id, *row),
                Some(_) => Becomes::Unchanged,
            });
        }
        all
    }

    /// Whether a row says anything new. What a row before it says of the company is not new.
    fn is_new(&self, id: usize, row: Row, is_called: bool) -> bool {
        let person = &self.people[&id];
        let is_renamed = |company: u8| {
            let is_other = self.companies.get(&company) != Some(&row.company_name);
            row.company_name.is_some() && !is_called && is_other
        };
        merged(&person.fields, row) != person.fields
            || row.tag.is_some_and(|tag| !person.tags.contains_key(&tag))
            || row.company.is_some_and(|company| !person.companies.contains_key(&company))
            || row.company.is_some_and(is_renamed)
    }

    /// Writes what a file makes of the people. Returns made, changed, unchanged and refused rows.
    pub fn import(&mut self, rows: &[Row]) -> [i64; 4] {
        let (mut counts, mut wrote) = ([0; 4], Vec::new());
        for becomes in self.becomes(rows) {
            match becomes {
                Becomes::Refused => counts[3] += 1,
                Becomes::Unchanged => counts[2] += 1,
                Becomes::Made(row) => {
                    counts[0] += 1;
                    let giving = self.gives();
                    let tags = row.tag.map(|tag| (tag, giving)).into_iter().collect();
                    let companies = row.company.map(|company| (company, giving)).into_iter().collect();
                    let fields = merged(&Fields::default(), row);
                    let person = Person { fields, tags, companies, version: 0, is_seen: false };
                    self.people.insert(self.next, person);
                    self.joined[0] += i64::from(row.company.is_some());
                    let renamed = self.names_company(row);
                    wrote.push(Wrote { person: self.next, what: What::Made, renamed });
                    self.next += 1;
                }
                Becomes::Changed(id, row) => {
                    counts[1] += 1;
                    let giving = self.gives();
                    let renamed = self.names_company(row);
                    let Some(person) = self.people.get_mut(&id) else { continue };
                    let before = person.fields.clone();
                    person.fields = merged(&before, row);
                    let tag = row.tag.filter(|tag| !person.tags.contains_key(tag)).map(|tag| (tag, giving));
                    let joined = row.company.filter(|company| !person.companies.contains_key(company));
                    let joined = joined.map(|company| (company, giving));
                    person.tags.extend(tag);
                    person.companies.extend(joined);
                    // The name of a company is no change of the person.
                    let is_changed = person.fields != before || tag.is_some() || joined.is_some();
                    person.version += usize::from(is_changed);
                    self.joined[0] += i64::from(joined.is_some());
                    let after = person.fields.clone();
                    wrote.push(Wrote {
                        person: id,
                        what: What::Changed { before, after, tag, joined },
                        renamed,
                    });
                }
            }
        }
        if counts[0] + counts[1] > 0 {
            self.imports.push(Some(wrote));
        }
        counts
    }

    /// Makes the company of a row, or gives it the row's name.
    fn names_company(&mut self, row: Row) -> Option<Renamed> {
        let company = row.company?;
        let Some(before) = self.companies.get(&company).copied() else {
            self.companies.insert(company, row.company_name);
            return None;
        };
        let after = row.company_name.filter(|name| before != Some(*name))?;
        self.companies.insert(company, Some(after));
        self.renamed[0] += 1;
        Some(Renamed { company, before, after: Some(after) })
    }

    /// Undoes an import. Returns how many rows went back as a whole.
    pub fn undo(&mut self, at: usize) -> i64 {
        let Some(wrote) = self.imports[at].take() else { return 0 };
        let mut whole = 0;
        for Wrote { person: id, what, renamed } in wrote.into_iter().rev() {
            // The row is deleted with its person.
            let Some(person) = self.people.get(&id).cloned() else { continue };
            let mut is_whole = match what {
                What::Made if person.version == 0 && !person.is_seen => {
                    self.people.remove(&id);
                    true
                }
                What::Made => false,
                What::Changed { before, after, tag, joined } => {
                    self.put_back(id, person, &before, &after, (tag, joined))
                }
            };
            if let Some(Renamed { company, before, after }) = renamed {
                match self.companies[&company] == after {
                    true => {
                        self.companies.insert(company, before);
                        self.renamed[1] += 1;
                    }
                    false => is_whole = false,
                }
            }
            whole += i64::from(is_whole);
        }
        whole
    }

    fn put_back(
        &mut self,
        id: usize,
        mut person: Person,
        before: &Fields,
        after: &Fields,
        (tag, joined): (Given, Given),
    ) -> bool {
        let (mut is_whole, mut is_changed) = (true, false);
        if let Some((tag, giving)) = tag
            && let Some(now) = person.tags.get(&tag)
        {
            match *now == giving {
                true => {
                    person.tags.remove(&tag);
                    is_changed = true;
                }
                false => is_whole = false,
            }
        }
        if let Some((company, giving)) = joined
            && let Some(now) = person.companies.get(&company)
        {
            match *now == giving {
                true => {
                    person.companies.remove(&company);
                    self.joined[1] += 1;
                    is_changed = true;
                }
                false => is_whole = false,
            }
        }
        let mut fields = person.fields.clone();
        for (now, before, after) in [
            (&mut fields.user, before.user, after.user),
            (&mut fields.email, before.email, after.email),
            (&mut fields.name, before.name, after.name),
            (&mut fields.plan, before.plan, after.plan),
        ] {
            if before != after {
                match *now == after {
                    true => *now = before,
                    false => is_whole = false,
                }
            }
        }
        let is_taken = |is: &dyn Fn(&Fields) -> bool| self.by(is).is_some_and(|other| other != id);
        let is_refused = fields.user.is_none() && fields.email.is_none()
            || fields.user.is_some() && is_taken(&|other| other.user == fields.user)
            || fields.email.is_some() && is_taken(&|other| other.email == fields.email);
        if is_refused {
            is_whole = false;
        } else {
            is_changed |= fields != person.fields;
            person.fields = fields;
        }
        person.version += usize::from(is_changed);
        self.people.insert(id, person);
        is_whole
    }

    /// Everybody and each company, in words.
    pub fn all(&self) -> Vec<String> {
        let mut all: Vec<String> = self
            .people
            .values()
            .map(|Person { fields, tags, companies, .. }| in_words(fields, tags.keys(), companies.keys()))
            .collect();
        all.extend(self.companies.iter().map(|(company, name)| company_in_words(*company, *name)));
        all.sort();
        all
    }
}

/// A person in words, with the numbers of their tags and companies in order.
pub fn in_words<'a>(
    fields: &Fields,
    tags: impl Iterator<Item = &'a u8>,
    companies: impl Iterator<Item = &'a u8>,
) -> String {
    format!("{fields:?} {:?} {:?}", tags.collect::<Vec<_>>(), companies.collect::<Vec<_>>())
}

pub fn company_in_words(company: u8, name: Option<u8>) -> String {
    format!("company {company} {name:?}")
}

fn merged(before: &Fields, row: Row) -> Fields {
    Fields {
        user: row.user.or(before.user),
        email: row.email.or(before.email),
        name: row.name.or(before.name),
        plan: row.plan.or(before.plan),
    }
}
