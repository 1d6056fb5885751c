//! The widget's cookies, as far as the server has to do with them.
//!
//! Names: Intercom's help, "Intercom Messenger Cookies".

const ALL: [&str; 3] = ["intercom-session", "intercom-id", "intercom-device-id"];

/// `Set-Cookie` lines for the log-out reply: the widget's session and visitor cookies expire even if no script runs
/// (rule R3). `host` is the request's `Host`; the widget shares its cookies among subdomains, so each parent domain
/// is named too.
pub fn expired_widget_cookies(app_id: &str, host: &str) -> Vec<String> {
    expired(&ALL[..2], app_id, host)
}

/// The same for the reply to a withdrawn consent, which leaves none of the widget's cookies (rule R11).
pub fn all_widget_cookies_expired(app_id: &str, host: &str) -> Vec<String> {
    expired(&ALL, app_id, host)
}

fn expired(cookies: &[&str], app_id: &str, host: &str) -> Vec<String> {
    let name = host.split(':').next().unwrap_or_default();
    let labels: Vec<&str> = name.split('.').collect();
    let is_address = name.starts_with('[') || labels.iter().all(|label| label.parse::<u8>().is_ok());
    // Whatever else a header holds must not become part of the line.
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
    let domains = (0..labels.len().saturating_sub(1))
        .filter(|_| is_name && !is_address)
        .map(|from| format!("; Domain={}", labels[from..].join(".")));
    let scopes: Vec<String> = std::iter::once(String::new()).chain(domains).collect();
    cookies
        .iter()
        .flat_map(|cookie| {
            scopes
                .iter()
                .map(move |scope| format!("{cookie}-{app_id}=; Path=/; Max-Age=0; SameSite=Lax{scope}"))
        })
        .collect()
}
