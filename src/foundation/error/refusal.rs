//! The page's listener for calls that the server refuses with 401 or 403.

use std::cell::RefCell;

use super::Error;

type Listener = Box<dyn Fn(&Error)>;

thread_local! {
    static LISTENER: RefCell<Option<Listener>> = const { RefCell::new(None) };
}

/// Sets the page's one listener. It runs before the caller reads the error.
pub fn on_refusal(listener: impl Fn(&Error) + 'static) {
    LISTENER.set(Some(Box::new(listener)));
}

pub(super) fn report(error: &Error) {
    if matches!(error, Error::LoggedOut | Error::WrongCredentials | Error::Forbidden) {
        LISTENER.with_borrow(|listener| listener.iter().for_each(|listen| listen(error)));
    }
}

#[cfg(test)]
mod tests;
