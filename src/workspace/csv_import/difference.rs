//! In what a row differs from what is known of its person.

use serde_json::Value;

use super::claims::Claims;
use super::company::{self, CompanyDifference};
use super::gathered::Gathered;
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

/// The part of a row in which it differs from what is known of its person.
#[derive(Clone, Debug, Default)]
pub struct Difference {
    pub fields: PersonUpdate,
    /// The names of the tags that the person gets.
    pub tags: Vec<String>,
    /// The company that the person joins, or that gets another name.
    pub company: Option<CompanyDifference>,
    /// The columns that say something new, and what they say.
    pub said: Vec<(String, String)>,
}

fn to<T>(value: Option<T>) -> FieldUpdate<T> {
    value.map_or(FieldUpdate::Keep, FieldUpdate::To)
}

/// In what a row differs from what is known of the person. Refuses what no person could be.
pub fn difference(
    reader: &Reader,
    stated: &Stated,
    before: &Person,
    known: &Known,
    claims: &Claims,
) -> Result<Difference, Problem> {
    let is_new = before.id.is_empty();
    let mut new = Gathered { reader, said: Vec::new() };
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
    let company = company::difference(&mut new, stated, &before.id, &known.companies, claims)?;
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
            new.said.push((reader.column_of_attribute(name), words));
            fields.attributes.insert(name.clone(), value.clone());
        }
    }
    let more = fields.attributes.keys().filter(|name| !before.attributes.contains_key(*name)).count();
    if more > 0 && before.attributes.len() + more > MOST {
        let reason = "A person has at most 250 custom attributes.".to_owned();
        return Err(Problem { column: String::new(), reason });
    }
    Ok(Difference { fields, tags, company, said: new.said })
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
