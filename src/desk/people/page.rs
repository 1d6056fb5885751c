//! The two pages: the list of people or of companies, a person or a company whom a teammate looks for, and the forms of
//! new ones.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::*;
use super::list::ListedPeople;
use super::merge_form::MergeForm;
use super::record::{RecordActions, inputs, names, record};
use super::segment_bar::SegmentActions;
use super::selection::Selection;
use super::state::{ALL_COMPANIES, Field, Found, ListLayout};
use crate::accounts::Role;
use crate::components::{ActionForm, ShowLoaded, load_blocking};
use crate::desk::answers::{Answers, LastAnswer};
use crate::desk::folding::fold_on_success;
use crate::desk::not_loaded::not_loaded;
use crate::desk::require_role::RequireRole;
use crate::desk::shell::Shell;

#[component]
pub fn PeoplePage() -> impl IntoView {
    view! { <RequireRole role=Role::Teammate><PeopleContent title="People" whole=""/></RequireRole> }
}

#[component]
pub fn CompaniesPage() -> impl IntoView {
    view! { <RequireRole role=Role::Teammate><PeopleContent title="Companies" whole=ALL_COMPANIES/></RequireRole> }
}

#[component]
fn PeopleContent(
    title: &'static str,
    /// The filter of an address without one.
    whole: &'static str,
) -> impl IntoView {
    let answers = Answers::new();
    fold_on_success(answers);
    let actions = RecordActions::new(answers);
    let save_segment = SegmentActions::new(answers);
    let selection = Selection::new(answers);
    let merge = answers.action::<PersonMerge>("They are one person now.");
    let query = use_query_map();
    let named = move |name: &'static str| {
        Memo::new(move |_| query.read().get(name).unwrap_or_default().trim().to_owned())
    };
    let (asked, after, into) = (named("filter"), named("after"), named("into"));
    let segment = named("segment");
    let sort = named("sort");
    let layout = Memo::new(move |_| ListLayout {
        columns: query.read().get_all("column").unwrap_or_default(),
        sort: sort.get(),
    });
    // An address that another program knows: of a person by their e-mail, or by the app's own id.
    let keys = ["who", "user_id", "email"].map(named);
    let who = Memo::new(move |_| {
        let given = keys.into_iter().map(|key| key.get()).find(|key| !key.is_empty());
        given.unwrap_or_default()
    });
    let filter = Memo::new(move |_| match asked.get() {
        asked if asked.is_empty() => whole.to_owned(),
        asked => asked,
    });
    let is_new = Memo::new(move |_| query.read().get("new").is_some());
    // What was refused is still in its form.
    let found = load_blocking(
        move || (who.get(), answers.successes()),
        |(who, _)| async move {
            if who.is_empty() { Ok(Found::Choice(Vec::new())) } else { people_find(who).await }
        },
    );
    let drawn = move |found| match found {
        Found::Choice(people) => choice(names(people)),
        Found::One(one) => record(one, actions),
    };
    let shown = move || {
        if who.with(String::is_empty) {
            return match is_new.get() {
                true => new(actions),
                false => {
                    view! { <ListedPeople filter after layout segment save=save_segment selection answers/> }
                        .into_any()
                }
            };
        }
        if !into.with(String::is_empty) {
            return view! { <MergeForm who into merge/> }.into_any();
        }
        view! { <ShowLoaded loaded=found error=not_loaded("This app is not here.") waiting="Looking…" let:found>{drawn(found)}</ShowLoaded> }
            .into_any()
    };
    view! {
        <Shell title>
            <main id="main" class="keys">
                <LastAnswer answers/>
                <form class="line" action="/workspace/people" method="get">
                    <label class="field"><span class="label">"Id, user_id, e-mail or company_id"</span>
                        <input class="input" name="who" maxlength="255" autocomplete="off" autocapitalize="off" spellcheck="false" value=who/></label>
                    <button class="button" type="submit">"Find"</button>
                    <a class="button" href="/workspace/people?new" rel="external">"New"</a>
                    <a class="button" href="/workspace/tags" rel="external">"Tags and segments"</a>
                </form>
                {shown}
            </main>
        </Shell>
    }
}

fn choice(names: Option<AnyView>) -> AnyView {
    let words = match names {
        None => "Nobody and no company of this app has that id, user_id, e-mail or company_id.",
        Some(_) => "Several may be meant. Choose one.",
    };
    view! { <section class="sheet" aria-label="Found"><p>{words}</p>{names}</section> }.into_any()
}

fn new(actions: RecordActions) -> AnyView {
    let field = |(name, label)| Field::new(name, label, "");
    let person = [("person[email]", "E-mail"), ("person[name]", "Name"), ("person[user_id]", "User id")];
    let company = [
        ("company[company_id]", "Company id"),
        ("company[name]", "Company name"),
        ("company[plan]", "Plan"),
        ("company[monthly_spend]", "Monthly spend"),
    ];
    view! {
        <section class="sheet" aria-labelledby="new-person">
            <h2 id="new-person">"New person"</h2>
            <p class="hint">"A person has an e-mail or a user_id."</p>
            <ActionForm action=actions.save attr:class="line">
                <label class="field"><span class="label">"Role"</span>
                    <select class="input" name="person[role]"><option value="user">"User"</option><option value="lead">"Lead"</option></select></label>
                {inputs(person.map(field).into())}
                <button class="button sea" type="submit">"Make the person"</button>
            </ActionForm>
        </section>
        <section class="sheet" aria-labelledby="new-company">
            <h2 id="new-company">"New company"</h2>
            <ActionForm action=actions.save_company attr:class="line">
                {inputs(company.map(field).into())}
                <button class="button sea" type="submit">"Make the company"</button>
            </ActionForm>
        </section>
    }
    .into_any()
}
