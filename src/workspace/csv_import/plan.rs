//! What becomes of a row, before anything is written. Nothing here reads or writes.

use super::claims::{Claims, Key};
use super::difference::{Difference, difference};
use super::known::Known;
use super::stated::{Problem, Reader};
use super::target::Field;
use super::whom::person_of;
use crate::field_update::FieldUpdate;
use crate::identity::folded;
use crate::people::{Person, Role};

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
    let difference = difference(reader, &stated, &before, known, claims)?;
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
        claims.claim(row, &keys).map_err(|reason| at(of_whom.unwrap_or(Field::Id))(&reason))?;
        if let (Some(company_id), Some(name)) = (&stated.company_id, &stated.company_name) {
            claims.note_company(row, company_id, name);
        }
        Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv_import::company::KnownCompanies;
    use crate::csv_import::target::Target;
    use std::collections::{BTreeSet, HashMap};

    const COLUMNS: [&str; 9] =
        ["id", "user_id", "email", "name", "role", "tags", "owner", "company_id", "company_name"];

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
        let companies = KnownCompanies::new(
            [("h", "Harbour", false), ("f", "Fjord", false), ("gone", "Gone", true)],
            [("p1", "h"), ("p5", "h"), ("p1", "gone")],
            ["p4"],
        );
        Known::new(people, tags, BTreeSet::from([7]), companies)
    }

    /// What becomes of these rows without a company, in words.
    fn of(rows: &[[&str; 7]]) -> Vec<String> {
        of_companies(&rows.iter().map(|row| (*row, ["", ""])).collect::<Vec<_>>())
    }

    /// What becomes of these rows, each with its company, in words.
    fn of_companies(rows: &[([&str; 7], [&str; 2])]) -> Vec<String> {
        let (reader, known, mut claims) = (reader(), known(), Claims::default());
        let rows = rows.iter().zip(2_i64..);
        let words = rows.map(|((row, company), number)| {
            let cells: Vec<String> = row.iter().chain(company).map(|cell| (*cell).to_owned()).collect();
            match plan(&reader, number, &cells, &known, &mut claims) {
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

    /// A row of a user with this user_id, and a company with this id and name.
    fn of_company(
        user_id: &'static str,
        id: &'static str,
        name: &'static str,
    ) -> ([&'static str; 7], [&'static str; 2]) {
        (["", user_id, "", "", "", "", ""], [id, name])
    }

    #[test]
    fn a_row_joins_its_person_to_a_company_and_says_what_is_new_of_both() {
        for (row, becomes) in [
            (of_company("u9", "n", ""), r#"make user [("user_id", "u9"), ("company_id", "n")]"#),
            (
                of_company("u9", "n", "New"),
                r#"make user [("user_id", "u9"), ("company_id", "n"), ("company_name", "New")]"#,
            ),
            (of_company("u1", "f", ""), r#"change p1 [("company_id", "f (Fjord)")]"#),
            (
                of_company("u1", "f", "Sound"),
                r#"change p1 [("company_id", "f (Fjord)"), ("company_name", "Fjord → Sound")]"#,
            ),
            (of_company("u1", "h", "Haven"), r#"change p1 [("company_name", "Harbour → Haven")]"#),
            (of_company("u1", "h", "Harbour"), "unchanged p1"),
            (of_company("u5", "h", ""), "unchanged p5"),
            (of_company("u1", "gone", "Gone"), "unchanged p1"),
        ] {
            assert_eq!(of_companies(&[row]), [becomes], "{row:?}");
        }
    }

    #[test]
    fn a_company_that_cannot_be_is_refused_with_its_column() {
        let long: &'static str = "n".repeat(256).leak();
        let full = (["p4", "", "same@b.no", "", "", "", ""], ["f", ""]);
        for (row, said) in [
            (of_company("u1", "", "Fjord"), "refused company_name: A company's name goes with its id."),
            (of_company("u1", "a\u{1}", ""), "refused company_id: A company_id has 1 to 255"),
            (of_company("u1", long, ""), "refused company_id: A company_id has 1 to 255"),
            (of_company("u1", "n", long), "refused company_name: A company's name has 1 to 255"),
            (of_company("u9", "gone", ""), "refused company_id: The company is archived."),
            (of_company("u1", "gone", "Back"), "refused company_id: The company is archived."),
            (of_company("u6", "h", ""), "refused : The person is blocked."),
            (full, "refused company_id: A person belongs to at most 1,000 companies."),
        ] {
            let [becomes] = of_companies(&[row]).try_into().expect("one row");
            assert!(becomes.starts_with(said), "{row:?}: {becomes}");
        }
    }

    #[test]
    fn a_file_calls_a_company_by_one_name_and_changes_it_once() {
        let becomes = of_companies(&[
            of_company("u6", "h", "Refused"),
            of_company("u1", "h", "Haven"),
            of_company("u9", "h", "Haven"),
            of_company("u8", "h", ""),
            of_company("u7", "h", "Harbour"),
            of_company("u7", "f", "Haven"),
        ]);
        assert!(becomes[0].starts_with("refused : "), "{becomes:?}");
        assert_eq!(becomes[1], r#"change p1 [("company_name", "Harbour → Haven")]"#);
        assert_eq!(becomes[2], r#"make user [("user_id", "u9"), ("company_id", "h (Harbour)")]"#);
        assert_eq!(becomes[3], r#"make user [("user_id", "u8"), ("company_id", "h (Harbour)")]"#);
        assert_eq!(becomes[4], "refused company_name: Row 3 calls this company by another name.");
        assert!(becomes[5].starts_with("make user"), "{becomes:?}");
    }
}
