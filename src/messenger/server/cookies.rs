//! The widget's cookies, as far as the server has to do with them.

/// `Set-Cookie` lines for the log-out reply: the widget's session and visitor cookies expire even if no script runs
/// (rule R3). `host` is the request's `Host`; the widget shares its cookies among subdomains, so each parent domain
/// is named too.
///
/// Names: Intercom's help, "Intercom Messenger Cookies".
pub fn expired_widget_cookies(app_id: &str, host: &str) -> Vec<String> {
    let name = host.split(':').next().unwrap_or_default();
    let labels: Vec<&str> = name.split('.').collect();
    let is_address = name.starts_with('[') || labels.iter().all(|label| label.parse::<u8>().is_ok());
    let domains = (0..labels.len().saturating_sub(1))
        .filter(|_| !is_address)
        .map(|from| format!("; Domain={}", labels[from..].join(".")));
    let scopes: Vec<String> = std::iter::once(String::new()).chain(domains).collect();
    let cookies = ["intercom-session", "intercom-id"];
    cookies
        .iter()
        .flat_map(|cookie| {
            scopes
                .iter()
                .map(move |scope| format!("{cookie}-{app_id}=; Path=/; Max-Age=0; SameSite=Lax{scope}"))
        })
        .collect()
}
