//! What the widget needs of the page's Content-Security-Policy.

use leptos_messenger::messenger::server::{IdentitySecret, Region, Workspace, content_security_policy};

fn sources(region: Region) -> Vec<String> {
    let workspace = Workspace::hosted("app", IdentitySecret::new("secret"), region);
    let lists = content_security_policy(&workspace).into_iter();
    lists.flat_map(|(_, sources)| sources.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[test]
fn a_workspace_of_the_pages_own_origin_needs_its_frame_and_nothing_more() {
    let workspace = Workspace::own("app", IdentitySecret::new("secret"));
    assert_eq!(content_security_policy(&workspace), [("frame-src", "'self'")]);
}

#[test]
fn each_region_names_its_own_hosts_and_no_other_regions() {
    let foreign = |region| match region {
        Region::Us => vec![".eu", "europe", ".au.", "australia"],
        Region::Eu => vec![".au.", "australia", "//api.intercom.io", "//api-iam.intercom.io", "websocket-a."],
        Region::Au => vec![".eu", "europe", "//api.intercom.io", "//api-iam.intercom.io", "websocket-a."],
    };
    for region in [Region::Us, Region::Eu, Region::Au] {
        let sources = sources(region);
        assert!(sources.contains(&"https://widget.intercom.io".to_owned()));
        let api = region.api_base().unwrap_or("https://api-iam.intercom.io");
        assert!(sources.iter().any(|source| source == api), "{region:?}");
        for mark in foreign(region) {
            assert!(!sources.iter().any(|source| source.contains(mark)), "{region:?} names {mark}");
        }
    }
}
