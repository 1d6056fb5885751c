//! What is known of a person or a company, with the forms that change it.

use leptos::prelude::*;

use super::about::about;
use super::acts::{PersonActions, PersonActs, WhoManages};
use super::api::*;
use super::attribute_list::attributes;
use super::happenings::Happenings;
use super::notes::{NoteActions, notes};
use super::state::{Field, Named, PersonRecord, Record};
use super::subscriptions::subscriptions;
use super::tags::{TagActions, tags};
use crate::components::{ActionForm, ServerAction};
use crate::desk::answers::Answers;

/// The actions of the page's forms.
#[derive(Clone, Copy)]
pub struct RecordActions {
    pub save: ServerAction<PersonSave>,
    pub save_company: ServerAction<CompanySave>,
    set_attribute: ServerAction<AttributeSet>,
    block: ServerAction<PersonBlock>,
    attach: ServerAction<PersonCompany>,
    consent: ServerAction<PersonConsent>,
    archive_company: ServerAction<CompanyArchive>,
    delete_company: ServerAction<CompanyDelete>,
    person: PersonActions,
    tags: TagActions,
    notes: NoteActions,
}

impl RecordActions {
    pub fn new(answers: Answers) -> Self {
        Self {
            save: answers.action("The person is saved."),
            save_company: answers.action("The company is saved."),
            set_attribute: answers.action_of_fields("The attribute is changed."),
            block: answers.action("It is done."),
            attach: answers.action("The companies are changed."),
            consent: answers.action("The subscription is changed."),
            archive_company: answers.action("It is done."),
            delete_company: answers.action("The company is deleted. Its people stay."),
            person: PersonActions::new(answers),
            tags: TagActions::new(answers),
            notes: NoteActions::new(answers),
        }
    }
}

/// The fields of a form, each with its label.
pub fn inputs(fields: Vec<Field>) -> AnyView {
    let input = |Field { name, label, value }| {
        view! {
            <label class="field"><span class="label">{label}</span>
                <input class="input" name=name value=value maxlength="255" autocomplete="off"/></label>
        }
    };
    fields.into_iter().map(input).collect_view().into_any()
}

/// Links to people and companies. None of nobody.
pub fn names(all: Vec<Named>) -> Option<AnyView> {
    (!all.is_empty()).then(|| {
        let rows = all.into_iter().map(|one| view! { <li>{link(one)}</li> }).collect_view();
        view! { <ul class="plain key-list">{rows}</ul> }.into_any()
    })
}

fn link(Named { id, name }: Named) -> AnyView {
    view! { <a href=format!("/workspace/people?who={id}") rel="external"><bdi>{name}</bdi></a> }.into_any()
}

pub fn record(of: Record, actions: RecordActions) -> AnyView {
    let Record { id, name, kind, is_archived, facts, fields, members, person, manages_people, .. } = of;
    let (tags, notes) = (tags(id.clone(), of.tags, actions.tags), notes(id.clone(), of.notes, actions.notes));
    let attributes = attributes(id.clone(), of.attributes, actions.set_attribute);
    let timeline = view! { <Happenings id=id.clone() newest=of.timeline/> };
    let why = person.is_some().then(|| {
        let address = format!("/workspace/messages?person={id}");
        view! { <p><a href=address rel="external">"Why no message?"</a></p> }
    });
    let moments = person.as_ref().map(|person| person.moments.clone()).unwrap_or_default();
    let hidden = view! { <input type="hidden" name="id" value=id.clone()/> };
    let save =
        view! { {hidden}{inputs(fields)}<button class="button sea" type="submit">"Save"</button> }.into_any();
    let (form, rest) = match person {
        Some(person) => (
            view! { <ActionForm action=actions.save attr:class="line">{save}</ActionForm> }.into_any(),
            of_person(id, is_archived, person, members, manages_people, actions),
        ),
        None => (
            view! { <ActionForm action=actions.save_company attr:class="line">{save}</ActionForm> }
                .into_any(),
            of_company(id, is_archived, members, manages_people, actions),
        ),
    };
    view! {
        <div class="record">
            <div class="column">
                <section class="sheet" aria-labelledby="record">
                    <h2 id="record"><bdi>{name}</bdi></h2>
                    <p class="hint">{kind}</p>
                    {about(facts, moments)}
                </section>
                {attributes}
                {tags}
                <section class="sheet" aria-labelledby="change"><h2 id="change">"Change"</h2>{form}</section>
                {rest}
            </div>
            <div class="column">{notes}{timeline}{why}</div>
        </div>
    }
    .into_any()
}

fn of_person(
    id: String,
    is_archived: bool,
    person: PersonRecord,
    companies: Vec<Named>,
    manages_people: bool,
    actions: RecordActions,
) -> AnyView {
    let PersonRecord { is_blocked, owner, teammates, consents, .. } = person;
    let subscriptions = subscriptions(id.clone(), consents, actions.consent);
    let of = StoredValue::new(id.clone());
    let company = |one: Named| {
        let (company, label) = (one.id.clone(), format!("Remove from {}", one.name));
        view! {
            <li><div class="line">
                {link(one)}
                <ActionForm action=actions.attach>
                    <input type="hidden" name="id" value=of.get_value()/>
                    <input type="hidden" name="company" value=company/>
                    <button class="button" type="submit" aria-label=label>"Remove"</button>
                </ActionForm>
            </div></li>
        }
    };
    view! {
        <section class="sheet" aria-labelledby="companies">
            <h2 id="companies">"Companies"</h2>
            <ul class="plain key-list">{companies.into_iter().map(company).collect_view()}</ul>
            <ActionForm action=actions.attach attr:class="line">
                <input type="hidden" name="id" value=of.get_value()/>
                <input type="hidden" name="attached" value="true"/>
                {inputs(vec![Field::new("company", "Company id", "")])}
                <button class="button" type="submit">"Add to the company"</button>
            </ActionForm>
        </section>
        {subscriptions}
        <section class="sheet">
            <PersonActs id owner is_archived teammates manages_people actions=actions.person/>
            {manages_people.then(|| view! {
                <ActionForm action=actions.block>
                    <input type="hidden" name="id" value=of.get_value()/>
                    <input type="hidden" name="blocked" value=(!is_blocked).to_string()/>
                    <button type="submit" class="button">{if is_blocked { "Unblock" } else { "Block" }}</button>
                </ActionForm>
            })}
        </section>
    }
    .into_any()
}

fn of_company(
    id: String,
    is_archived: bool,
    people: Vec<Named>,
    manages_people: bool,
    actions: RecordActions,
) -> AnyView {
    let acts = match manages_people {
        true => company_acts(id, is_archived, actions),
        false => view! { <WhoManages/> }.into_any(),
    };
    view! {
        <section class="sheet" aria-labelledby="people">
            <h2 id="people">"People"</h2>
            {names(people).unwrap_or_else(|| "Nobody yet.".into_any())}
        </section>
        <section class="sheet" aria-labelledby="acts"><h2 id="acts">"This company"</h2>{acts}</section>
    }
    .into_any()
}

fn company_acts(id: String, is_archived: bool, actions: RecordActions) -> AnyView {
    let address = format!("/workspace/companies/{id}/export");
    let of = StoredValue::new(id);
    let hidden = move || view! { <input type="hidden" name="id" value=of.get_value()/> };
    view! {
        <div class="line">
            <ActionForm action=actions.archive_company>
                {hidden()}
                <input type="hidden" name="archived" value=(!is_archived).to_string()/>
                <button type="submit" class="button">{if is_archived { "Put back" } else { "Archive" }}</button>
            </ActionForm>
            <a class="button" href=address rel="external" download>"Export"</a>
        </div>
        <ActionForm action=actions.delete_company attr:class="line">
            {hidden()}
            <label class="field"><span class="label">"Type delete to delete the company"</span>
                <input class="input" name="typed" required autocomplete="off"/></label>
            <button type="submit" class="button danger">"Delete"</button>
        </ActionForm>
    }
    .into_any()
}
