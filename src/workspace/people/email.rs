//! The form of an e-mail address.

/// Characters that an address may have.
const MOST: usize = 255;

/// Whether a text looks like an address: a name, an @ and a domain with a dot.
pub fn is_address(text: &str) -> bool {
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
