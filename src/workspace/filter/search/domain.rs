//! A condition on the domain of an e-mail address: what stands behind its `@`. No field of ours is a domain.

use serde_json::Value;

use super::asked::{Asked, Wrong};
use super::values::list;
use crate::filter::Join;

/// The tests of the address. What a domain contains, no test of an address says.
pub(super) fn asked(operator: &str, value: &Value) -> Result<Asked, Wrong> {
    let is_list = matches!(operator, "in" | "not_in");
    let (join, operator, before) = match operator {
        "is" | "in" => (Join::Any, "ends_with", "@"),
        "is_not" | "not_in" => (Join::All, "does_not_end_with", "@"),
        "starts_with" => (Join::Any, "contains", "@"),
        "ends_with" => (Join::Any, "ends_with", ""),
        _ => return Err(Wrong::Operator),
    };
    let domains = if is_list { list(value)? } else { std::slice::from_ref(value) };
    let test = |domain: &Value| {
        let domain = domain.as_str().filter(|domain| !domain.is_empty() && !domain.contains('@'));
        let bad = || Wrong::Value("A domain is a text without an @.".into());
        Ok((operator, Some(format!("{before}{}", domain.ok_or_else(bad)?).into())))
    };
    Ok(Asked(join, domains.iter().map(test).collect::<Result<_, _>>()?))
}
