//! Named values, and the one check of names and values that attributes and metadata share.
//!
//! Source of the limits: Intercom's help, "Send custom user attributes to Intercom", "Create and track custom data
//! attributes (CDAs)" and "Set up event tracking in Intercom".

use serde::{Serialize, Serializer};
use std::fmt;

use crate::plain::{LARGEST_EXACT, Plain};

const LONGEST_NAME: usize = 190;
const LONGEST_TEXT: usize = 255;

/// Named values, in the order in which they were first set.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Fields(Vec<(String, Plain)>);

impl Fields {
    /// Sets a value if the limits allow its name and it; or names what is wrong. `value` may be refused already.
    pub fn set_checked(
        &mut self,
        name: &str,
        value: Result<Plain, &'static str>,
    ) -> Result<(), AttributeError> {
        let value = check_name(name).and(value).and_then(check_value);
        let value = value.map_err(|reason| AttributeError {
            name: name.to_owned(),
            reason,
        })?;
        self.set(name, value);
        Ok(())
    }

    /// Replaces a value of the same name.
    pub fn set(&mut self, name: &str, value: Plain) {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name.to_owned(), value)),
        }
    }

    /// The later value of a name wins.
    pub fn merge(&mut self, later: Self) {
        later
            .0
            .into_iter()
            .for_each(|(name, value)| self.set(&name, value));
    }

    pub fn holds(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn plain(&self) -> Plain {
        Plain::Object(self.0.clone())
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

fn check_name(name: &str) -> Result<(), &'static str> {
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err("a name has 1 to 190 characters");
    }
    if name.contains(['.', '$']) {
        return Err("a name may not hold “.” or “$”");
    }
    Ok(())
}

/// Checks a text or a number. A list or an object was checked when it was made.
pub(crate) fn check_value(value: Plain) -> Result<Plain, &'static str> {
    match &value {
        Plain::Text(text) if text.chars().count() > LONGEST_TEXT => {
            Err("a text has at most 255 characters")
        }
        Plain::Number(number) if !number.is_finite() => Err("a number must be finite"),
        Plain::Number(number) if number.abs() > LARGEST_EXACT => Err(
            "JavaScript holds whole numbers exactly up to 2^53 − 1 only: send a larger one as a text",
        ),
        _ => Ok(value),
    }
}

/// A value that was not taken, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeError {
    /// The name under which it was to be sent.
    pub name: String,
    /// The limit that it breaks, for the developer.
    pub reason: &'static str,
}

impl fmt::Display for AttributeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused “{}”: {}", self.name, self.reason)
    }
}

impl std::error::Error for AttributeError {}

/// `From` the types of Rust that hold a text, a number, or true and false.
macro_rules! from_rust_types {
    ($value:ident) => {
        from_rust_types! { $value: &str, String => |text| Self::Text(text.into()) }
        from_rust_types! { $value: f64, i32, u32, i64, u64 => |number| Self::Number(number as f64) }
        from_rust_types! { $value: bool => |value| Self::Bool(value) }
    };
    ($value:ident: $($from:ty),+ => |$it:ident| $make:expr) => {$(
        impl From<$from> for $value {
            fn from($it: $from) -> Self {
                $make
            }
        }
    )+};
}
pub(crate) use from_rust_types;
