//! How the Messenger looks, and that nothing else goes along with it.

use leptos::serde_json::{Value, from_str, from_value, json, to_value};
use leptos_messenger::messenger::server::{IdentitySecret, Region, Workspace};
use leptos_messenger::messenger::{Alignment, Look, ThemeMode, WidgetSettings};

fn workspace() -> Workspace {
    Workspace::hosted("app", IdentitySecret::new("secret"), Region::Us)
}

/// Every setting that there is: a new one does not compile until it stands here.
fn whole_look() -> Look {
    let text = || Some("it".to_owned());
    Look {
        alignment: Some(Alignment::Left),
        horizontal_padding: Some(20),
        vertical_padding: Some(40),
        z_index: Some(-15),
        theme_mode: Some(ThemeMode::Dark),
        action_color: text(),
        background_color: text(),
        link_color: text(),
        hide_default_launcher: Some(true),
        hide_notifications: Some(false),
        custom_launcher_selector: text(),
        session_duration: Some(300_000),
        messenger_style_id: text(),
        language_override: text(),
    }
}

#[test]
fn the_look_travels_by_intercoms_names() {
    let workspace = workspace().look(&whole_look()).expect("within the limits");
    assert_eq!(
        from_str::<Value>(workspace.widget.look()).expect("JSON"),
        json!({
            "alignment": "left", "horizontal_padding": 20, "vertical_padding": 40, "z_index": -15, "theme_mode": "dark",
            "action_color": "it", "background_color": "it", "link_color": "it", "hide_default_launcher": true,
            "hide_notifications": false, "custom_launcher_selector": "it", "session_duration": 300_000,
            "messenger_style_id": "it", "language_override": "it",
        })
    );
    let workspace = workspace.look(&Look::default()).expect("within the limits");
    assert_eq!(workspace.widget.look(), "{}", "what is left out is not sent");
}

#[test]
fn a_look_below_the_limits_is_refused_by_name() {
    let narrow = Look { horizontal_padding: Some(19), ..Look::default() };
    let low = Look { vertical_padding: Some(0), ..Look::default() };
    // Seconds, where milliseconds are asked for.
    let brief = Look { session_duration: Some(3_600), ..Look::default() };
    for (look, setting, unit) in [
        (narrow, "horizontal_padding", "20 pixels"),
        (low, "vertical_padding", "20 pixels"),
        (brief, "session_duration", "milliseconds"),
    ] {
        let error = workspace().look(&look).map(|_| ()).expect_err("refused").to_string();
        assert!(error.contains(setting) && error.contains(unit), "{error}");
    }
}

#[test]
fn settings_go_to_the_browser_and_back_whole() {
    let widget = workspace().look(&whole_look()).expect("within the limits").contact("crew@a.example").widget;
    assert_eq!(from_value::<WidgetSettings>(to_value(&widget).expect("JSON")).expect("settings"), widget);
}

/// The field itself is private: a look, and JSON that is read, are the only ways into it.
#[test]
fn nobody_writes_an_identity_into_the_settings_of_a_boot() {
    let workspace = workspace().look(&whole_look()).expect("within the limits");
    let settings = to_value(&workspace.widget).expect("JSON");
    for name in
        ["user_id", "email", "name", "user_hash", "intercom_user_jwt", "company", "avatar", "auth_tokens"]
    {
        assert!(from_str::<Value>(workspace.widget.look()).expect("JSON").get(name).is_none());
        for look in [json!({ name: "7" }), json!({ "z_index": 1, name: "7" })] {
            let mut settings = settings.clone();
            settings["look"] = look.to_string().into();
            let read = from_value::<WidgetSettings>(settings);
            assert!(read.is_err(), "{name} stands in the look that was read");
            assert!(from_value::<Look>(look).is_err(), "{name} stands in a look");
        }
    }
}
