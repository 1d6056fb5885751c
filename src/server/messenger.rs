//! What the Messenger pattern asks of this app.

use axum::http::request::Parts;

use super::state::State;
use crate::accounts::CurrentSession;
use crate::messenger::SessionKey;
use crate::messenger::server::{Answer, MessengerHost, Person, Workspace};

impl MessengerHost for State {
    /// By the host name that was asked for.
    fn workspace(&self, request: &Parts) -> Option<Workspace> {
        Some(self.brands.serving(request).messenger())
    }

    fn person<'a>(&'a self, request: &'a Parts) -> Answer<'a> {
        let session = request.extensions.get::<Option<CurrentSession>>().cloned().flatten();
        let person = session.map(|session| Person {
            session_ends_in: session.ends_at - self.clock.seconds(),
            user_id: session.account_id,
            email: Some(session.signed_in.email),
            name: Some(session.signed_in.name),
            created_at: Some(session.account_created_at),
            session_key: SessionKey(session.signed_in.session_key),
        });
        Box::pin(self.brands.serving(request).with_fresh_key(person))
    }
}
