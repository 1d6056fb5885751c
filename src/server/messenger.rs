//! What the Messenger pattern asks of this app.

use axum::http::request::Parts;

use super::state::State;
use crate::accounts::CurrentSession;
use crate::error::Error;
use crate::messenger::SessionKey;
use crate::messenger::server::{MessengerHost, Person, SessionUnavailable, Workspace};
use crate::pages::activity;
use crate::shop::support::{Activity, Known};

impl MessengerHost for State {
    /// By the host name that was asked for.
    async fn workspace(&self, request: &Parts) -> Option<Workspace> {
        let brand = self.brands.serving(request);
        if request.uri.path() == TOKEN_CALL && session(request).is_some() {
            brand.refresh_key().await;
        }
        Some(brand.messenger())
    }

    async fn person(&self, request: &Parts) -> Result<Option<Person>, SessionUnavailable> {
        let Some(session) = session(request) else { return Ok(None) };
        if !self.brands.serving(request).can_sign() {
            return Err(SessionUnavailable);
        }
        self.as_person(session.clone()).await.map(Some).map_err(|_| SessionUnavailable)
    }
}

/// The call that signs.
const TOKEN_CALL: &str = "/api/messenger_token";

fn session(request: &Parts) -> Option<&CurrentSession> {
    request.extensions.get::<Option<CurrentSession>>()?.as_ref()
}

impl State {
    async fn as_person(&self, session: CurrentSession) -> Result<Person, Error> {
        // Who somebody is does not wait for what they bought.
        let facts = self.shop.facts(&session.account_id).await.ok();
        let known = facts.clone().map(Known::from);
        let custom = Activity::new(Vec::new(), known.clone()).known;
        let mut attributes = activity::attributes(custom).map_err(Error::internal)?;
        if let Some(company) = &session.company {
            let plan = known.as_ref().and_then(|known| known.plan.as_ref()).map(|plan| plan.as_str());
            let spend = facts.map(|facts| facts.monthly_spend);
            let company = activity::company(&company.id, &company.name, plan, spend);
            attributes = attributes.company(company.map_err(Error::internal)?);
        }
        Ok(Person {
            session_ends_in: session.ends_at - self.clock.seconds(),
            user_id: session.account_id,
            email: Some(session.signed_in.email),
            name: Some(session.signed_in.name),
            created_at: Some(session.account_created_at),
            attributes,
            session_key: SessionKey(session.signed_in.session_key),
        })
    }
}
