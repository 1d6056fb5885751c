//! What the app knows of a person besides who they are: custom attributes and companies, with Intercom's limits.
//!
//! Source of the limits: Intercom's help, "Send custom user attributes to Intercom" and "Create and track custom data
//! attributes (CDAs)".

use serde::{Serialize, Serializer};
use std::fmt;

use super::plain::Plain;

/// Custom attributes of a person or company: names with plain values.
///
/// Identity has no place here: it travels in the signed token alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attributes(Vec<(String, Value)>);

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    Number(f64),
    Bool(bool),
    /// Unix seconds. Only under a name that ends in `_at`: the workspace knows a date by that.
    Date(i64),
    /// "No value": clears the attribute.
    None,
    #[doc(hidden)]
    Company(Company),
    #[doc(hidden)]
    Companies(Vec<Company>),
}

/// A company that the person belongs to.
/// Source: Intercom's developer documentation, "Javascript API: Attributes & Objects", company object.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Company {
    company_id: String,
    name: String,
    attributes: Attributes,
}

/// Names that belong to the token, to the boot settings, to Intercom itself, or to a typed setter here.
const RESERVED: &[&str] = &[
    "app_id",
    "api_base",
    "user_id",
    "email",
    "name",
    "created_at",
    "user_hash",
    "intercom_user_jwt",
    "auth_tokens",
    "company",
    "companies",
    "avatar",
    "last_request_at",
    // A token has these for itself.
    "exp",
    "nbf",
    "iat",
    "iss",
    "aud",
    "sub",
    "jti",
];

impl Attributes {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an attribute, or says by name what is wrong with it.
    ///
    /// Names have 1 to 190 characters without `.` and `$`, texts at most 255, numbers are finite, and a date's name
    /// ends in `_at`.
    pub fn with(self, name: &str, value: impl Into<Value>) -> Result<Self, AttributeError> {
        if RESERVED.contains(&name) {
            let reason = "this name is reserved: who someone is travels in the signed token";
            return Err(AttributeError { name: name.to_owned(), reason });
        }
        self.checked(name, value.into())
    }

    /// The company that the person acts for just now.
    pub fn company(mut self, company: Company) -> Self {
        self.put("company".to_owned(), Value::Company(company));
        self
    }

    /// All companies that the person belongs to.
    pub fn companies(mut self, companies: Vec<Company>) -> Self {
        self.put("companies".to_owned(), Value::Companies(companies));
        self
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    pub(super) fn plain(&self) -> Plain {
        Plain::Object(self.iter().map(|(name, value)| (name.to_owned(), value.plain())).collect())
    }

    /// Later values win.
    pub(super) fn merge(&mut self, later: Self) {
        later.0.into_iter().for_each(|(name, value)| self.put(name, value));
    }

    fn checked(mut self, name: &str, value: Value) -> Result<Self, AttributeError> {
        let refuse = |reason| Err(AttributeError { name: name.to_owned(), reason });
        if name.is_empty() || name.chars().count() > 190 {
            return refuse("a name has 1 to 190 characters");
        }
        if name.contains(['.', '$']) {
            return refuse("a name may not hold “.” or “$”");
        }
        match &value {
            Value::Text(text) if text.chars().count() > 255 => {
                return refuse("a text has at most 255 characters");
            }
            Value::Number(number) if !number.is_finite() => return refuse("a number must be finite"),
            Value::Company(_) | Value::Companies(_) => return refuse("a company has a setter of its own"),
            Value::Date(_) if !name.ends_with("_at") => {
                return refuse("a date's name ends in “_at”: else it would arrive as a number");
            }
            _ => {}
        }
        self.put(name.to_owned(), value);
        Ok(self)
    }

    fn put(&mut self, name: String, value: Value) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }
}

impl Serialize for Attributes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.plain().serialize(serializer)
    }
}

impl Company {
    /// Both are needed: a company without a name is not made.
    pub fn new(company_id: impl Into<String>, name: impl Into<String>) -> Result<Self, AttributeError> {
        let (company_id, name) = (company_id.into(), name.into());
        for (field, text) in [("company_id", &company_id), ("name", &name)] {
            if text.is_empty() || text.chars().count() > 255 {
                let reason = "a company's id and name have 1 to 255 characters";
                return Err(AttributeError { name: field.to_owned(), reason });
            }
        }
        Ok(Self { company_id, name, attributes: Attributes::new() })
    }

    /// `created_at` (a date), `plan`, `monthly_spend`, `size`, `website`, `industry`, or a custom attribute.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Result<Self, AttributeError> {
        if matches!(name, "id" | "company_id" | "name" | "company" | "companies") {
            let reason = "this name is reserved: a company's id and name are given when it is made";
            return Err(AttributeError { name: name.to_owned(), reason });
        }
        self.attributes = self.attributes.checked(name, value.into())?;
        Ok(self)
    }

    fn plain(&self) -> Plain {
        let named = [("company_id", &self.company_id), ("name", &self.name)];
        let named = named.map(|(name, text)| (name.to_owned(), Plain::from(text.as_str())));
        let attributes = self.attributes.iter().map(|(name, value)| (name.to_owned(), value.plain()));
        Plain::Object(named.into_iter().chain(attributes).collect())
    }
}

impl Value {
    fn plain(&self) -> Plain {
        match self {
            Self::Text(text) => Plain::from(text.as_str()),
            Self::Number(number) => Plain::Number(*number),
            Self::Bool(value) => Plain::Bool(*value),
            Self::Date(seconds) => Plain::Number(*seconds as f64),
            Self::None => Plain::Null,
            Self::Company(company) => company.plain(),
            Self::Companies(companies) => Plain::List(companies.iter().map(Company::plain).collect()),
        }
    }
}

/// An attribute that was not taken, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeError {
    pub name: String,
    pub reason: &'static str,
}

impl fmt::Display for AttributeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "attribute “{}”: {}", self.name, self.reason)
    }
}

impl std::error::Error for AttributeError {}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}
impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}
impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
