//! Calls and callbacks: what waits, what opens, what is heard.

use super::*;
use crate::ids::*;
use crate::metadata::{EventMetadata, MetadataValue};
use leptos::serde_json::{Value, json, to_value};

fn heard(heard: WidgetEvent) -> Event {
    Event::Widget {
        registration: Registration(1),
        event: heard,
    }
}

#[test]
fn every_method_has_intercoms_name_and_arguments() {
    let metadata = EventMetadata::new()
        .with("order_date", MetadataValue::Date(1_700_000_000))
        .and_then(|metadata| {
            metadata.with(
                "total",
                MetadataValue::Money {
                    amount: 2_350,
                    currency: "eur".into(),
                },
            )
        })
        .unwrap();
    let tokens = AuthTokens(vec![("erp".to_owned(), "secret".to_owned())]);
    let table: Vec<(Call, &str, Vec<Value>)> = vec![
        (Call::Show, "show", vec![]),
        (Call::Hide, "hide", vec![]),
        (
            Call::ShowSpace(Space::Help),
            "showSpace",
            vec![json!("help")],
        ),
        (Call::ShowMessages, "showMessages", vec![]),
        (Call::ShowNewMessage(None), "showNewMessage", vec![]),
        (
            Call::ShowNewMessage(Some("hi".into())),
            "showNewMessage",
            vec![json!("hi")],
        ),
        (
            Call::StartConversation("hi".into()),
            "startConversation",
            vec![json!("hi")],
        ),
        (
            Call::TrackEvent {
                name: "bought".into(),
                metadata,
            },
            "trackEvent",
            vec![
                json!("bought"),
                json!({ "order_date": 1_700_000_000, "total": { "amount": 2_350, "currency": "eur" } }),
            ],
        ),
        (
            Call::TrackEvent {
                name: "left".into(),
                metadata: EventMetadata::new(),
            },
            "trackEvent",
            vec![json!("left")],
        ),
        (
            Call::StartTour(TourId::from(7)),
            "startTour",
            vec![json!("7")],
        ),
        (
            Call::StartSurvey(SurveyId::from("s")),
            "startSurvey",
            vec![json!("s")],
        ),
        (
            Call::StartChecklist(ChecklistId::from(7)),
            "startChecklist",
            vec![json!("7")],
        ),
        (
            Call::ShowArticle(ArticleId::from(7_u64)),
            "showArticle",
            vec![json!("7")],
        ),
        (
            Call::ShowNews(NewsId::from(7)),
            "showNews",
            vec![json!("7")],
        ),
        (
            Call::ShowTicket(TicketId::from(7)),
            "showTicket",
            vec![json!("7")],
        ),
        (
            Call::ShowConversation(ConversationId::from("7".to_owned())),
            "showConversation",
            vec![json!("7")],
        ),
        (
            Call::HideNotifications(true),
            "hideNotifications",
            vec![json!(true)],
        ),
        (
            Call::SetAuthTokens(tokens),
            "setAuthTokens",
            vec![json!({ "erp": "secret" })],
        ),
        (Call::ReattachActivator, "reattach_activator", vec![]),
    ];
    for (call, method, arguments) in table {
        assert_eq!(
            (call.method(), to_value(call.arguments()).unwrap()),
            (method, json!(arguments))
        );
        assert!(
            !format!("{call:?}").contains("secret"),
            "tokens stay out of logs"
        );
    }
}

#[test]
fn a_call_that_opens_the_messenger_loads_it_and_others_wait_for_a_reason() {
    let mut page = Page::untouched(Marker::Nobody, false);
    page.on(Event::Consent(true));
    page.on(Event::Session(Session::Visitor));
    page.on(Event::Settled("/".into()));
    let event = Call::TrackEvent {
        name: "looked".into(),
        metadata: EventMetadata::new(),
    };
    assert_eq!(page.on(Event::Call(event.clone())), []);
    assert_eq!(
        page.on(Event::Call(Call::Show)),
        [
            Command::Queue(Queue::Boot(Identity::Visitor)),
            Command::InsertScript
        ]
    );
    let live = page.on(Event::Live("/".into()));
    assert_eq!(
        live[1..],
        [Command::Invoke(event), Command::Invoke(Call::Show)]
    );
}

#[test]
fn more_calls_than_an_app_makes_are_dropped_and_said() {
    let mut page = Page::with(Session::Visitor);
    for _ in 0..100 {
        page.on(Event::Call(Call::Show));
        assert_eq!(page.drops(), []);
    }
    page.on(Event::Call(Call::Hide));
    assert_eq!(page.drops(), [Reason::TooMany]);
}

#[test]
fn what_the_widget_says_is_passed_on_and_after_a_shutdown_only_what_the_next_session_says() {
    let mut page = Page::live_user("a");
    assert_eq!(
        page.on(heard(WidgetEvent::Shown)),
        [Command::Emit(WidgetEvent::Shown)]
    );
    assert!(page.machine.open());
    page.on(Event::Session(Session::Visitor));
    assert!(!page.machine.open());
    assert_eq!(page.on(heard(WidgetEvent::Shown)), []);
    assert_eq!(page.drops(), [Reason::OldRegistration]);
    let again = Event::Widget {
        registration: Registration(2),
        event: WidgetEvent::EmailSupplied,
    };
    assert_eq!(page.on(again), [Command::Emit(WidgetEvent::EmailSupplied)]);
}
