//! Who is here, as a host's `Resource` says; and the handle on the server.

use leptos::prelude::*;
use leptos_messenger::messenger::{EventMetadata, Session, use_messenger};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

type Answer = Option<Result<Option<&'static str>, &'static str>>;

#[test]
fn a_resource_that_loads_or_failed_says_unknown_and_never_a_visitor() {
    Owner::new().with(|| {
        let answer = RwSignal::new(None::<Result<Option<&'static str>, &'static str>>);
        let session = Session::from_resource(answer, |key| Session::user(key).revision(7));
        let cases: [(Answer, Session); 5] = [
            (None, Session::Unknown),
            (Some(Ok(Some("a"))), Session::user("a").revision(7)),
            (Some(Err("500")), Session::Unknown),
            (Some(Ok(None)), Session::Visitor),
            (None, Session::Unknown),
        ];
        for (said, expected) in cases {
            answer.set(said);
            assert_eq!(session.get_untracked(), expected, "{said:?}");
        }
    });
}

#[test]
fn on_the_server_no_callback_is_called_and_no_call_does_anything() {
    Owner::new().with(|| {
        let messenger = use_messenger();
        let called = Arc::new(AtomicU32::new(0));
        let count = called.clone();
        let listening = messenger.on_unread_count_change(move |_| _ = count.fetch_add(1, Ordering::Relaxed));
        messenger.show();
        messenger.track_event("ordered", EventMetadata::new());
        listening.stop();
        assert_eq!(called.load(Ordering::Relaxed), 0);
        assert_eq!(messenger.unread().get_untracked(), 0);
        assert_eq!(messenger.get_visitor_id(), None);
    });
}
