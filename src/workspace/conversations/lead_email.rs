//! The e-mail address that a lead leaves.

use serde::Deserialize;

use crate::batch::Batch;
use crate::people::sessions::Bearer;
use crate::refusal::Refusal;
use crate::wire::plain_id;

/// Characters that an address may have.
const MOST: usize = 255;

/// A lead's request to be written to at an address.
#[derive(Debug, Deserialize)]
pub struct LeadEmail {
    #[serde(deserialize_with = "plain_id")]
    pub app_id: String,
    pub email: String,
}

/// Keeps a lead's address. Nothing proves it, so it finds no person. A user's address comes with their identity.
pub async fn keep_email(batch: &mut Batch, bearer: &Bearer, given: &LeadEmail) -> Result<(), Refusal> {
    let person = batch.unblocked(&given.app_id, bearer).await?;
    let email = given.email.trim();
    if !person.is_lead() || !is_address(email) {
        return Err(Refusal::NoEmail);
    }
    Ok(batch.people.keep_email(&mut batch.transaction, &person, email).await?)
}

/// Whether a text looks like an address: a name, an @ and a domain with a dot.
fn is_address(text: &str) -> bool {
    let has_form = text.split_once('@').is_some_and(|(name, domain)| {
        let labels = domain.split('.').collect::<Vec<_>>();
        !name.is_empty()
            && labels.len() > 1
            && labels.iter().all(|label| !label.is_empty())
            && !domain.contains('@')
    });
    has_form
        && text.chars().count() <= MOST
        && !text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>()\",;:\\".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_name_an_at_and_a_domain_with_a_dot() {
        for good in ["a@b.no", "marit.solheim+coffee@post.example.com", "ø@å.no"] {
            assert!(is_address(good), "{good}");
        }
        let long = format!("{}@b.no", "a".repeat(MOST));
        for bad in [
            "", "a", "a@", "@b.no", "a@b", "a@b.", "a@.no", "a@b@c.no", "a b@c.no", "a@b.no\n", "<a@b.no>",
            &long,
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
