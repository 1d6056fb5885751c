//! What becomes of a row, before anything is written. Nothing here reads or writes.

use serde_json::Value;
use std::collections::HashMap;

use super::known::Known;
use super::stated::{Problem, Reader, Stated};
use super::target::Field;
use crate::contacts::PersonUpdate;
use crate::field_update::FieldUpdate;
use crate::identity::{folded, is_usable};
use crate::name::{checked_name, folded_name};
use crate::people::attributes::MOST;
use crate::people::texts::broken_text;
use crate::people::{Person, Role, is_address};

/// Tags that a person may have.
const MOST_TAGS: usize = 100;

/// What becomes of a row.
#[derive(Clone, Debug)]
pub enum Plan {
    /// A new person of this role.
    Make(Role, Difference),
    Change(Box<Person>, Difference),
    /// The person with this id has all of it.
    Unchanged(String),
    Refused(Problem),
}

/// The part of a row in which it differs from what is known of its person.
#[derive(Clone, Debug, Default)]
pub struct Difference {
    pub fields: PersonUpdate,
    /// The names of the tags that the person gets.
    pub tags: Vec<String>,
    /// The columns that say something new, and what they say.
    pub said: Vec<(String, String)>,
}

/// The people of rows before this one, each with the row's number: a file has one row for a person.
#[derive(Debug, Default)]
pub struct Claims(HashMap<(Key, String), i64>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key {
    Person,
    UserId,
    Email,
}

impl Claims {
    /// Notes that this row was of this person.
    pub fn note(&mut self, id: String, row: i64) {
        self.0.insert((Key::Person, id), row);
    }

    fn claim(&mut self, row: i64, keys: &[(Key, String)]) -> Result<(), String> {
        if let Some(other) = keys.iter().find_map(|key| self.0.get(key)) {
            return Err(format!("Row {other} is of the same person."));
        }
        self.0.extend(keys.iter().map(|key| (key.clone(), row)));
        Ok(())
    }
}

/// Decides what becomes of the row with this number.
pub fn plan(reader: &Reader, row: i64, cells: &[String], known: &Known, claims: &mut Claims) -> Plan {
    decide(reader, row, cells, known, claims).unwrap_or_else(Plan::Refused)
}

fn decide(
    reader: &Reader,
    row: i64,
    cells: &[String],
    known: &Known,
    claims: &mut Claims,
) -> Result<Plan, Problem> {
    let at = |field: Field| {
        move |reason: &str| Problem { column: reader.column_of(field), reason: reason.to_owned() }
    };
    let stated = reader.read(cells)?;
    let person = person_of(&stated, known).map_err(|(field, reason)| at(field)(reason))?;
    let role = match (person, stated.role) {
        (Some(person), _) => person.role,
        (None, Some(Role::Visitor)) => return Err(at(Field::Role)("Visitors come by the Messenger alone.")),
        (None, role) => role.unwrap_or(Role::User),
    };
    let before = person.cloned().unwrap_or_else(|| Person { role, ..Person::default() });
    let difference = difference(reader, &stated, &before, known)?;
    let mut keys = Vec::new();
    if let FieldUpdate::To(user_id) = &difference.fields.user_id {
        keys.push((Key::UserId, user_id.clone()));
    }
    if let FieldUpdate::To(email) = &difference.fields.email {
        keys.push((Key::Email, folded(email)));
    }
    if let Some(person) = person {
        keys.push((Key::Person, person.id.clone()));
    }
    let of_whom = [Field::UserId, Field::Email, Field::Id].into_iter().find(|field| match field {
        Field::UserId => stated.user_id.is_some(),
        Field::Email => stated.email.is_some(),
        _ => true,
    });
    let claimed = |claims: &mut Claims| {
        claims.claim(row, &keys).map_err(|reason| at(of_whom.unwrap_or(Field::Id))(&reason))
    };
    let Some(person) = person else {
        claimed(claims)?;
        return Ok(Plan::Make(role, difference));
    };
    if difference.said.is_empty() {
        claimed(claims)?;
        return Ok(Plan::Unchanged(person.id.clone()));
    }
    let whole = |reason: &str| Problem { column: String::new(), reason: reason.to_owned() };
    if person.archived_at.is_some() {
        return Err(whole("The person is archived. Put them back first."));
    }
    if person.blocked_at.is_some() {
        return Err(whole("The person is blocked. Unblock them first."));
    }
    claimed(claims)?;
    Ok(Plan::Change(Box::new(person.clone()), difference))
}

/// The person whom a row names, surest key first. None of somebody new.
fn person_of<'a>(stated: &Stated, known: &'a Known) -> Result<Option<&'a Person>, (Field, &'static str)> {
    let by_id = stated.id.as_deref().and_then(|id| known.by_id(id));
    let by_user_id = stated.user_id.as_deref().and_then(|user_id| known.by_user_id(user_id));
    if let Some(person) = by_id.or(by_user_id) {
        return match by_user_id {
            Some(other) if other.id != person.id => {
                Err((Field::UserId, "The id and the user_id mean different people."))
            }
            _ => Ok(Some(person)),
        };
    }
    let by_email = stated.email.as_deref().map(|email| known.by_email(email)).unwrap_or_default();
    match by_email.as_slice() {
        [] if stated.user_id.is_none() && stated.email.is_none() => {
            Err((Field::Email, "Nobody has this id. A new person has a user_id or an e-mail."))
        }
        [] => Ok(None),
        [person] if stated.user_id.is_none() || person.user_id.is_none() => Ok(Some(*person)),
        [_] => Err((Field::Email, "The e-mail is of a person with another user_id.")),
        _ => Err((Field::Email, "Several people have this e-mail. Name the one by their id.")),
    }
}

/// Gathers what is new.
struct Gathered<'a> {
    reader: &'a Reader,
    difference: Difference,
}

impl Gathered<'_> {
    /// Refuses a field's new value where there is a reason.
    fn checked(&self, field: Field, reason: Option<&str>) -> Result<(), Problem> {
        match reason {
            None => Ok(()),
            Some(reason) => Err(Problem { column: self.reader.column_of(field), reason: reason.to_owned() }),
        }
    }

    fn says(&mut self, field: Field, value: impl ToString) {
        self.difference.said.push((self.reader.column_of(field), value.to_string()));
    }

    /// A text that is to be stored, if it is another one.
    fn text(
        &mut self,
        field: Field,
        stated: Option<&String>,
        before: Option<&str>,
        broken: fn(&str) -> Option<&'static str>,
    ) -> Result<Option<String>, Problem> {
        let Some(text) = stated.filter(|text| before != Some(text.as_str())) else { return Ok(None) };
        self.checked(field, broken(text))?;
        self.says(field, text);
        Ok(Some(text.clone()))
    }
}

fn to<T>(value: Option<T>) -> FieldUpdate<T> {
    value.map_or(FieldUpdate::Keep, FieldUpdate::To)
}

fn difference(
    reader: &Reader,
    stated: &Stated,
    before: &Person,
    known: &Known,
) -> Result<Difference, Problem> {
    let is_new = before.id.is_empty();
    let mut new = Gathered { reader, difference: Difference::default() };
    let user_id = new.text(Field::UserId, stated.user_id.as_ref(), before.user_id.as_deref(), |text| {
        (!is_usable(text)).then_some("A user_id has 1 to 255 visible characters.")
    })?;
    if let Some(user_id) = &user_id {
        let is_of_visitor = before.role == Role::Visitor;
        new.checked(Field::UserId, is_of_visitor.then_some("A visitor has no user_id."))?;
        let is_taken = known.by_user_id(user_id).is_some();
        new.checked(Field::UserId, is_taken.then_some("Another person has this user_id."))?;
    }
    // An e-mail in other case is the same one, and stays proved.
    let same = before.email.as_deref().zip(stated.email.as_deref());
    let email =
        stated.email.as_ref().filter(|_| same.is_none_or(|(one, other)| folded(one) != folded(other)));
    let email = new.text(Field::Email, email, before.email.as_deref(), |text| {
        (!is_address(text)).then_some("This is no e-mail address.")
    })?;
    let role = stated.role.filter(|role| *role != before.role);
    let becomes = matches!((before.role, role), (Role::Lead, Some(Role::User)));
    if role.is_some() && !becomes {
        new.checked(Field::Role, Some("A lead may become a user, and nothing else changes."))?;
    }
    let is_user = before.is_user() || becomes;
    let own_email = email.as_deref().or(before.email.as_deref().filter(|_| becomes));
    let others = own_email.map(|email| known.by_email(email)).unwrap_or_default();
    let is_taken = is_user && others.iter().any(|other| other.is_user() && other.id != before.id);
    new.checked(
        Field::Email,
        is_taken.then_some("The e-mail and the other columns mean different people: a user has this e-mail."),
    )?;
    if becomes || is_new && stated.role.is_some() {
        new.says(Field::Role, if is_user { "user" } else { "lead" });
    }
    let name = new.text(Field::Name, stated.name.as_ref(), before.name.as_deref(), broken_text)?;
    let phone = before.details.get("phone").and_then(Value::as_str);
    let phone = new.text(Field::Phone, stated.phone.as_ref(), phone, broken_text)?;
    let owner = stated.owner.filter(|owner| before.owner != Some(*owner));
    if let Some(owner) = owner {
        let is_nobody = !known.has_teammate(owner);
        new.checked(Field::Owner, is_nobody.then_some("The app has no teammate with this number."))?;
        new.says(Field::Owner, owner);
    }
    let signed_up_at = stated.signed_up_at.filter(|at| before.signed_up_at != Some(*at));
    if let Some(at) = signed_up_at {
        new.says(
            Field::SignedUpAt,
            jiff::Timestamp::from_second(at).map_or(at.to_string(), |at| at.to_string()),
        );
    }
    let tags = tags(&mut new, stated.tags.as_deref(), known.tags_of(&before.id))?;
    let mut fields = PersonUpdate {
        role: becomes.then_some(Role::User),
        user_id: to(user_id),
        email: to(email),
        name: to(name),
        owner: to(owner),
        signed_up_at: to(signed_up_at),
        ..PersonUpdate::default()
    };
    if let Some(phone) = phone {
        fields.details.insert("phone".to_owned(), phone.into());
    }
    for (name, value) in &stated.attributes {
        if before.attributes.get(name) != Some(value) {
            let words = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            new.difference.said.push((reader.column_of_attribute(name), words));
            fields.attributes.insert(name.clone(), value.clone());
        }
    }
    let more = fields.attributes.keys().filter(|name| !before.attributes.contains_key(*name)).count();
    if more > 0 && before.attributes.len() + more > MOST {
        let reason = "A person has at most 250 custom attributes.".to_owned();
        return Err(Problem { column: String::new(), reason });
    }
    Ok(Difference { fields, tags, ..new.difference })
}

/// The names of the tags that a person gets. A name may hold a comma: what an export wrote is left as it is.
fn tags(new: &mut Gathered<'_>, cell: Option<&str>, has: &[String]) -> Result<Vec<String>, Problem> {
    let Some(cell) = cell.filter(|cell| *cell != has.join(", ")) else { return Ok(Vec::new()) };
    let mut known: Vec<String> = has.iter().map(|name| folded_name(name)).collect();
    let mut names = Vec::new();
    for name in cell.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        let is_broken = checked_name(name).is_err();
        new.checked(Field::Tags, is_broken.then_some("A tag has 1 to 255 characters, and none of control."))?;
        if !known.contains(&folded_name(name)) {
            known.push(folded_name(name));
            names.push(name.to_owned());
        }
    }
    let is_over = !names.is_empty() && known.len() > MOST_TAGS;
    new.checked(Field::Tags, is_over.then_some("A person has at most 100 tags."))?;
    if !names.is_empty() {
        new.says(Field::Tags, names.join(", "));
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv_import::target::Target;
    use std::collections::{BTreeSet, HashMap};

    const COLUMNS: [&str; 7] = ["id", "user_id", "email", "name", "role", "tags", "owner"];

    fn reader() -> Reader {
        let targets = COLUMNS.map(|name| Target::of_code(name).expect("a target"));
        Reader::new(&COLUMNS.map(str::to_owned), &targets, &[])
    }

    fn person(id: &str, role: Role, user_id: &str, email: &str) -> Person {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Person { id: id.into(), role, user_id: some(user_id), email: some(email), ..Person::default() }
    }

    fn known() -> Known {
        let archived = Person { archived_at: Some(1), ..person("p5", Role::User, "u5", "") };
        let blocked = Person { blocked_at: Some(1), ..person("p6", Role::User, "u6", "") };
        let people = vec![
            person("p1", Role::User, "u1", "one@b.no"),
            person("p2", Role::Lead, "", "two@b.no"),
            person("p3", Role::Lead, "", "same@b.no"),
            person("p4", Role::Lead, "", "same@b.no"),
            archived,
            blocked,
            person("p7", Role::Visitor, "", ""),
        ];
        let tags = HashMap::from([("p1".to_owned(), vec!["VIP".to_owned(), "a, b".to_owned()])]);
        Known::new(people, tags, BTreeSet::from([7]))
    }

    /// What becomes of these rows, in words.
    fn of(rows: &[[&str; 7]]) -> Vec<String> {
        let (reader, known, mut claims) = (reader(), known(), Claims::default());
        let rows = rows.iter().zip(2_i64..);
        let words = rows.map(|(row, number)| {
            match plan(&reader, number, &row.map(str::to_owned), &known, &mut claims) {
                Plan::Make(role, new) => format!("make {} {:?}", role.as_str(), new.said),
                Plan::Change(person, new) => format!("change {} {:?}", person.id, new.said),
                Plan::Unchanged(id) => format!("unchanged {id}"),
                Plan::Refused(Problem { column, reason }) => format!("refused {column}: {reason}"),
            }
        });
        words.collect()
    }

    #[test]
    fn a_row_makes_changes_or_leaves_the_person_whom_its_surest_key_names() {
        for (row, becomes) in [
            (
                ["", "u9", "nine@b.no", "", "", "", ""],
                r#"make user [("user_id", "u9"), ("email", "nine@b.no")]"#,
            ),
            (
                ["gone", "", "nine@b.no", "", "lead", "", ""],
                r#"make lead [("email", "nine@b.no"), ("role", "lead")]"#,
            ),
            (["", "u1", "", "Marit", "", "", ""], r#"change p1 [("name", "Marit")]"#),
            (["", "", "ONE@b.no", "", "user", "vip", ""], "unchanged p1"),
            (["", "u1", "", "", "", "VIP, a, b", ""], "unchanged p1"),
            (
                ["", "u1", "", "", "", "late, LATE,vip", "7"],
                r#"change p1 [("owner", "7"), ("tags", "late")]"#,
            ),
            (
                ["", "u2", "two@b.no", "", "user", "", ""],
                r#"change p2 [("user_id", "u2"), ("role", "user")]"#,
            ),
            (["p4", "", "same@b.no", "", "", "", ""], "unchanged p4"),
            (["", "u5", "", "", "", "", ""], "unchanged p5"),
            (["p7", "", "", "", "visitor", "", ""], "unchanged p7"),
        ] {
            assert_eq!(of(&[row]), [becomes], "{row:?}");
        }
    }

    #[test]
    fn a_row_that_no_person_could_be_is_refused_with_its_column() {
        for (row, said) in [
            (["", "", "", "Marit", "", "", ""], "refused email: Nobody has this id."),
            (["", "", "no", "", "", "", ""], "refused email: This is no e-mail address."),
            (["", "a\u{1}", "", "", "", "", ""], "refused user_id: A user_id has"),
            (
                ["", "u9", "one@b.no", "", "", "", ""],
                "refused email: The e-mail is of a person with another user_id.",
            ),
            (["", "", "same@b.no", "", "", "", ""], "refused email: Several people have this e-mail."),
            (
                ["p2", "u1", "", "", "", "", ""],
                "refused user_id: The id and the user_id mean different people.",
            ),
            (["p2", "", "one@b.no", "", "user", "", ""], "refused email: The e-mail and the other columns"),
            (["", "u1", "", "", "lead", "", ""], "refused role: A lead may become a user"),
            (["", "u9", "", "", "visitor", "", ""], "refused role: Visitors come by the Messenger alone."),
            (["p7", "u9", "", "", "", "", ""], "refused user_id: A visitor has no user_id."),
            (["", "u1", "", "", "", "", "8"], "refused owner: The app has no teammate"),
            (["", "u1", "", "", "", "a\u{7}", ""], "refused tags: A tag has"),
            (["", "u5", "", "Marit", "", "", ""], "refused : The person is archived."),
            (["", "u6", "", "Marit", "", "", ""], "refused : The person is blocked."),
        ] {
            let [becomes] = of(&[row]).try_into().expect("one row");
            assert!(becomes.starts_with(said), "{row:?}: {becomes}");
        }
        let long = "n".repeat(256);
        let [becomes] = of(&[["", "u1", "", &long, "", "", ""]]).try_into().expect("one row");
        assert_eq!(becomes, "refused name: A text has at most 255 characters.");
    }

    #[test]
    fn of_two_rows_for_one_person_the_second_is_refused() {
        let new = |user_id: &'static str, email: &'static str| ["", user_id, email, "", "", "", ""];
        for [first, second] in [
            [new("u9", ""), new("u9", "nine@b.no")],
            [new("u9", "nine@b.no"), new("u8", "NINE@b.no")],
            [new("u1", ""), new("", "one@b.no")],
            [["p2", "u9", "", "", "", "", ""], new("u9", "")],
        ] {
            let becomes = of(&[first, second]);
            assert!(
                !becomes[0].starts_with("refused") && becomes[1].contains("Row 2 is of the same"),
                "{becomes:?}"
            );
        }
        let both = [["p3", "", "same@b.no", "", "", "", ""], ["p4", "", "same@b.no", "", "", "", ""]];
        assert_eq!(of(&both), ["unchanged p3", "unchanged p4"], "leads may share an e-mail");
    }
}
