//! Events of people: stored, repeated, refused and limited.

use super::*;
use leptos_messenger::desk::keys_state;
use leptos_messenger::workspace::data_events::archive_event_name;
use leptos_messenger::workspace::feed::EventTracked;

const DAY: i64 = 24 * 60 * 60;

impl Bench {
    /// An event whose call is not known.
    pub(super) async fn track(&self, name: &str, metadata: Value, credential: Option<&str>) -> Answer {
        self.track_call(None, name, metadata, credential).await
    }

    /// An event as the loader sends it, with an id for each call.
    async fn track_call(
        &self,
        call: Option<&str>,
        name: &str,
        metadata: Value,
        credential: Option<&str>,
    ) -> Answer {
        let body = json!({
            "app_id": self.workspace.app_id(), "ping_id": call, "name": name, "metadata": metadata,
        });
        self.post("/messenger/web/event", body.to_string(), credential).await
    }

    async fn last_tracked(&self) -> EventTracked {
        match self.last().await {
            FeedKind::EventTracked(event) => event,
            other => panic!("no event: {other:?}"),
        }
    }

    async fn stored(&self, select: &str) -> Vec<String> {
        texts(&self.database.open().await, select).await
    }
}

#[tokio::test]
async fn an_event_is_stored_with_its_person_name_metadata_and_time() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    bench.clock.advance(5);
    let metadata = json!({ "order_id": "o-7", "price": { "amount": 2900, "currency": "eur" }, "bags": 2 });
    let answer = bench.track("completed-purchase", metadata, Some(&credential)).await;
    assert_eq!((answer.status, answer.json()), (StatusCode::OK, json!({ "duplicate": false })));
    let rows = "select p.user_id || ' ' || e.name || ' ' || e.created_at
                from data_events e join people p on p.id = e.person_id";
    assert_eq!(bench.stored(rows).await, [format!("u_1 completed-purchase {}", NOW + 5)]);
    let kept: Value =
        serde_json::from_str(&bench.stored("select metadata from data_events").await[0]).expect("JSON");
    assert_eq!(kept["price"], json!({ "amount": 2900, "currency": "eur" }));
    let event = bench.last_tracked().await;
    assert_eq!(
        (event.name.as_str(), event.metadata.len(), event.duplicate),
        ("completed-purchase", 3, false)
    );
    assert!(event.person.verified && event.person.user_id.as_deref() == Some("u_1"));
}

#[tokio::test]
async fn an_event_is_no_impression_and_lets_the_next_ping_count_as_before() {
    let bench = Bench::new().await;
    let credential = bench.ping("boot", HOME, json!({}), None).await.credential();
    bench.clock.advance(60);
    bench.track("read-guide", json!({}), Some(&credential)).await;
    assert_eq!(bench.impressions().await, 1);
    let seen = "select impressions || ' ' || last_seen_at from people";
    assert_eq!(bench.stored(seen).await, [format!("1 {}", NOW + 60)]);
    bench.ping("update", HOME, json!({}), Some(&credential)).await;
    assert_eq!(bench.impressions().await, 2, "a bare update at the same address repeats nothing");
}

#[tokio::test]
async fn only_a_live_session_of_this_app_and_platform_sends_events() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    for wrong in [None, Some("nonsense"), Some("")] {
        assert_eq!(bench.track("x", json!({}), wrong).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(bench.last_refused().await.status, 403);
    let on = |platform: &str, app_id: &str| {
        let body = json!({ "app_id": app_id, "name": "x" }).to_string();
        bench.post(format!("/messenger/{platform}/event").leak(), body, Some(&credential))
    };
    let own = bench.workspace.app_id();
    assert_eq!(on("ios", own).await.status, StatusCode::FORBIDDEN);
    assert_eq!(on("web", "another").await.status, StatusCode::NOT_FOUND);
    assert_eq!(on("toaster", own).await.status, StatusCode::NOT_FOUND);
    bench.clock.advance(7_200 + 60);
    assert_eq!(bench.track("x", json!({}), Some(&credential)).await.status, StatusCode::FORBIDDEN);
    let ended = bench.ping("boot", HOME, json!({}), None).await.credential();
    bench.post("/messenger/web/shutdown", String::new(), Some(&ended)).await;
    assert_eq!(bench.track("x", json!({}), Some(&ended)).await.status, StatusCode::FORBIDDEN);
    assert!(bench.stored("select id from data_events").await.is_empty());
}

#[tokio::test]
async fn a_visitors_events_move_with_them_when_they_become_a_user() {
    let bench = Bench::new().await;
    let user = bench.boot_user("u_1").await.credential();
    bench.track("both", json!({}), Some(&user)).await;
    let booted = bench.ping("boot", HOME, json!({}), None).await;
    let (visitor, id) = (booted.credential(), booted.visitor_id());
    for name in ["both", "read-guide"] {
        bench.track(name, json!({ "guide": "pour-over" }), Some(&visitor)).await;
    }
    let settings = json!({ "intercom_user_jwt": token("u_1") });
    bench.ping_as(Some(&id), "boot", HOME, settings, Some(&visitor)).await;
    let of_user =
        "select e.name from data_events e join people p on p.id = e.person_id where p.user_id = 'u_1'
                   order by e.name";
    assert_eq!(
        bench.stored(of_user).await,
        ["both", "read-guide"],
        "what both did in one second is one event"
    );
    assert_eq!(bench.stored("select cast(count(*) as text) from data_events").await, ["2"]);
}

#[tokio::test]
async fn different_events_of_one_name_in_the_same_second_are_all_stored() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    for coffee in ["kelp", "deep", "tide"] {
        let metadata = json!({ "coffee": coffee });
        let answer = bench.track_call(Some(coffee), "added-to-cart", metadata, Some(&credential)).await;
        assert_eq!(answer.json()["duplicate"], json!(false), "{coffee}");
    }
    let rows = "select cast(created_at - 1800000000 as text) from data_events order by created_at";
    assert_eq!(NOW, 1_800_000_000);
    assert_eq!(bench.stored(rows).await, ["0", "1", "2"]);
}

#[tokio::test]
async fn without_a_calls_id_a_name_of_a_person_in_a_second_is_one_event() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    for (n, duplicate) in [(1, false), (1, true), (2, true)] {
        let answer = bench.track("added-to-cart", json!({ "n": n }), Some(&credential)).await;
        assert_eq!(answer.json()["duplicate"], json!(duplicate));
        assert_eq!(bench.last_tracked().await.duplicate, duplicate);
    }
    bench.clock.advance(1);
    let answer = bench.track("added-to-cart", json!({ "n": 1 }), Some(&credential)).await;
    assert_eq!(answer.json()["duplicate"], json!(false));
    assert_eq!(bench.stored("select cast(count(*) as text) from data_events").await, ["2"]);
}

#[tokio::test]
async fn equal_calls_of_a_page_are_all_stored_and_a_call_that_comes_again_is_not() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    let calls = [("a", false), ("b", false), ("b", true), ("c", false), ("a", true)];
    for (call, duplicate) in calls {
        let answer =
            bench.track_call(Some(call), "added-to-cart", json!({ "n": 1 }), Some(&credential)).await;
        assert_eq!(answer.json()["duplicate"], json!(duplicate), "{call}");
        assert_eq!(bench.last_tracked().await.duplicate, duplicate, "{call}");
    }
    bench.clock.advance(60);
    let late = bench.track_call(Some("b"), "added-to-cart", json!({ "n": 1 }), Some(&credential)).await;
    assert_eq!(late.json()["duplicate"], json!(true), "also later");
    assert_eq!(bench.stored("select cast(count(*) as text) from data_events").await, ["3"]);
}

#[tokio::test]
async fn a_calls_id_reveals_nothing_of_another_person_or_another_event() {
    let bench = Bench::new().await;
    let one = bench.boot_user("u_1").await.credential();
    let other = bench.boot_user("u_2").await.credential();
    for (name, credential) in [("x", &one), ("x", &other), ("y", &one)] {
        let answer = bench.track_call(Some("a"), name, json!({}), Some(credential)).await;
        assert_eq!(answer.json()["duplicate"], json!(false), "{name}");
    }
}

#[tokio::test]
async fn bad_metadata_is_refused_alone_and_named() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    let metadata = json!({
        "plan": "Harbour", "list": [1], "deep": { "a": { "b": 1 } }, "none": null, "a.b": 1, "long": "x".repeat(256),
        "nul": "\u{0}", "<script>alert(1)</script>": { "url": "javascript:alert(1)", "value": "x" },
    });
    let answer = bench.track("x", metadata, Some(&credential)).await;
    assert_eq!(answer.status, StatusCode::OK);
    let refused = answer.json()["refused_metadata"].as_array().expect("a list").len();
    assert_eq!((refused, bench.last_tracked().await.refused_metadata.len()), (7, 7));
    let kept: Value =
        serde_json::from_str(&bench.stored("select metadata from data_events").await[0]).expect("JSON");
    assert_eq!(kept, json!({ "plan": "Harbour" }));
}

#[tokio::test]
async fn what_is_no_event_is_400_and_nothing_of_it_is_repeated() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    let app_id = bench.workspace.app_id();
    for body in [
        json!(null),
        json!({ "app_id": app_id }),
        json!({ "app_id": app_id, "name": "" }),
        json!({ "app_id": app_id, "name": " \t" }),
        json!({ "app_id": app_id, "name": 7 }),
        json!({ "app_id": app_id, "name": "canary\u{7}" }),
        json!({ "app_id": app_id, "name": "canary".repeat(40) }),
        json!({ "app_id": app_id, "name": "x", "metadata": ["canary"] }),
        json!({ "app_id": app_id, "name": "x", "metadata": "canary" }),
        json!({ "app_id": app_id, "name": "x", "ping_id": "<canary>" }),
    ] {
        let answer = bench.post("/messenger/web/event", body.to_string(), Some(&credential)).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
        assert!(!answer.body.contains("canary") && !bench.last_reason().await.contains("canary"));
    }
    let large = json!({ "app_id": app_id, "name": "x", "metadata": { "x": "x".repeat(64 * 1024) } });
    let answer = bench.post("/messenger/web/event", large.to_string(), Some(&credential)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(bench.stored("select id from data_events").await.is_empty());
}

#[tokio::test]
async fn an_app_has_at_most_120_names_and_a_forgotten_one_is_free_again() {
    let bench = Bench::new().await;
    let credential = {
        let settings = json!({ "intercom_user_jwt": token_until("u_1", NOW + 20 * DAY) });
        bench.ping("boot", HOME, settings, None).await.credential()
    };
    for n in 0..120 {
        assert_eq!(bench.track(&format!("e{n}"), json!({}), Some(&credential)).await.status, StatusCode::OK);
    }
    let answer = bench.track("one-more", json!({}), Some(&credential)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(bench.last_refused().await.status, 422);
    bench.clock.advance(10 * DAY);
    assert_eq!(bench.track("e7", json!({}), Some(&credential)).await.status, StatusCode::OK);
    // Impressions, events and names, the feed's entry of each, a refusal too, that the person was made, and the address that the session saw.
    assert_eq!(bench.forget_old(9 * DAY).await.expect("a sweep"), 1 + 120 + 119 + 122 + 1 + 1);
    assert_eq!(bench.stored("select name from data_events").await, ["e7"]);
    assert_eq!(bench.track("one-more", json!({}), Some(&credential)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_person_who_goes_takes_their_events_along() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    bench.track("x", json!({}), Some(&credential)).await;
    execute(&bench.database.open().await, "delete from people").await;
    assert!(bench.stored("select id from data_events").await.is_empty());
}

#[tokio::test]
async fn events_of_an_app_are_nothing_to_another() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    execute(
        &bench.database.open().await,
        "insert into workspace_apps (app_id, name, created_at) values ('b', 'B', 1)",
    )
    .await;
    let body = json!({ "app_id": "b", "name": "x" }).to_string();
    let answer = bench.post("/messenger/web/event", body, Some(&credential)).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn visitors_share_twenty_names_and_the_rest_is_for_proved_people() {
    let bench = Bench::new().await;
    let mut taken = 0;
    for n in 0..125 {
        let credential = bench.ping("boot", HOME, json!({}), None).await.credential();
        let answer = bench.track(&format!("flood-{n}"), json!({}), Some(&credential)).await;
        match answer.status {
            StatusCode::OK => taken += 1,
            status => assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY),
        }
    }
    assert_eq!(taken, 20);
    let customer = bench.boot_user("u_1").await.credential();
    assert_eq!(bench.track("completed-purchase", json!({}), Some(&customer)).await.status, StatusCode::OK);
    // A name that proved people use is everybody's.
    let visitor = bench.ping("boot", HOME, json!({}), None).await.credential();
    assert_eq!(bench.track("completed-purchase", json!({}), Some(&visitor)).await.status, StatusCode::OK);
    // A name of the small share that a proved person uses counts for it no longer.
    assert_eq!(bench.track("flood-0", json!({}), Some(&customer)).await.status, StatusCode::OK);
    assert_eq!(bench.track("one-more", json!({}), Some(&visitor)).await.status, StatusCode::OK);
    assert_eq!(
        bench.track("one-too-many", json!({}), Some(&visitor)).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    for n in 0..98 {
        let name = format!("own-{n}");
        assert_eq!(bench.track(&name, json!({}), Some(&customer)).await.status, StatusCode::OK, "{n}");
    }
    assert_eq!(
        bench.track("beyond", json!({}), Some(&customer)).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn a_teammate_archives_a_name_and_restores_it() {
    let bench = Bench::new().await;
    let by = || leptos_messenger::workspace::audit::Actor::Teammate {
        account_id: "a_1",
        name: "Ines",
        address: None,
    };
    let app_id = bench.workspace.app_id();
    let credential = bench.boot_user("u_1").await.credential();
    for n in 0..120 {
        assert_eq!(bench.track(&format!("n-{n}"), json!({}), Some(&credential)).await.status, StatusCode::OK);
    }
    let full = StatusCode::UNPROCESSABLE_ENTITY;
    assert_eq!(bench.track("wanted", json!({}), Some(&credential)).await.status, full);
    archive_event_name(bench.workspace.store(), by(), app_id, "n-7", true).await.expect("archived");
    assert_eq!(bench.track("n-7", json!({}), Some(&credential)).await.status, full);
    assert_eq!(bench.last_refused().await.reason, "A teammate archived this name of events.");
    assert_eq!(bench.track("wanted", json!({}), Some(&credential)).await.status, StatusCode::OK);
    let names = keys_state(&bench.workspace, app_id, "nobody").await.expect("a state").event_names;
    assert_eq!((names.len(), names.iter().filter(|name| name.archived).count()), (121, 1));
    archive_event_name(bench.workspace.store(), by(), app_id, "n-7", false).await.expect("restored");
    bench.clock.advance(1);
    assert_eq!(bench.track("n-7", json!({}), Some(&credential)).await.status, StatusCode::OK);
}
