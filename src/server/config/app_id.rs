//! An app id of a hosted workspace: as it is, or within an address that Intercom shows.

/// The most letters of an app id. Intercom's have eight.
/// A secret, pasted by mistake, has forty or more and must not come into a page.
const LONGEST: usize = 32;
/// The longest text of a setting that an error repeats.
const SHOWN: usize = 80;

pub fn app_id(value: &str) -> Result<String, String> {
    if is_word(value) {
        return short(value);
    }
    let wanted = "say the app id alone, or an address such as https://app.intercom.com/a/apps/abc12345/home";
    let address = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://")).unwrap_or(value);
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let Some((host, path)) = address.split_once('/').filter(|(host, _)| is_host(host)) else {
        return Err(format!("{} is neither an app id nor an address: {wanted}", read(value)));
    };
    if !is_intercoms(host) {
        return Err(format!("{} is no address of Intercom: {wanted}", read(address)));
    }
    let mut parts = path.split('/');
    match (parts.find(|part| matches!(*part, "apps" | "widget")), parts.next()) {
        (Some(_), Some(word)) if is_word(word) => short(word),
        _ => Err(format!("{} names no app: {wanted}", read(address))),
    }
}

fn short(word: &str) -> Result<String, String> {
    match word.len() {
        ..=LONGEST => Ok(word.to_owned()),
        length => Err(format!("a word of {length} letters is no app id; is it a secret?")),
    }
}

/// Whether a text is letters, digits, `-` and `_` alone: it becomes part of addresses, cookie names and policies.
pub fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

fn is_host(text: &str) -> bool {
    text.contains('.') && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte))
}

fn is_intercoms(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    ["intercom.com", "intercom.io"].iter().any(|own| host == *own || host.ends_with(&format!(".{own}")))
}

/// The value that was read, in one line. If it is long and no address, only its length.
fn read(value: &str) -> String {
    let length = value.chars().count();
    let is_address = value.contains('/') && value.contains('.') && !value.contains('@');
    match length {
        ..=LONGEST => format!("“{}”", value.escape_debug()),
        _ if is_address => {
            let start: String = value.chars().take(SHOWN).collect();
            format!("“{}{}”", start.escape_debug(), if length > SHOWN { "…" } else { "" })
        }
        _ => format!("what was read ({length} letters)"),
    }
}

#[cfg(test)]
mod tests {
    use super::app_id;

    #[test]
    fn it_is_found_by_itself_and_in_the_addresses_that_intercom_shows() {
        for given in [
            "abc12345",
            "https://app.intercom.com/a/apps/abc12345/home",
            "https://app.intercom.com/a/apps/abc12345/settings/app-settings/authentication?tab=web#top",
            "https://app.intercom.com/a/apps/abc12345",
            "https://app.eu.intercom.com/a/apps/abc12345/inbox/",
            "https://app.au.intercom.com/a/apps/abc12345/",
            "https://app.intercom.io/apps/abc12345/users",
            "https://widget.intercom.io/widget/abc12345",
            "http://widget.intercom.io/widget/abc12345?x",
            "widget.intercom.io/widget/abc12345",
            "https://APP.Intercom.com/a/apps/abc12345/home",
        ] {
            assert_eq!(app_id(given).as_deref(), Ok("abc12345"), "{given}");
        }
        assert_eq!(app_id("My_App-1").as_deref(), Ok("My_App-1"));
    }

    #[test]
    fn a_wrong_one_is_refused_by_what_was_read() {
        for (given, said) in [
            ("abc; script-src *", "“abc; script-src *” is neither"),
            ("abc/../def", "“abc/../def” is neither"),
            ("a\nb", "“a\\nb” is neither"),
            ("https://app.intercom.com", "“https://app.intercom.com” is neither"),
            ("https://app.intercom.com/a/settings", "“app.intercom.com/a/settings” names no app"),
            ("https://app.intercom.com/a/apps/", "“app.intercom.com/a/apps/” names no app"),
            (
                "https://app.intercom.com/a/apps/a%20b/home",
                "“app.intercom.com/a/apps/a%20b/home” names no app",
            ),
            (
                "https://evil.example/widget/abc12345",
                "“evil.example/widget/abc12345” is no address of Intercom",
            ),
            ("https://notintercom.com/a/apps/abc12345", "“notintercom.com/a/apps/abc12345” is no address"),
            ("https://app.intercom.com.evil.example/a/apps/abc12345", "is no address of Intercom"),
        ] {
            let line = app_id(given).expect_err(given);
            assert!(line.contains(said), "{line}");
            assert!(line.contains("https://app.intercom.com/a/apps/") && !line.contains('\n'), "{line}");
        }
        let long = format!("https://app.intercom.com/{}", "x".repeat(5_000));
        assert!(app_id(&long).expect_err("no app").len() < 400);
    }

    #[test]
    fn a_secret_in_its_place_is_refused_and_not_said_again() {
        for secret in [
            "q7Zk-3hV0yq8yQwq1mB2eXn9Rr5tUu6v_Ww7xXy8YzZ",
            "q7Zk+3hV0yq8yQwq1mB2eXn9Rr5tUu6vWw7xXy8YzZ/A=",
            "https://app.intercom.com/a/apps/q7Zk-3hV0yq8yQwq1mB2eXn9Rr5tUu6v_Ww7xXy8YzZ",
            "https://someone:q7Zk-3hV0yq8yQwq1mB2@app.intercom.com/a/apps/abc12345",
        ] {
            let line = app_id(secret).expect_err("a secret");
            assert!(!line.contains("q7Zk"), "{line}");
        }
    }
}
