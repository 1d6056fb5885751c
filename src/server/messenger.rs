//! What the Messenger pattern asks of this app.

use axum::http::request::Parts;
use leptos::server_fn::ServerFn;

use super::state::State;
use crate::accounts::CurrentSession;
use crate::error::Error;
use crate::messenger::server::{MessengerHost, Person, SessionUnavailable, Workspace};
use crate::messenger::{AttributeError, Attributes, Company, MessengerToken, Value};
use crate::shop::Money;
use crate::shop::support::CustomerFacts;

impl MessengerHost for State {
    /// Returns the workspace of the host name that was asked for.
    async fn workspace(&self, request: &Parts) -> Option<Workspace> {
        let brand = self.brands.serving(request);
        if request.uri.path() == MessengerToken::PATH && session(request).is_some() {
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

fn session(request: &Parts) -> Option<&CurrentSession> {
    request.extensions.get::<Option<CurrentSession>>()?.as_ref()
}

impl State {
    async fn as_person(&self, session: CurrentSession) -> Result<Person, Error> {
        // Who somebody is does not wait for what they bought.
        let facts = self.shop.facts(&session.account_id).await.ok();
        let known = facts.clone().map(CustomerFacts::from);
        let mut attributes = attributes(known.as_ref()).map_err(Error::internal)?;
        if let Some(of) = &session.company {
            let plan = known.as_ref().and_then(|known| known.plan.as_ref()).map(|plan| plan.as_str());
            let company = company(&of.id, &of.name, plan, facts.map(|facts| facts.monthly_spend));
            attributes = attributes.company(company.map_err(Error::internal)?);
        }
        let ends_in = session.ends_at - self.clock.seconds();
        let person = Person::new(session.account_id, session.signed_in.session_key, ends_in);
        let person = person.email(session.signed_in.email).name(session.signed_in.name);
        Ok(person.created_at(session.account_created_at).attributes(attributes))
    }
}

fn attributes(known: Option<&CustomerFacts>) -> Result<Attributes, AttributeError> {
    let mut known = known.into_iter().flat_map(CustomerFacts::attributes);
    known.try_fold(Attributes::new(), |attributes, (name, value)| {
        attributes.with(name, value.map_or(Value::None, |value| value.into_attribute(Value::Date)))
    })
}

/// The company that a customer buys for. Its monthly spend is in whole units of the currency, as in Intercom.
fn company(
    id: &str,
    name: &str,
    plan: Option<&str>,
    monthly_spend: Option<Money>,
) -> Result<Company, AttributeError> {
    let mut company = Company::new(id, name)?;
    if let Some(plan) = plan {
        company = company.with("plan", plan)?;
    }
    match monthly_spend {
        Some(spend) => company.with("monthly_spend", spend.minor / 100),
        None => Ok(company),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_has_its_spend_in_whole_units() {
        let office = company("42", "Skarvik Roastery", Some("office"), Some(Money::eur(12_050)));
        assert_eq!(
            serde_json::to_value(Attributes::new().company(office.expect("a company"))).expect("JSON"),
            serde_json::json!({ "company": {
                "company_id": "42", "name": "Skarvik Roastery", "plan": "office", "monthly_spend": 120,
            } })
        );
        assert!(company("", "", None, None).is_err());
    }
}
