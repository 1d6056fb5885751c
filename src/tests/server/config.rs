//! The settings of the environment: their defaults, their refusals and README.md's table of them.

use leptos_messenger::accounts::PasswordWork;
use leptos_messenger::messenger::server::Region;
use leptos_messenger::server::{Config, Environment, Intercom, Secret};
use std::collections::BTreeSet;
use std::sync::Mutex;

use super::{Server, config, text};

#[test]
fn without_any_setting_the_server_is_complete() {
    let config = config(&[]).expect("defaults are enough");
    assert_eq!(config.database_url, "sqlite:data/leptos-messenger.db");
    assert!(matches!(config.brands[0].intercom, Intercom::Embedded { secret: None, .. }));
    assert_eq!((config.session_idle_seconds, config.session_max_seconds), (8 * 3600, 14 * 24 * 3600));
    assert_eq!(config.contact_email, "hello@tidewater.example");
    assert_eq!(config.source_url, None);
    assert!(!config.is_https());
}

#[test]
fn a_hash_of_a_password_costs_what_is_set() {
    let config = config(&[("ARGON2_MEMORY_KIB", "7168"), ("ARGON2_PASSES", "3")]).expect("good settings");
    assert_eq!(config.password_work, PasswordWork { memory_kib: 7168, passes: 3 });
}

#[test]
fn an_app_id_and_its_secret_choose_the_hosted_workspace() {
    let config = config(&[
        ("INTERCOM_APP_ID", "hosted1x"),
        ("INTERCOM_IDENTITY_SECRET", "between-us"),
        ("INTERCOM_REGION", "eu"),
    ]);
    let config = config.expect("a hosted workspace");
    let Intercom::Hosted(hosted) = &config.brands[0].intercom else { panic!("not hosted") };
    assert_eq!(
        (hosted.app_id.as_str(), hosted.secret.expose(), hosted.region),
        ("hosted1x", "between-us", Region::Eu)
    );
}

#[test]
fn an_app_id_is_found_in_an_address_and_a_wrong_one_is_refused_by_what_was_read() {
    let secret = ("INTERCOM_IDENTITY_SECRET", "between-us");
    let given = "https://app.intercom.com/a/apps/hosted1x/settings/channels/messenger";
    let found = config(&[("INTERCOM_APP_ID", given), secret]).expect("a hosted workspace");
    let Intercom::Hosted(hosted) = &found.brands[0].intercom else { panic!("not hosted") };
    assert_eq!(hosted.app_id, "hosted1x");
    let refusal = config(&[("INTERCOM_APP_ID", "https://shop.example/widget/hosted1x"), secret]);
    let line = refusal.expect_err("not Intercom's").to_string();
    assert!(
        line.starts_with("INTERCOM_APP_ID: “shop.example/widget/hosted1x” is no address of Intercom"),
        "{line}"
    );
}

#[test]
fn a_bad_value_is_refused_by_a_line_that_names_its_variable() {
    let cases = [
        ("LEPTOS_ENV", "staging"),
        ("DATABASE_URL", "mysql://someone:hunter2@db/app"),
        ("INTERCOM_APP_ID", "abc/../def"),
        ("INTERCOM_APP_ID", "abc; script-src *"),
        ("INTERCOM_REGION", "mars"),
        ("INTERCOM_REGION", "EU"),
        ("PUBLIC_URL", "tidewater.example"),
        ("PUBLIC_URL", "ftp://tidewater.example"),
        ("PUBLIC_URL", "https://tidewater.example/shop"),
        ("PUBLIC_URL", "https://tidewater.example?x"),
        ("PUBLIC_URL", "https://someone:hunter2@tidewater.example"),
        ("PUBLIC_URL", "https://tidewater.example:port"),
        ("MESSENGER_ORIGINS", "*"),
        ("MESSENGER_ORIGINS", "null"),
        ("MESSENGER_ORIGINS", "https://*.example"),
        ("MESSENGER_ORIGINS", "https://a.example;script-src"),
        ("MESSENGER_ORIGINS", "https://a.example https://b.example"),
        ("MESSENGER_ORIGINS", "https://a.example,"),
        ("MESSENGER_ORIGINS", "https://a.example, https://b.example/shop"),
        ("HSTS_INCLUDE_SUBDOMAINS", "yes please"),
        ("TEAMMATES_SECOND_FACTOR", "yes"),
        ("OPERATOR_ADDR", "localhost"),
        ("SESSION_IDLE_SECONDS", "0"),
        ("SESSION_IDLE_SECONDS", "-1"),
        ("SESSION_IDLE_SECONDS", "8h"),
        ("SESSION_MAX_SECONDS", "99999999999"),
        ("IMPRESSION_DAYS", "a year"),
        ("IMPRESSION_DAYS", "-1"),
        ("LEAD_DAYS", "two years"),
        ("PINGS_PER_MINUTE_PER_PERSON", "many"),
        ("PINGS_PER_MINUTE_PER_ADDRESS", "-1"),
        ("UPLOAD_MIB_PER_PERSON", "200 MB"),
        ("UPLOAD_MIB_PER_NETWORK_AND_DAY", "-1"),
        ("UPLOAD_MIB_PER_APP", "1.5"),
        ("UPLOAD_MIB_FREE", "all"),
        ("UPLOAD_SCANNER", "/no/such/program"),
        ("LOCATION_FILE", "/no/such/file"),
        ("LOCATION_FILE", "Cargo.toml"),
        ("NEW_PEOPLE_PER_MINUTE_PER_ADDRESS", "many"),
        ("NEW_CONVERSATIONS_PER_MINUTE_PER_ADDRESS", "-1"),
        ("CONNECTIONS", "9"),
        ("CONNECTIONS", "many"),
        ("TRUSTED_PROXIES", "10.0.0.0/33"),
        ("TRUSTED_PROXIES", "10.0.0.0/8,"),
        ("TRUSTED_PROXIES", "proxy.example"),
        ("TRUSTED_PROXIES", "*"),
        ("ARGON2_MEMORY_KIB", "64"),
        ("ARGON2_MEMORY_KIB", "999999999"),
        ("ARGON2_PASSES", "0"),
        ("ARGON2_PASSES", "many"),
        ("DEMO_ACCOUNTS", "yes please"),
        ("MESSENGER_CONSENT", "yes"),
        ("MESSENGER_CONSENT", "Asked"),
        ("CONTACT_EMAIL", "nobody"),
        ("CONTACT_EMAIL", "a@b\"><script>"),
        ("CONTACT_EMAIL", "a@b,c@d"),
        ("SOURCE_URL", "git.example/shop"),
        ("SOURCE_URL", "/source"),
        ("SOURCE_URL", "javascript:alert(1)"),
        ("SOURCE_URL", "ftp://git.example/shop"),
        ("SOURCE_URL", "https://someone:hunter2@git.example/shop"),
        ("SOURCE_URL", "https://git.example/\"><script>"),
    ];
    for (variable, value) in cases {
        let all = [("INTERCOM_IDENTITY_SECRET", "a-secret"), (variable, value)];
        let refusal = config(&all).err().unwrap_or_else(|| panic!("{variable}={value} was taken"));
        assert_eq!(refusal.variable, variable, "for {value}");
        let line = refusal.to_string();
        assert!(line.starts_with(&format!("{variable}: ")) && !line.contains('\n'), "{line}");
        assert!(!line.contains("hunter2") && !line.contains("a-secret"), "a secret in: {line}");
    }
}

#[tokio::test]
async fn the_footer_links_to_the_source_where_a_setting_names_it() {
    const AT: &str = "https://git.example/shop?at=main&plain=1";
    let footer = async |settings| {
        let page = text(Server::with(settings).await.open("/").await).await;
        page.split_once("<footer").expect("a footer").1.to_owned()
    };
    let link = format!(r#"<a href="{}">Source<"#, AT.replace('&', "&amp;"));
    let named = footer(&[("SOURCE_URL", AT)]).await;
    assert!(named.contains(&link), "{named}");
    assert!(!footer(&[]).await.contains(">Source<"));
}

#[test]
fn a_hosted_workspace_without_its_secret_is_refused() {
    for secret in [None, Some(""), Some("  ")] {
        let vars = |name: &str| match name {
            "INTERCOM_APP_ID" => Some("hosted1x".to_owned()),
            "INTERCOM_IDENTITY_SECRET" => secret.map(str::to_owned),
            _ => None,
        };
        let refusal = super::Config::from_vars(vars).expect_err("no secret, no start");
        assert_eq!(refusal.variable, "INTERCOM_IDENTITY_SECRET");
    }
}

#[test]
fn an_empty_value_counts_as_unset() {
    let config =
        config(&[("INTERCOM_APP_ID", ""), ("PUBLIC_URL", " "), ("LEPTOS_ENV", ""), ("DEMO_ACCOUNTS", "")]);
    assert!(matches!(config.expect("as if nothing was set").brands[0].intercom, Intercom::Embedded { .. }));
}

#[test]
fn the_public_url_is_kept_as_browsers_write_an_origin() {
    let cases = [
        ("https://Tidewater.example/", "https://tidewater.example"),
        ("https://tidewater.example:443", "https://tidewater.example"),
        ("http://tidewater.example:80", "http://tidewater.example"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
        ("http://[::1]:3000", "http://[::1]:3000"),
    ];
    for (given, kept) in cases {
        let config = config(&[("PUBLIC_URL", given)]).unwrap_or_else(|e| panic!("{given}: {e}"));
        assert_eq!(config.public_url.as_deref(), Some(kept));
        assert_eq!(config.is_https(), kept.starts_with("https:"));
    }
}

#[test]
fn other_origins_are_named_one_by_one_and_kept_as_browsers_write_them() {
    assert!(config(&[]).expect("defaults").messenger_origins.is_empty());
    let config = config(&[("MESSENGER_ORIGINS", "https://A.example:443 ,http://127.0.0.1:8080/")]);
    assert_eq!(
        config.expect("good settings").messenger_origins,
        ["https://a.example", "http://127.0.0.1:8080"]
    );
}

#[test]
fn demo_accounts_are_for_development_unless_asked_for() {
    let demo = |settings: &[(&str, &str)]| config(settings).expect("good settings").demo_accounts;
    assert!(demo(&[("LEPTOS_ENV", "DEV")]));
    assert!(!demo(&[("LEPTOS_ENV", "PROD")]));
    assert!(demo(&[("LEPTOS_ENV", "production"), ("DEMO_ACCOUNTS", "1")]));
    assert!(!demo(&[("LEPTOS_ENV", "development"), ("DEMO_ACCOUNTS", "0")]));
    let lonely = config(&[("LEPTOS_ENV", "PROD"), ("DEMO_TEAMMATE_PASSWORD", "kittiwake over the bay")]);
    assert_eq!(lonely.expect_err("no demo accounts").variable, "DEMO_TEAMMATE_PASSWORD");
}

#[test]
fn consent_is_given_unless_it_has_to_be_asked_for() {
    let given = |settings: &[(&str, &str)]| config(settings).expect("good settings").consent_by_default;
    assert!(given(&[]));
    assert!(given(&[("MESSENGER_CONSENT", "given")]));
    assert!(!given(&[("MESSENGER_CONSENT", "asked")]));
}

#[test]
fn the_kind_of_build_decides_where_leptos_env_is_silent() {
    let by_build = if cfg!(debug_assertions) { Environment::Development } else { Environment::Production };
    assert_eq!(config(&[]).expect("defaults").environment, by_build);
}

#[test]
fn no_secret_shows_when_settings_are_printed() {
    let settings = [("INTERCOM_APP_ID", "hosted1x"), ("INTERCOM_IDENTITY_SECRET", "hunter2")];
    for settings in [&settings[..], &settings[1..]] {
        let printed = format!("{:?}", config(settings).expect("good settings"));
        assert!(!printed.contains("hunter2"), "{printed}");
    }
    assert_eq!(format!("{:?}", Secret::new("hunter2")), "Secret(…)");
}

/// The rows of the table of settings in the server's README: variable and default.
fn table() -> Vec<(String, String)> {
    rows_of("src/server/README.md")
}

/// The rows of a page's section on settings.
fn rows_of(page: &str) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(page).unwrap();
    let after = text.split("\n## Settings").nth(1).unwrap();
    let rows =
        after.lines().take_while(|line| !line.starts_with("## ")).filter(|line| line.starts_with("| `"));
    let cells = rows.map(|row| row.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>());
    cells.map(|cells| (cells[1].trim_matches('`').to_owned(), cells[2].clone())).collect()
}

#[test]
fn the_readme_has_a_row_for_each_variable_that_is_read_and_for_no_other() {
    let asked = Mutex::new(BTreeSet::new());
    let none = |name: &str| {
        asked.lock().unwrap().insert(name.to_owned());
        None
    };
    Config::from_vars(none).unwrap();
    let mut asked = asked.into_inner().unwrap();
    // Read before the settings are: by the log, and by Leptos; and one that `cargo leptos watch` sets.
    asked.extend(["RUST_LOG".to_owned(), "LEPTOS_SITE_ADDR".to_owned()]);
    asked.remove("LEPTOS_WATCH");
    let listed: Vec<_> = table().into_iter().map(|(variable, _)| variable).collect();
    assert_eq!(
        listed.iter().cloned().collect::<BTreeSet<_>>(),
        asked,
        "in the README (left), and read (right)"
    );
    assert_eq!(listed.len(), asked.len(), "each once");
}

#[test]
fn the_six_settings_of_the_first_readme_have_the_defaults_of_the_servers() {
    let (first, all) = (rows_of("README.md"), table());
    assert_eq!(first.len(), 6);
    assert!(first.iter().all(|row| all.contains(row)), "{first:?}");
}

#[test]
fn a_default_in_the_readme_changes_nothing_where_it_is_set() {
    // As a hosted workspace: the embedded one has no region.
    let hosted =
        [("INTERCOM_APP_ID", "hosted1x"), ("INTERCOM_IDENTITY_SECRET", "between-us"), ("LEPTOS_ENV", "PROD")];
    let printed = |more: &[(&str, &str)]| format!("{:?}", config(&[more, &hosted].concat()).unwrap());
    let mut words = Vec::new();
    for (variable, default) in table() {
        match default.trim_matches('`') {
            "info" if variable == "RUST_LOG" => {}
            address if variable == "LEPTOS_SITE_ADDR" => {
                let file = std::fs::read_to_string("Leptos.toml").unwrap();
                assert!(file.contains(&format!("site-addr = \"{address}\"")), "{address}");
            }
            value if default.starts_with('`') && !default.contains(' ') || value.parse::<u64>().is_ok() => {
                assert_eq!(printed(&[(&variable, value)]), printed(&[]), "{variable}={value}");
            }
            said => words.push(format!("{variable}: {said}")),
        }
    }
    // These say how the default is found, which a test of its own holds; `unset` is the absence of a value.
    let known = [
        "unset",
        "made on first start",
        "of the region",
        "on outside production",
        "PROD` in a release build",
    ];
    words.retain(|said: &String| !known.iter().any(|known| said.ends_with(&format!(": {known}"))));
    assert!(words.is_empty(), "defaults that no test knows: {words:?}");
}
