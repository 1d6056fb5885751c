//! The file that `BRANDS` names.

use leptos_messenger::messenger::server::Region;
use leptos_messenger::server::{Config, Intercom, Invalid, Secret};
use leptos_messenger::workspace::WhichApp;
use tempfile::TempDir;

const GOOD: &str = r##"
    [[brand]]
    hosts = ["Tidewater.example", "www.tidewater.example.", "::1"]
    name = "Tidewater Coffee"
    short_name = "Tidewater"
    embedded = true
    action_color = "#0b6e6e"

    [[brand]]
    hosts = ["kestrel.example"]
    name = "Kestrel Tea"
    app_id = "https://app.eu.intercom.com/a/apps/kestrel1/home"
    region = "eu"
    secret_env = "KESTREL_SECRET"

    [[brand]]
    hosts = ["heron.example"]
    name = "Heron Books"
    embedded = true
    app_id = "heron001"
    secret_env = "HERON_SECRET"
"##;

const SECRETS: [(&str, &str); 2] = [("KESTREL_SECRET", "hunter2-kestrel"), ("HERON_SECRET", "hunter2-heron")];

/// The settings with this file, and what else is set.
fn with(text: &str, more: &[(&str, &str)]) -> Result<Config, Invalid> {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("brands.toml");
    std::fs::write(&path, text).expect("a file");
    let path = path.to_string_lossy().into_owned();
    super::config(&[&[("BRANDS", path.as_str())], &SECRETS[..], more].concat())
}

#[test]
fn each_brand_has_its_hosts_name_colour_and_workspace() {
    let brands = with(GOOD, &[]).expect("a good file").brands;
    let [tidewater, kestrel, heron] = &brands[..] else { panic!("three brands") };
    assert_eq!(tidewater.hosts, ["tidewater.example", "www.tidewater.example", "[::1]"]);
    assert_eq!(
        (tidewater.name.as_str(), tidewater.short_name.as_str(), tidewater.action_color.as_deref()),
        ("Tidewater Coffee", "Tidewater", Some("#0b6e6e"))
    );
    let Intercom::Embedded { app, secret: None } = &tidewater.intercom else { panic!("embedded") };
    assert_eq!(*app, WhichApp::Named("Tidewater Coffee".into()));
    assert_eq!((kestrel.short_name.as_str(), kestrel.action_color.as_deref()), ("Kestrel Tea", None));
    let Intercom::Hosted(hosted) = &kestrel.intercom else { panic!("hosted") };
    assert_eq!(
        (hosted.app_id.as_str(), hosted.secret.expose(), hosted.region),
        ("kestrel1", "hunter2-kestrel", Region::Eu)
    );
    let Intercom::Embedded { app, secret: Some(secret) } = &heron.intercom else { panic!("embedded") };
    assert_eq!(*app, WhichApp::WithId { app_id: "heron001".into(), name: "Heron Books".into() });
    assert_eq!(secret.expose(), "hunter2-heron");
    assert!(!format!("{brands:?}").contains("hunter2"));
}

#[test]
fn a_hosted_brand_may_have_an_access_token_and_an_embedded_one_may_not() {
    let given =
        GOOD.replace("region = \"eu\"", "region = \"eu\"\naccess_token_env = \"INTERCOM_ACCESS_TOKEN\"");
    let token = [("INTERCOM_ACCESS_TOKEN", "hunter2-token")];
    let brands = with(&given, &token).expect("a good file").brands;
    let Intercom::Hosted(hosted) = &brands[1].intercom else { panic!("hosted") };
    assert_eq!(hosted.access_token.as_ref().map(Secret::expose), Some("hunter2-token"));
    assert!(!format!("{brands:?}").contains("hunter2"));
    let unset = with(&given, &[]).expect_err("the variable is unset").to_string();
    assert!(unset.contains("brand 2 “Kestrel Tea”: access_token_env: the environment variable"), "{unset}");
    let embedded =
        GOOD.replace("embedded = true\n    app_id", "embedded = true\naccess_token_env = \"A\"\napp_id");
    let refused = with(&embedded, &[("A", "hunter2-token")]).expect_err("an embedded one").to_string();
    assert!(refused.contains("access_token_env: belongs to a hosted workspace"), "{refused}");
    let beside = with(GOOD, &token).expect_err("no brand names it");
    assert_eq!(beside.variable, "INTERCOM_ACCESS_TOKEN");
}

#[test]
fn a_wrong_file_is_refused_by_a_line_that_names_file_brand_and_key() {
    let replaced: [(&str, &str, &str); 39] = [
        ("[[brand]]", "[[brands]]", "names no brand"),
        ("name = \"Kestrel Tea\"", "name = Kestrel Tea", "line 11 is no TOML"),
        ("name = \"Kestrel Tea\"", "secret = \"hunter2", "line 11 is no TOML"),
        ("name = \"Kestrel Tea\"", "name = \"A\"\nname = \"B\"", "line 12 is no TOML"),
        ("name = \"Kestrel Tea\"", "", "brand 2: name: is missing"),
        ("name = \"Kestrel Tea\"", "name = 7", "brand 2: name: say one text"),
        ("name = \"Kestrel Tea\"", "name = \" \"", "brand 2 “ ”: name: say a name"),
        ("name = \"Kestrel Tea\"", r#"name = "a\nb""#, r"brand 2 “a\nb”: name: say a name"),
        (
            "HERON_SECRET",
            "KESTREL_SECRET",
            "brand 3 “Heron Books”: secret_env: holds the secret of brand 2 too",
        ),
        ("Kestrel Tea", "</title><b>", "brand 2 “</title><b>”: name: say a name"),
        (
            "short_name = \"Tidewater\"",
            "short_name = \"\"",
            "brand 1 “Tidewater Coffee”: short_name: say a name",
        ),
        ("[\"kestrel.example\"]", "\"kestrel.example\"", "brand 2 “Kestrel Tea”: hosts: say a list"),
        ("[\"kestrel.example\"]", "[]", "brand 2 “Kestrel Tea”: hosts: say a list"),
        ("[\"kestrel.example\"]", "[1]", "brand 2 “Kestrel Tea”: hosts: say names alone"),
        ("hosts = [\"kestrel.example\"]", "", "brand 2 “Kestrel Tea”: hosts: is missing"),
        ("kestrel.example", "https://kestrel.example", "brand 2 “Kestrel Tea”: hosts: say names alone"),
        ("kestrel.example", "kestrel.example:8080", "brand 2 “Kestrel Tea”: hosts: say names alone"),
        ("kestrel.example", "[::2]:8080", "brand 2 “Kestrel Tea”: hosts: say names alone"),
        ("kestrel.example", "*.kestrel.example", "brand 2 “Kestrel Tea”: hosts: say names alone"),
        ("kestrel.example", "kestrel..example", "brand 2 “Kestrel Tea”: hosts: say names alone"),
        ("kestrel.example", "käse.example", "brand 2 “Kestrel Tea”: hosts: say names alone"),
        ("kestrel.example", "TIDEWATER.example.", "“tidewater.example” is of brand 1 already"),
        ("kestrel.example", "0:0:0:0:0:0:0:1", "“[::1]” is of brand 1 already"),
        ("\"kestrel.example\"", "\"a.example\", \"A.example\"", "hosts: “a.example” is named twice"),
        ("region = \"eu\"", "region = \"mars\"", "brand 2 “Kestrel Tea”: region: say us, eu or au"),
        (
            "embedded = true\n    action_color",
            "embedded = true\n    region = \"eu\"\n    action_color",
            "brand 1 “Tidewater Coffee”: region: belongs to a hosted",
        ),
        (
            "embedded = true\n    action_color",
            "embedded = \"yes\"\n    action_color",
            "brand 1 “Tidewater Coffee”: embedded: say true or false",
        ),
        (
            "embedded = true\n    action_color",
            "action_color",
            "brand 1 “Tidewater Coffee”: app_id: is missing; or say embedded",
        ),
        (
            "app.eu.intercom.com/a/apps/kestrel1/home",
            "app.intercom.com/a/settings",
            "brand 2 “Kestrel Tea”: app_id: “app.intercom.com/a/settings” names no app",
        ),
        ("heron001", "heron/001", "brand 3 “Heron Books”: app_id: say at most 32 letters"),
        ("heron001", "env-heron", "brand 3 “Heron Books”: app_id: begin it otherwise"),
        ("heron001", "kestrel1", "brand 3 “Heron Books”: app_id: is that of brand 2 already"),
        (
            "Heron Books",
            "Tidewater Coffee",
            "brand 3 “Tidewater Coffee”: app_id: is missing: brand 1 has the same name",
        ),
        ("secret_env = \"KESTREL_SECRET\"", "", "brand 2 “Kestrel Tea”: secret_env: is missing"),
        (
            "\"KESTREL_SECRET\"",
            "\"hunter2-kestrel\"",
            "brand 2 “Kestrel Tea”: secret_env: name an environment variable",
        ),
        (
            "\"KESTREL_SECRET\"",
            "\"NOT_SET\"",
            "brand 2 “Kestrel Tea”: secret_env: the environment variable NOT_SET is unset",
        ),
        (
            "secret_env = \"KESTREL_SECRET\"",
            "secret = \"hunter2\"",
            "brand 2 “Kestrel Tea”: secret_env: is missing",
        ),
        ("region = \"eu\"", "secret = \"hunter2\"", "brand 2 “Kestrel Tea”: secret: is no key of a brand"),
        ("#0b6e6e", "red; inset: 0", "brand 1 “Tidewater Coffee”: action_color: say a colour"),
    ];
    for (old, new, said) in replaced {
        assert!(GOOD.contains(old), "{old}");
        let refusal = with(&GOOD.replace(old, new), &[]).err().unwrap_or_else(|| panic!("{new} was taken"));
        let line = refusal.to_string();
        assert!(
            line.starts_with("BRANDS: ") && line.contains("brands.toml: ") && !line.contains('\n'),
            "{line}"
        );
        assert!(line.contains(said), "for {new}: {line}");
        assert!(!line.contains("hunter2"), "a secret in: {line}");
    }
    for text in ["", "brand = []", "brand = 1", "brand = [1]", &format!("port = 1\n{GOOD}")] {
        assert_eq!(with(text, &[]).err().map(|refusal| refusal.variable), Some("BRANDS"), "{text}");
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let refusal = super::config(&[("BRANDS", "/nowhere/brands.toml")]).expect_err("no file");
    assert!(refusal.to_string().starts_with("BRANDS: /nowhere/brands.toml: "), "{refusal}");
}

#[test]
fn a_setting_that_the_file_decides_is_refused_beside_it() {
    for (variable, value) in
        [("INTERCOM_APP_ID", "abc"), ("INTERCOM_REGION", "eu"), ("INTERCOM_IDENTITY_SECRET", "hunter2")]
    {
        let refusal = with(GOOD, &[(variable, value)]).expect_err(variable);
        assert_eq!(refusal.variable, variable);
        assert!(!refusal.to_string().contains("hunter2"), "{refusal}");
    }
    let named = GOOD.replace("HERON_SECRET", "INTERCOM_IDENTITY_SECRET");
    assert!(with(&named, &[("INTERCOM_IDENTITY_SECRET", "hunter2")]).is_ok());
}
