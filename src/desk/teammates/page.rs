//! The page: an app's teammates and teams.

use leptos::prelude::*;

use super::api::*;
use super::state::{MadeTeammate, TeammateRow};
use crate::accounts::Role;
use crate::components::{ActionForm, Icon, ServerAction, ShowLoaded, load_blocking, on_success};
use crate::desk::answers::{Answers, LastAnswer, PasswordAgain};
use crate::desk::folding::fold_on_success;
use crate::desk::not_loaded::not_loaded;
use crate::desk::require_role::RequireRole;
use crate::desk::shell::Shell;

#[component]
pub fn TeammatesPage() -> impl IntoView {
    view! { <RequireRole role=Role::Teammate><TeammatesContent/></RequireRole> }
}

#[derive(Clone, Copy)]
struct TeammateActions {
    make: ServerAction<MakeTeammate>,
    rename: ServerAction<RenameTeammate>,
    permit: ServerAction<PermitTeammate>,
    remove: ServerAction<RemoveTeammate>,
    make_team: ServerAction<MakeTeam>,
    rename_team: ServerAction<RenameTeam>,
    remove_team: ServerAction<RemoveTeam>,
}

impl TeammateActions {
    fn new(answers: Answers) -> Self {
        Self {
            make: answers.action("They are a teammate from now on."),
            rename: answers.action("The teammate is renamed."),
            permit: answers.action("The permission is changed."),
            remove: answers.action("They are no teammate any more. What was assigned to them is nobody’s."),
            make_team: answers.action("The team is made."),
            rename_team: answers.action("The team is renamed."),
            remove_team: answers.action("The team is removed. What was assigned to it is nobody’s."),
        }
    }
}

#[component]
fn TeammatesContent() -> impl IntoView {
    let answers = Answers::new();
    let actions = TeammateActions::new(answers);
    fold_on_success(answers);
    let staff = load_blocking(move || answers.count(), |_| get_staff());
    view! {
        <Shell title="Teammates">
            <main id="main" class="keys">
                <LastAnswer answers/>
                <FirstPassword make=actions.make/>
                <ShowLoaded loaded=staff error=not_loaded("This app is not here.") waiting="Reading who is here…" let:staff><Teammates teammates=staff.teammates actions/><Teams teams=staff.teams actions/></ShowLoaded>
            </main>
        </Shell>
    }
}

/// The password of an account that was made just now: it is no part of the page's HTML.
#[component]
fn FirstPassword(make: ServerAction<MakeTeammate>) -> impl IntoView {
    let made = RwSignal::new(None::<(String, String)>);
    on_success(make, move |MadeTeammate { email, first_password }| {
        made.set(first_password.map(|password| (email, password)));
        // Kept nowhere else.
        make.clear();
    });
    move || {
        made.get().map(|(email, password)| {
            view! {
                <section class="sheet made" aria-labelledby="first-password">
                    <h2 id="first-password">"The first password of "<bdi>{email}</bdi></h2>
                    <p class="notice warn"><Icon name="key" class="small"/>
                        <span><b>"It is shown this once."</b>" Give it to them. They log in with it, and choose another on their account’s page."</span></p>
                    <div class="line">
                        <input class="input secret" readonly aria-label="First password" autocomplete="off" spellcheck="false" prop:value=password/>
                        <button class="button sea" type="button" on:click=move |_| made.set(None)>"I have it"</button>
                    </div>
                </section>
            }
        })
    }
}

#[component]
fn Teammates(teammates: Vec<TeammateRow>, actions: TeammateActions) -> impl IntoView {
    let permits = teammates.iter().any(|row| row.is_self && row.manages_people);
    let rows = teammates.into_iter().map(|row| teammate(row, permits, actions)).collect_view();
    view! {
        <section class="sheet" aria-labelledby="teammates">
            <h2 id="teammates">"Teammates"</h2>
            <p class="hint">"They read and answer the conversations of this app, and change its keys and messages. A teammate who manages people may export, import, archive, block and delete them, too. "<a href="/workspace/second-factor" rel="external">"Your second factor"</a></p>
            <ul class="plain key-list">{rows}</ul>
            <details>
                <summary class="button sea"><Icon name="plus" class="small"/>"Add a teammate"</summary>
                <ActionForm action=actions.make attr:class="confirm">
                    <label class="field"><span class="label">"E-mail address"</span>
                        <input class="input" type="email" name="email" required maxlength="254" autocomplete="off"/></label>
                    <label class="field"><span class="label">"Name, as people read it"</span>
                        <input class="input" name="name" required maxlength="60" autocomplete="off"/></label>
                    <PasswordAgain/>
                    <button class="button sea" type="submit">"Make them a teammate"</button>
                </ActionForm>
            </details>
        </section>
    }
}

fn teammate(row: TeammateRow, permits: bool, actions: TeammateActions) -> AnyView {
    let TeammateRow { number, name, email, is_self, manages_people } = row;
    let permission = (permits && !is_self).then(|| permission(number, &name, manages_people, actions));
    let (rename, remove, now) =
        (format!("Rename {name}"), format!("Remove {name}"), format!("Remove {name} now"));
    let remove = (!is_self).then(|| {
        view! {
            <details>
                <summary class="button danger" aria-label=remove>"Remove"</summary>
                <ActionForm action=actions.remove attr:class="confirm">
                    <input type="hidden" name="number" value=number/>
                    <p>"They read and answer nothing of this app any more, at once. What they wrote keeps their name."</p>
                    <PasswordAgain/>
                    <button class="button danger" type="submit">{now}</button>
                </ActionForm>
            </details>
        }
    });
    view! {
        <li>
            <div class="line">
                <b><bdi>{name.clone()}</bdi></b>
                <span class="hint"><bdi>{email}</bdi></span>
                {is_self.then(|| view! { <span class="tag sea">"You"</span> })}
                {manages_people.then(|| view! { <span class="tag">"Manages people"</span> })}
            </div>
            <div class="line acts">
                <details>
                    <summary class="button" aria-label=rename>"Rename"</summary>
                    <ActionForm action=actions.rename attr:class="line">
                        <NewName number name/>
                    </ActionForm>
                </details>
                {permission}
                {remove}
            </div>
        </li>
    }
    .into_any()
}

/// The form that lets a teammate manage people, or ends it.
fn permission(number: i64, name: &str, manages_people: bool, actions: TeammateActions) -> AnyView {
    let (words, submit) = match manages_people {
        true => (
            "They export, import, archive, block and delete nobody any more, at once.",
            format!("Take the permission from {name}"),
        ),
        false => (
            "They may export, import, archive, block and delete people and companies, and let other teammates do so.",
            format!("Let {name} manage people"),
        ),
    };
    view! {
        <details>
            <summary class="button" aria-label=format!("Permission of {name}")>"Permission"</summary>
            <ActionForm action=actions.permit attr:class="confirm">
                <input type="hidden" name="number" value=number/>
                <input type="hidden" name="manages_people" value=(!manages_people).to_string()/>
                <p>{words}</p>
                <PasswordAgain/>
                <button class="button sea" type="submit">{submit}</button>
            </ActionForm>
        </details>
    }
    .into_any()
}

#[component]
fn NewName(number: i64, name: String) -> impl IntoView {
    view! {
        <input type="hidden" name="number" value=number/>
        <label class="field"><span class="label">"New name"</span>
            <input class="input" name="name" required maxlength="60" autocomplete="off" value=name/></label>
        <button class="button" type="submit">"Save name"</button>
    }
}

#[component]
fn Teams(teams: Vec<(i64, String)>, actions: TeammateActions) -> impl IntoView {
    let rows = teams.into_iter().map(|(number, name)| team(number, name, actions)).collect_view();
    view! {
        <section class="sheet" aria-labelledby="teams">
            <h2 id="teams">"Teams"</h2>
            <p class="hint">"A conversation is assigned to a teammate or to a team."</p>
            <ul class="plain key-list">{rows}</ul>
            <details>
                <summary class="button sea"><Icon name="plus" class="small"/>"Add a team"</summary>
                <ActionForm action=actions.make_team attr:class="line">
                    <label class="field"><span class="label">"Name of the new team"</span>
                        <input class="input" name="name" required maxlength="60" autocomplete="off"/></label>
                    <button class="button sea" type="submit">"Make the team"</button>
                </ActionForm>
            </details>
        </section>
    }
}

fn team(number: i64, name: String, actions: TeammateActions) -> AnyView {
    let (rename, remove) = (format!("Rename the team {name}"), format!("Remove the team {name}"));
    view! {
        <li>
            <div class="line"><b><bdi>{name.clone()}</bdi></b></div>
            <div class="line acts">
                <details>
                    <summary class="button" aria-label=rename>"Rename"</summary>
                    <ActionForm action=actions.rename_team attr:class="line">
                        <NewName number name/>
                    </ActionForm>
                </details>
                <ActionForm action=actions.remove_team>
                    <input type="hidden" name="number" value=number/>
                    <button class="button danger" type="submit" aria-label=remove>"Remove"</button>
                </ActionForm>
            </div>
        </li>
    }
    .into_any()
}
