//! Which errors call the listener for refusals.

use leptos::server_fn::error::FromServerFnError;
use std::cell::RefCell;
use std::rc::Rc;

use super::*;

#[test]
fn the_listener_gets_each_answer_of_401_or_403_and_no_other() {
    let received = Rc::new(RefCell::new(Vec::new()));
    let listener = received.clone();
    on_refusal(move |error| listener.borrow_mut().push(error.clone()));
    let all = [
        Error::LoggedOut,
        Error::WrongCredentials,
        Error::Forbidden,
        Error::NotFound,
        Error::Invalid { field: "name".into(), message: "Who?".into() },
        Error::Faults(Vec::new()),
        Error::Conflict { message: "Again.".into() },
        Error::TooMany { seconds: 1 },
        Error::Unavailable,
        Error::Internal,
    ];
    for error in &all {
        assert_eq!(Error::de(error.ser()), *error);
    }
    let refusals: Vec<Error> =
        all.into_iter().filter(|error| matches!(error.status().as_u16(), 401 | 403)).collect();
    assert_eq!(*received.borrow(), refusals);
}
