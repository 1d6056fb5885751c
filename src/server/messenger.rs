//! What the Messenger pattern asks of this app.

use axum::http::request::Parts;

use super::state::State;
use crate::accounts::CurrentSession;
use crate::error::Error;
use crate::messenger::SessionKey;
use crate::messenger::server::{Answer, MessengerHost, Person, Unknowable, Workspace};
use crate::pages::told;
use crate::shop::support::{Known, Told};

impl MessengerHost for State {
    /// By the host name that was asked for.
    fn workspace(&self, request: &Parts) -> Option<Workspace> {
        Some(self.brands.serving(request).messenger())
    }

    fn person<'a>(&'a self, request: &'a Parts) -> Answer<'a> {
        let session = request.extensions.get::<Option<CurrentSession>>().cloned().flatten();
        Box::pin(async move {
            let person = match session {
                Some(session) => Some(self.as_person(session).await.map_err(|_| Unknowable)?),
                None => None,
            };
            self.brands.serving(request).with_fresh_key(person).await
        })
    }
}

impl State {
    async fn as_person(&self, session: CurrentSession) -> Result<Person, Error> {
        // Who somebody is does not wait for what they bought.
        let facts = self.shop.facts(&session.account_id).await.ok();
        let known = facts.clone().map(Known::from);
        let told = Told::new(Vec::new(), known.clone()).known;
        let mut attributes = told::attributes(told).map_err(Error::internal)?;
        if let Some(company) = &session.company {
            let plan = known.as_ref().and_then(|known| known.plan.as_ref()).map(|plan| plan.as_str());
            let spend = facts.map(|facts| facts.monthly_spend);
            let company = told::company(&company.id, &company.name, plan, spend);
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
