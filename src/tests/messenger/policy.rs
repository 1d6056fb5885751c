//! The page's Content-Security-Policy with what the widget needs of it.

use leptos::prelude::Owner;
use leptos_messenger::messenger::server::{
    IdentitySecret, Region, Workspace, expire_widget_cookies, merge_policy,
};
use leptos_router::RouteList;
use proptest::prelude::*;

use super::console::console_of;
use super::host::{Host, open, routes};

const REGIONS: [Region; 3] = [Region::Us, Region::Eu, Region::Au];

fn own() -> Workspace {
    Workspace::own("app", IdentitySecret::new("secret"))
}

fn hosted(region: Region) -> Workspace {
    Workspace::hosted("app", IdentitySecret::new("secret"), region)
}

/// What a page may do, as the directives that browsers read for it: the first that is there counts.
/// Source: W3C, "Content Security Policy Level 3", section 6.8.3.
const FETCHES: &[&[&str]] = &[
    &["script-src-elem", "script-src", "default-src"],
    &["script-src-attr", "script-src", "default-src"],
    &["style-src-elem", "style-src", "default-src"],
    &["style-src-attr", "style-src", "default-src"],
    &["worker-src", "child-src", "script-src", "default-src"],
    &["frame-src", "child-src", "default-src"],
    &["connect-src", "default-src"],
    &["font-src", "default-src"],
    &["img-src", "default-src"],
    &["manifest-src", "default-src"],
    &["media-src", "default-src"],
    &["object-src", "default-src"],
    &["form-action"],
    &["frame-ancestors"],
    &["base-uri"],
];

/// The sources that one policy allows for a fetch, as browsers read it; none where it restricts nothing.
fn allowed<'a>(policy: &'a str, fetch: &[&str]) -> Option<Vec<&'a str>> {
    let sources_of = |name: &str| {
        policy.split(';').filter(|directive| directive.is_ascii()).find_map(|directive| {
            let mut words = directive.split_ascii_whitespace();
            words.next().filter(|found| found.eq_ignore_ascii_case(name)).map(|_| words.collect::<Vec<_>>())
        })
    };
    let sources = fetch.iter().find_map(|name| sources_of(name))?;
    // Beside any other source it means nothing.
    Some(sources.into_iter().filter(|source| !source.eq_ignore_ascii_case("'none'")).collect())
}

/// What a workspace asks of a policy that allows nothing: for each fetch the sources that it needs.
fn needs(workspace: &Workspace) -> Vec<(&'static [&'static str], Vec<String>)> {
    let strict = workspace.merge_policy("default-src 'none'; form-action 'none'; style-src-attr 'none'");
    let sources =
        |fetch| allowed(&strict, fetch).unwrap_or_default().into_iter().map(str::to_owned).collect();
    let needs = FETCHES.iter().map(|fetch| (*fetch, sources(fetch)));
    // Attributes that hold scripts and workers are not the widget's: they follow where scripts go.
    needs.filter(|(fetch, _)| !["script-src-attr", "worker-src"].contains(&fetch[0])).collect()
}

#[test]
fn a_workspace_of_the_pages_own_origin_needs_its_frame_and_nothing_more() {
    let policy = "default-src 'none'; script-src 'self'; form-action 'self'";
    assert_eq!(own().merge_policy(policy), format!("{policy}; frame-src 'self'"));
}

#[test]
fn each_region_names_its_own_hosts_and_no_other_regions() {
    let foreign = |region| match region {
        Region::Us => vec![".eu", "europe", ".au.", "australia"],
        Region::Eu => vec![".au.", "australia", "//api.intercom.io", "//api-iam.intercom.io", "websocket-a."],
        Region::Au => vec![".eu", "europe", "//api.intercom.io", "//api-iam.intercom.io", "websocket-a."],
    };
    for region in REGIONS {
        let policy = hosted(region).merge_policy("default-src 'none'; form-action 'self'");
        assert!(
            policy.contains("; script-src https://app.intercom.io https://widget.intercom.io "),
            "{policy}"
        );
        let api = region.api_base().unwrap_or("https://api-iam.intercom.io");
        for directive in ["connect-src", "form-action"] {
            let sources = allowed(&policy, &[directive]).expect("a directive");
            assert!(sources.contains(&api), "{region:?}: {policy}");
        }
        for mark in foreign(region) {
            assert!(!policy.contains(mark), "{region:?} names {mark}");
        }
    }
}

/// With the frame of a workspace of the page's own origin, which is the shortest need.
#[test]
fn what_is_absent_begins_with_what_browsers_read_in_its_place() {
    for (policy, merged) in [
        // Nothing stands in: everything is allowed already.
        ("", ""),
        ("script-src 'self'", "script-src 'self'"),
        ("upgrade-insecure-requests", "upgrade-insecure-requests"),
        ("default-src 'self'", "default-src 'self'; frame-src 'self'"),
        ("default-src https:", "default-src https:; frame-src https: 'self'"),
        ("default-src 'none'", "default-src 'none'; frame-src 'self'"),
        ("default-src", "default-src; frame-src 'self'"),
        // Nearer than `default-src`; and it gets the source too, as Intercom lists it.
        (
            "default-src 'none'; child-src a.example",
            "default-src 'none'; child-src a.example 'self'; frame-src a.example 'self'",
        ),
        ("FRAME-SRC 'NONE'", "FRAME-SRC 'self'"),
        ("frame-src 'self'", "frame-src 'self'"),
        // Browsers read the first of a name; the other one stays for their console to name.
        ("frame-src a.example; frame-src b.example", "frame-src a.example 'self'; frame-src b.example"),
        // A page must pass each of several policies.
        (
            "frame-src 'none', script-src 'self', default-src b.example",
            "frame-src 'self', script-src 'self', default-src b.example; frame-src b.example 'self'",
        ),
        // Browsers skip what is not ASCII.
        ("frame-src ü.example; frame-src 'none'", "frame-src ü.example; frame-src 'self'"),
        (" ;frame-src\t'none' ;; ", "frame-src 'self'"),
    ] {
        assert_eq!(own().merge_policy(policy), merged, "{policy}");
    }
}

#[test]
fn sources_go_into_the_directive_that_browsers_read() {
    let merged = hosted(Region::Eu).merge_policy(
        "default-src 'none'; script-src 'self'; script-src-elem 'self'; style-src-elem 'self'; style-src-attr 'none'",
    );
    for (directive, sources) in [
        (
            "script-src",
            "'self' https://app.intercom.io https://widget.intercom.io https://js.intercomcdn.com",
        ),
        (
            "script-src-elem",
            "'self' https://app.intercom.io https://widget.intercom.io https://js.intercomcdn.com",
        ),
        ("style-src", "'unsafe-inline'"),
        ("style-src-elem", "'self' 'unsafe-inline'"),
        ("style-src-attr", "'unsafe-inline'"),
        ("font-src", "https://js.intercomcdn.com https://fonts.intercomcdn.com"),
    ] {
        assert!(
            format!("{merged};").contains(&format!("; {directive} {sources};")),
            "{directive} in {merged}"
        );
    }
    for absent in ["form-action", "child-src", "base-uri", "frame-ancestors", "script-src-attr", "worker-src"]
    {
        assert!(!merged.contains(absent), "{absent} in {merged}");
    }
}

#[tokio::test]
async fn a_page_that_is_rendered_gets_the_policy_of_its_workspace() {
    fn set() {
        let reply = leptos::prelude::expect_context::<leptos_axum::ResponseOptions>();
        let policy = merge_policy("default-src 'self'").parse().expect("a header");
        reply.insert_header(axum::http::header::CONTENT_SECURITY_POLICY, policy);
    }
    let policy = async |app| {
        open(app, "/").await.headers()["content-security-policy"].to_str().expect("text").to_owned()
    };
    let host = Host::default();
    assert!(policy(host.app(set)).await.contains("; script-src 'self' https://app.intercom.io "));
    assert_eq!(host.asked(), 1);
    assert_eq!(policy(Host::without_workspace().app(set)).await, "default-src 'self'");
    assert_eq!(policy(routes(set)).await, "default-src 'self'");
}

#[test]
fn a_policy_that_stays_as_it_is_for_want_of_the_layer_is_said_on_the_console() {
    let path = concat!(
        module_path!(),
        "::a_policy_that_stays_as_it_is_for_want_of_the_layer_is_said_on_the_console"
    );
    let Some(said) = console_of(path) else {
        return assert_eq!(merge_policy("default-src 'self'"), "default-src 'self'");
    };
    let reason = "the Messenger's sources were not added to the Content-Security-Policy: no request";
    assert!(said.contains(reason), "{said}");
}

#[test]
fn nothing_is_said_of_the_layer_while_leptos_lists_the_routes() {
    let path = concat!(module_path!(), "::nothing_is_said_of_the_layer_while_leptos_lists_the_routes");
    let Some(said) = console_of(path) else {
        let app = || {
            expire_widget_cookies();
            merge_policy("default-src 'self'")
        };
        _ = Owner::new().with(|| RouteList::generate(app));
        return;
    };
    assert!(!said.contains("the Messenger's"), "{said}");
}

/// What a host may have written, well or badly.
fn policies() -> impl Strategy<Value = String> {
    let names: Vec<&str> = FETCHES.iter().flat_map(|fetch| fetch.iter().copied()).collect();
    let name = prop_oneof![
        8 => proptest::sample::select(names.clone()).prop_map(str::to_owned),
        1 => proptest::sample::select(names).prop_map(str::to_uppercase),
        1 => "[a-z-]{0,8}",
    ];
    let source = prop_oneof![
        Just("'self'".to_owned()),
        Just("'none'".to_owned()),
        Just("'NONE'".to_owned()),
        Just("'unsafe-inline'".to_owned()),
        Just("HTTPS://js.intercomcdn.com".to_owned()),
        Just("https://api-iam.eu.intercom.io".to_owned()),
        Just("ü".to_owned()),
        "[a-z:/.*]{1,6}",
    ];
    let directive = (name, proptest::collection::vec(source, 0..4))
        .prop_map(|(name, sources)| format!("{name} {}", sources.join("\t")));
    let policy = proptest::collection::vec(directive, 0..6).prop_map(|directives| directives.join("; "));
    prop_oneof![
        4 => proptest::collection::vec(policy, 1..3).prop_map(|policies| policies.join(",")),
        1 => any::<String>(),
    ]
}

fn workspaces() -> impl Strategy<Value = Workspace> {
    proptest::sample::select(vec![own(), hosted(Region::Us), hosted(Region::Eu), hosted(Region::Au)])
}

proptest! {
    #[test]
    fn what_a_policy_allowed_stays_allowed(policy in policies(), workspace in workspaces()) {
        let merged = workspace.merge_policy(&policy);
        prop_assert_eq!(policy.split(',').count(), merged.split(',').count());
        for (before, after) in policy.split(',').zip(merged.split(',')) {
            for fetch in FETCHES {
                let (before, after) = (allowed(before, fetch), allowed(after, fetch));
                let kept = match (&before, &after) {
                    (_, None) => true,
                    (None, Some(_)) => false,
                    (Some(before), Some(after)) => before.iter().all(|source| after.contains(source)),
                };
                prop_assert!(kept, "{}: {before:?} became {after:?} in {merged:?}", fetch[0]);
            }
        }
    }

    #[test]
    fn what_the_widget_needs_is_allowed_where_browsers_look_for_it(policy in policies(), workspace in workspaces()) {
        let merged = workspace.merge_policy(&policy);
        for policy in merged.split(',') {
            for (fetch, needed) in needs(&workspace) {
                let Some(allowed) = allowed(policy, fetch) else { continue };
                let missing = |source: &&String| !allowed.iter().any(|one| one.eq_ignore_ascii_case(source));
                prop_assert_eq!(needed.iter().find(missing), None, "{} in {:?}", fetch[0], policy);
            }
        }
    }

    #[test]
    fn nothing_is_added_but_what_the_widget_needs(policy in policies(), workspace in workspaces()) {
        let merged = workspace.merge_policy(&policy);
        let needed: Vec<String> = needs(&workspace).into_iter().flat_map(|(_, sources)| sources).collect();
        for (before, after) in policy.split(',').zip(merged.split(',')) {
            for fetch in FETCHES {
                let (Some(before), Some(after)) = (allowed(before, fetch), allowed(after, fetch)) else { continue };
                let new: Vec<_> = after.into_iter().filter(|source| !before.contains(source)).collect();
                prop_assert!(new.iter().all(|source| needed.iter().any(|one| one == source)), "{}: {new:?}", fetch[0]);
                let once = new.iter().all(|one| new.iter().filter(|other| one == *other).count() == 1);
                prop_assert!(once, "{}: {new:?}", fetch[0]);
            }
        }
    }

    #[test]
    fn merging_twice_changes_nothing(policy in policies(), workspace in workspaces()) {
        let merged = workspace.merge_policy(&policy);
        prop_assert_eq!(workspace.merge_policy(&merged), merged);
    }
}
