//! The person of a conversation: address, visits, pages, and what the app says of them.

use crate::workspace::face::Face;
use leptos::html::Aside;
use leptos::prelude::*;
use leptos_router::components::A;

use super::address::InboxAddress;
use super::state::{
    Beginning, Folder, InboxPerson, Order, OtherConversation, PersonCompany, PersonEvent, SeenPage,
};
use crate::components::Icon;
use crate::desk::answers::{Answers, LastAnswer};
use crate::desk::people::{Fact, PersonActions, PersonActs, PersonKind, about};
use crate::desk::times::When;

/// The id of the pane. A narrow window opens it as a sheet.
const PANE: &str = "person";

/// The button that opens the pane in a narrow window.
#[component]
pub fn OpenPerson() -> impl IntoView {
    view! {
        <button type="button" class="icon-button open-person" popovertarget=PANE aria-label="About the person" title="About the person">
            <Icon name="user"/>
        </button>
    }
}

/// The pane beside a conversation. The page makes it once: a sheet that is drawn again would close.
#[component]
pub fn PersonPane(
    place: InboxAddress,
    /// The name of the person.
    name: Signal<String>,
    answers: Answers,
    children: Children,
) -> impl IntoView {
    let pane = NodeRef::<Aside>::new();
    // Another conversation is in sight at once.
    Effect::new(move |_| {
        place.id.track();
        _ = pane.get_untracked().map(|pane| pane.hide_popover());
    });
    view! {
        <aside id=PANE class="pane low person-pane" aria-label=move || format!("About {}", name.get()) popover="auto" node_ref=pane>
            <header class="head">
                <h2>"Person"</h2>
                <button type="button" class="icon-button push close-person" popovertarget=PANE popovertargetaction="hide" aria-label="Close">
                    <Icon name="close"/>
                </button>
            </header>
            <div class="scroll" tabindex="0" role="region" aria-label="Details"><LastAnswer answers/>{children()}</div>
        </aside>
    }
}

/// What is known of a conversation's person.
#[component]
pub fn AboutPerson(
    person: InboxPerson,
    beginning: Beginning,
    teammates: Vec<(i64, String)>,
    manages_people: bool,
    actions: PersonActions,
) -> impl IntoView {
    let InboxPerson { id, name, kind, email, is_away, moments, pages, attributes, .. } = person;
    let InboxPerson { companies, events, conversations, owner, is_archived, .. } = person;
    let (class, icon) = match kind {
        PersonKind::VerifiedUser => ("tag good", "shield"),
        PersonKind::User => ("tag warn", "alert"),
        PersonKind::Lead | PersonKind::Visitor => ("tag", "user"),
    };
    let left = is_away.then(|| {
        let words = match email {
            Some(_) => "Has left. An answer shows at the next visit: to reach them before, write an e-mail.",
            None => "Has left. An answer shows at the next visit.",
        };
        view! { <p class="notice"><Icon name="clock" class="small"/><span>{words}</span></p> }
    });
    let email = email.map(|email| {
        let address = format!("mailto:{email}");
        // It breaks after the at sign, if it must, and not within a word.
        let (mailbox, host) = email.split_at(email.find('@').map_or(email.len(), |at| at + 1));
        let (mailbox, host) = (mailbox.to_owned(), host.to_owned());
        view! { <p class="email"><a href=address rel="external"><bdi>{mailbox}<wbr/>{host}</bdi></a></p> }
    });
    view! {
        <div class="box person">
            <Face name=name.clone()/>
            <h3><bdi>{name}</bdi></h3>
            <p><span class=class><Icon name=icon class="small"/>" "{kind.label()}</span></p>
            {email}
            {left}
            <p class="hint">{began(beginning)}</p>
        </div>
        {(!conversations.is_empty()).then(|| view! {
            <div class="box">
                <h2>"Other conversations"</h2>
                <ul class="others plain">{conversations.into_iter().map(other).collect_view()}</ul>
            </div>
        })}
        <div class="box">
            <h2>"Attributes"</h2>
            {about(attributes, moments)}
        </div>
        {companies.into_iter().map(company).collect_view()}
        {(!events.is_empty()).then(|| view! {
            <div class="box"><h2>"Events"</h2><ol class="trail plain">{events.into_iter().map(event).collect_view()}</ol></div>
        })}
        <div class="box">
            <h2>"Pages"</h2>
            <ol class="trail plain">{pages.into_iter().map(seen).collect_view()}</ol>
            <p><A href=format!("/workspace/messages?person={id}")>"Why no message?"</A></p>
        </div>
        <PersonActs id owner is_archived teammates manages_people actions/>
    }
}

fn began(beginning: Beginning) -> AnyView {
    match beginning {
        Beginning::Person => "The person wrote first.".into_any(),
        Beginning::Message { id, title } => view! {
            "Began with the message “"<A href=format!("/workspace/messages/{id}")><bdi>{title}</bdi></A>"”."
        }
        .into_any(),
        Beginning::OlderTest => "Began with an older test of a message.".into_any(),
    }
}

fn company(PersonCompany { name, facts }: PersonCompany) -> AnyView {
    view! {
        <div class="box">
            <h2>"Company: "<bdi>{name}</bdi></h2>
            {about(facts, Vec::new())}
        </div>
    }
    .into_any()
}

fn other(OtherConversation { id, folder, words, updated_at }: OtherConversation) -> AnyView {
    let address = InboxAddress::address(folder, Order::default(), None, Some(id));
    let tag = (folder != Folder::Open).then(|| view! { <span class="tag">{folder.label()}</span> });
    view! {
        <li><A href=address><bdi class="one">{words}</bdi><When at_ms=updated_at * 1_000/>{tag}</A></li>
    }
    .into_any()
}

fn event(PersonEvent { name, facts, created_at }: PersonEvent) -> AnyView {
    let about = facts.into_iter().map(|Fact { name, value }| format!("{name} {value}"));
    let about = about.collect::<Vec<_>>().join(", ");
    view! {
        <li>
            <span class="ping quiet"></span>
            <bdi>{name}</bdi>
            <When at_ms=created_at * 1_000/>
            <bdi class="of-event">{about}</bdi>
        </li>
    }
    .into_any()
}

fn seen(page: SeenPage) -> AnyView {
    let path = page.path().to_owned();
    view! {
        <li>
            <span class="ping quiet"></span>
            <bdi>{page.title}</bdi>
            <When at_ms=page.created_at * 1_000/>
            <span class="path">{path}</span>
        </li>
    }
    .into_any()
}
