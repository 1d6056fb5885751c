//! Contacts in Intercom's REST API.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::client::part;
use super::{Answer, Client, Error};

/// A contact, as far as it was ever needed.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Contact {
    pub id: String,
    pub external_id: Option<String>,
    pub role: Option<String>,
    pub email: Option<String>,
    pub name: Option<String>,
    pub custom_attributes: Map<String, Value>,
}

/// The answer to the archiving or the deletion of a contact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ContactReference {
    pub id: String,
    pub external_id: Option<String>,
    pub archived: bool,
    pub deleted: bool,
}

/// The fields of a contact that is made or changed. A field that is left out stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ContactData {
    /// The contact's role: `user` or `lead`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<&'static str>,
    /// The `user_id` of tokens and events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The time of the sign-up, in Unix seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_up_at: Option<i64>,
    /// The custom attributes, only those that the workspace knows: another is 400.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub custom_attributes: Map<String, Value>,
}

impl Client {
    /// Finds a contact by its external id. None if there is no such contact.
    pub async fn find_contact(&self, external_id: &str) -> Result<Option<Answer<Contact>>, Error> {
        let path = format!("/contacts/find_by_external_id/{}", part(external_id));
        there(self.get(&path).await)
    }

    /// Makes a contact. One that is there already is 409: see [`Error::existing_contact`].
    pub async fn create_contact(&self, data: &ContactData) -> Result<Answer<Contact>, Error> {
        self.post("/contacts", data).await
    }

    /// Changes a contact, by Intercom's id.
    pub async fn update_contact(&self, id: &str, data: &ContactData) -> Result<Answer<Contact>, Error> {
        self.put(&format!("/contacts/{}", part(id)), data).await
    }

    /// Hides the contact with its conversations; it can be brought back.
    pub async fn archive_contact(&self, id: &str) -> Result<Option<Answer<ContactReference>>, Error> {
        there(self.post(&format!("/contacts/{}/archive", part(id)), &json!({})).await)
    }

    /// Takes the contact away. Its conversations stay with the team.
    /// Only [`Client::request_deletion`] has all data destroyed for good.
    pub async fn delete_contact(&self, id: &str) -> Result<Option<Answer<ContactReference>>, Error> {
        there(self.delete(&format!("/contacts/{}", part(id))).await)
    }

    /// Has everything about a user destroyed within 90 days. It cannot be cancelled or undone, so call it only where
    /// the person, or the law, asks for exactly that.
    /// Source: Intercom's REST reference, "Permanently delete a user"; the path is not in the description of 2.16.
    pub async fn request_deletion(&self, id: &str) -> Result<Answer<()>, Error> {
        self.post_only("/user_delete_requests", &json!({ "intercom_user_id": id })).await
    }
}

fn there<T>(answer: Result<T, Error>) -> Result<Option<T>, Error> {
    match answer {
        Err(Error::Refused { status: 404, .. }) => Ok(None),
        other => other.map(Some),
    }
}
