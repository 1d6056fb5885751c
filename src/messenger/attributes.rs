//! Facts that the app knows of a person besides the identity: custom attributes, an avatar, companies.

use serde::Serialize;

use crate::fields::{AttributeError, Fields, from_rust_types};
use crate::plain::Plain;

/// Attributes of a person: names with plain values, checked as they are added.
///
/// Identity has no place here: it travels in the signed token alone. So these names are reserved: `user_id`, `email`,
/// `name`, `created_at`, `user_hash`, `intercom_user_jwt`, `auth_tokens`, `app_id`, `api_base`, `last_request_at`, and
/// what a token says of itself (`exp`, `nbf`, `iat`, `iss`, `aud`, `sub`, `jti`). `avatar`, `company` and `companies`
/// have setters of their own.
///
/// Intercom knows a few other names, such as `phone`, `language_override` and `unsubscribed_from_emails`. Every name
/// that it does not know is a custom attribute, which a workspace may protect: then it takes the attribute from the
/// token alone.
/// Source: Intercom's developer documentation, "Javascript API: Attributes & Objects".
///
/// ```
/// use messenger::{AttributeError, Attributes, Company, Value};
/// # fn known() -> Result<Attributes, AttributeError> {
/// let roastery = Company::new("42", "Skarvik Roastery")?.with("monthly_spend", 120)?;
/// let attributes = Attributes::new()
///     .with("roast", "dark")?
///     .with("orders", 3)?
///     .with("subscribed_at", Value::Date(1_790_000_000))?
///     .with("coupon", Value::None)?
///     .avatar("https://shop.example/people/7.png")?
///     .company(roastery);
/// # Ok(attributes)
/// # }
/// # assert!(known().is_ok());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Attributes(Fields);

/// The value of an attribute. `From` makes one of `&str`, `String`, `bool`, `f64`, `i32`, `u32`, `i64` and `u64`.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text of at most 255 characters. Intercom shows a text that is empty, `undefined` or `null` as "Unknown".
    Text(String),
    /// A finite number from −(2^53 − 1) to 2^53 − 1: beyond, JavaScript would round it. Send a longer id as a text.
    Number(f64),
    /// True or false.
    Bool(bool),
    /// A date in Unix seconds. Only under a name that ends in `_at`: Intercom knows a date by that.
    Date(i64),
    /// "No value": clears the attribute.
    None,
}

from_rust_types!(Value);

/// A company that the person belongs to.
///
/// Source: Intercom's developer documentation, "Javascript API: Attributes & Objects", company object.
#[derive(Clone, Debug, PartialEq)]
pub struct Company(Fields);

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
    /// No attributes. `update` with none pings at once.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an attribute; of one name, the last value counts.
    ///
    /// # Errors
    ///
    /// The name is reserved, has not 1 to 190 characters, or holds `.` or `$`; or the value breaks the limit that its
    /// [`Value`] states.
    /// Source of the limits: Intercom's help, "Send custom user attributes to Intercom" and "Create and track custom
    /// data attributes (CDAs)".
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Result<Self, AttributeError> {
        let value = match RESERVED.contains(&name) {
            true => Err("this name is reserved: who someone is travels in the signed token"),
            false => value.into().plain(name),
        };
        self.0.set_checked(name, value)?;
        Ok(self)
    }

    /// Sets the person's picture. That Intercom takes it from a token is not documented: report it by `update` too,
    /// where it does not arrive.
    ///
    /// # Errors
    ///
    /// `image_url` does not begin with `https://`, or holds white space.
    /// Source: Intercom's developer documentation, "Javascript API: Attributes & Objects", avatar object.
    pub fn avatar(mut self, image_url: &str) -> Result<Self, AttributeError> {
        let rest = image_url.strip_prefix("https://").unwrap_or_default();
        if rest.is_empty() || rest.contains(char::is_whitespace) {
            let reason = "an avatar's address begins with https:// and holds no white space";
            return Err(AttributeError {
                name: "avatar".to_owned(),
                reason,
            });
        }
        self.0.set(
            "avatar",
            Plain::object([("type", "avatar".into()), ("image_url", image_url.into())]),
        );
        Ok(self)
    }

    /// Sets the company that the person acts for just now.
    pub fn company(mut self, company: Company) -> Self {
        self.0.set("company", company.0.plain());
        self
    }

    /// Sets all companies that the person belongs to.
    pub fn companies(mut self, companies: Vec<Company>) -> Self {
        self.0.set(
            "companies",
            Plain::List(companies.iter().map(|company| company.0.plain()).collect()),
        );
        self
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[cfg(not(feature = "ssr"))]
    pub(crate) fn plain(&self) -> Plain {
        self.0.plain()
    }

    /// Adds later attributes. The later value of a name wins.
    pub(crate) fn merge(&mut self, later: Self) {
        self.0.merge(later.0);
    }
}

impl Company {
    /// A company needs an id and a name, each of 1 to 255 characters.
    ///
    /// # Errors
    ///
    /// The id or the name is empty or longer.
    pub fn new(
        company_id: impl Into<String>,
        name: impl Into<String>,
    ) -> Result<Self, AttributeError> {
        let mut fields = Fields::default();
        for (field, text) in [("company_id", company_id.into()), ("name", name.into())] {
            let value = match text.is_empty() {
                true => Err("a company's id and name have 1 to 255 characters"),
                false => Ok(Plain::Text(text)),
            };
            fields.set_checked(field, value)?;
        }
        Ok(Self(fields))
    }

    /// Adds `created_at` (a [`Value::Date`]), `plan`, `monthly_spend` (whole units of your currency), `size` (its
    /// number of people), `website`, `industry`, or a custom attribute.
    ///
    /// # Errors
    ///
    /// The name is `id`, `company_id`, `name`, `company` or `companies`; or a limit of [`Attributes::with`] is broken.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Result<Self, AttributeError> {
        let value = match name {
            "id" | "company_id" | "name" | "company" | "companies" => {
                Err("this name is reserved: a company's id and name are given when it is made")
            }
            _ => value.into().plain(name),
        };
        self.0.set_checked(name, value)?;
        Ok(self)
    }
}

impl Value {
    fn plain(self, name: &str) -> Result<Plain, &'static str> {
        match self {
            Self::Text(text) => Ok(Plain::Text(text)),
            Self::Number(number) => Ok(Plain::Number(number)),
            Self::Bool(value) => Ok(Plain::Bool(value)),
            Self::Date(seconds) if name.ends_with("_at") => Ok(Plain::Number(seconds as f64)),
            Self::Date(_) => Err("a date's name ends in “_at”: else it would arrive as a number"),
            Self::None => Ok(Plain::Null),
        }
    }
}
