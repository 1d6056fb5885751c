//! What Intercom defines of people and companies, and what no database can hold.

use super::*;

const A: &str = "https://shop.example/a";

impl Bench {
    async fn boot_saying(&self, more: Value) -> Answer {
        let mut settings = more;
        settings["intercom_user_jwt"] = token("u_1").into();
        self.ping("boot", HOME, settings, None).await
    }

    async fn column(&self, select: &str) -> Vec<Value> {
        let texts = texts(&self.database.open().await, select).await;
        texts.iter().map(|text| serde_json::from_str(text).expect("JSON")).collect()
    }
}

fn refused(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let refused = answer.json()["refused_attributes"].as_array().cloned().unwrap_or_default();
    refused.iter().map(|refused| refused["name"].as_str().expect("a name").to_owned()).collect()
}

#[tokio::test]
async fn details_are_kept_apart_from_attributes_and_null_clears() {
    let bench = Bench::new().await;
    let answer = bench
        .boot_saying(json!({
            "phone": "+47 1", "language_override": "nb", "utm_source": "mail", "unsubscribed_from_emails": true,
            "avatar": { "type": "avatar", "image_url": "https://shop.example/a.png" }, "plan": "pro",
            "social_profiles": [{ "name": "Mastodon", "url": "https://social.example/@marit", "more": 1 }],
        }))
        .await;
    assert!(refused(&answer).is_empty());
    let credential = answer.credential();
    bench.ping("update", A, json!({ "phone": null, "utm_source": "web" }), Some(&credential)).await;
    assert_eq!(
        bench.column("select details from people").await,
        [json!({
            "language_override": "nb", "utm_source": "web", "unsubscribed_from_emails": true,
            "avatar": { "type": "avatar", "image_url": "https://shop.example/a.png" },
            "social_profiles":
                [{ "type": "social_profile", "name": "Mastodon", "url": "https://social.example/@marit" }],
        })]
    );
    assert_eq!(bench.column("select attributes from people").await, [json!({ "plan": "pro" })]);
}

#[tokio::test]
async fn a_detail_of_another_form_is_refused_alone() {
    for (name, value) in [
        ("phone", json!(["1"])),
        ("utm_term", json!("x".repeat(256))),
        ("unsubscribed_from_emails", json!("yes")),
        ("avatar", json!({ "type": "avatar", "image_url": "http://shop.example/a.png" })),
        ("avatar", json!("javascript:alert(1)")),
        ("language_override", json!("a\0b")),
        ("social_profiles", json!([{ "name": "Mastodon", "url": "javascript:alert(1)" }])),
        ("social_profiles", json!([{ "name": "", "url": "https://social.example/@marit" }])),
        ("social_profiles", json!(vec![json!({ "name": "A", "url": "https://a.example" }); 21])),
        ("social_profiles", json!("https://social.example/@marit")),
    ] {
        let bench = Bench::new().await;
        assert_eq!(refused(&bench.boot_saying(json!({ name: value, "plan": "pro" })).await), [name]);
        assert_eq!(bench.column("select attributes from people").await, [json!({ "plan": "pro" })]);
    }
}

#[tokio::test]
async fn companies_are_merged_and_one_is_active() {
    let bench = Bench::new().await;
    let answer = bench
        .boot_saying(json!({
            "company": { "company_id": "c_1", "name": "One", "plan": "pro", "size": 3, "beta": true },
            "companies": [{ "id": 2, "name": "Two" }],
        }))
        .await;
    assert!(refused(&answer).is_empty());
    assert_eq!(bench.last_accepted().await.company.as_deref(), Some("One"));
    let credential = answer.credential();
    let settings = json!({ "company": { "company_id": "2", "name": "Two B", "industry": "tea" } });
    bench.ping("update", A, settings, Some(&credential)).await;
    let settings = json!({ "companies": [{ "company_id": "c_1", "name": "One", "plan": null }] });
    bench.ping("update", HOME, settings, Some(&credential)).await;
    let db = bench.database.open().await;
    let active = "select c.name from companies c join company_members m on m.company = c.id where m.active";
    assert_eq!(texts(&db, active).await, ["Two B"]);
    assert_eq!(texts(&db, "select count(*) from company_members").await, ["2"]);
    assert_eq!(
        bench.column("select details from companies order by company_id").await,
        [json!({ "industry": "tea" }), json!({ "size": 3 })]
    );
    assert_eq!(
        bench.column("select attributes from companies order by company_id").await[1],
        json!({ "beta": true })
    );
}

#[tokio::test]
async fn a_company_or_a_field_of_another_form_is_refused_alone_and_named() {
    for (company, name) in [
        (json!("One"), "company"),
        (json!({ "name": "One" }), "company"),
        (json!({ "company_id": "c_1" }), "company"),
        (json!({ "company_id": "", "name": "One" }), "company"),
        (json!({ "company_id": "c\u{0}", "name": "One" }), "company"),
        (json!({ "company_id": "x".repeat(256), "name": "One" }), "company"),
        (json!({ "company_id": "c_1", "name": "One", "size": "many" }), "company.size"),
        (json!({ "company_id": "c_1", "name": "One", "plan": ["pro"] }), "company.plan"),
        (json!({ "company_id": "c_1", "name": "One", "nested": {} }), "nested"),
    ] {
        let bench = Bench::new().await;
        let answer = bench.boot_saying(json!({ "company": company, "plan": "pro" })).await;
        assert_eq!(refused(&answer), [name]);
        assert_eq!(bench.column("select attributes from people").await, [json!({ "plan": "pro" })]);
    }
    let bench = Bench::new().await;
    let list = json!({ "companies": [{ "id": 1, "name": "One" }, { "id": 2 }] });
    assert_eq!(refused(&bench.boot_saying(list).await), ["companies[1]"]);
    assert_eq!(refused(&bench.boot_saying(json!({ "companies": "One" })).await), ["companies"]);
}

#[tokio::test]
async fn a_visitor_acts_for_no_company() {
    let bench = Bench::new().await;
    let answer = bench.ping("boot", HOME, json!({ "company": { "id": 1, "name": "One" } }), None).await;
    assert_eq!(refused(&answer), ["company"]);
}

#[tokio::test]
async fn what_holds_a_nul_is_refused_or_left_out_and_never_fails() {
    let bench = Bench::new().await;
    let answer = bench.boot_saying(json!({ "a\0b": 1, "note": "a\0b", "plan": "pro", "name": "N\0" })).await;
    assert_eq!(refused(&answer), ["ab", "note"]);
    assert_eq!(bench.column("select attributes from people").await, [json!({ "plan": "pro" })]);

    let token = sign(&json!({ "user_id": "u_2", "exp": NOW + 60, "name": "N\0", "note": "\0", "x\0": "y" }));
    let answer = bench.ping("boot", HOME, json!({ "intercom_user_jwt": token }), None).await;
    assert_eq!(refused(&answer).len(), 2);
    for claims in [
        json!({ "user_id": "u\0", "exp": NOW + 60 }),
        json!({ "user_id": "x".repeat(256), "exp": NOW + 60 }),
        json!({ "user_id": "u_1", "email": "e\0", "exp": NOW + 60 }),
    ] {
        let answer = bench.ping("boot", HOME, json!({ "intercom_user_jwt": sign(&claims) }), None).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    for (app_id, visitor_id, status) in [("a\0b", "x", 400), (bench.workspace.app_id(), "a\0b", 200)] {
        let body =
            json!({ "app_id": app_id, "call": "boot", "page": { "url": HOME }, "visitor_id": visitor_id });
        let answer = bench.post("/messenger/web/ping", body.to_string(), Some("made-up")).await;
        assert_eq!(answer.status.as_u16(), status);
    }
    let body = json!({ "app_id": "a\0b", "call": "update", "page": { "url": HOME } });
    assert_eq!(
        bench.post("/messenger/web/ping", body.to_string(), None).await.status,
        StatusCode::BAD_REQUEST
    );
    let body = json!({ "app_id": "nobody", "call": "update", "page": { "url": HOME } });
    assert_eq!(bench.post("/messenger/web/ping", body.to_string(), None).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn dates_are_unix_seconds_or_iso_8601_with_a_zone_in_settings_and_tokens_alike() {
    let signed_up = "select cast(signed_up_at as text) from people";
    for date in [json!(1_700_000_000), json!("2023-11-14T22:13:20Z"), json!("2023-11-14T23:13:20+01:00")] {
        let bench = Bench::new().await;
        let in_clear = json!({ "created_at": date, "trial_ends_at": date, "company": { "company_id": "c", "name": "C", "created_at": date, "renews_at": date } });
        assert!(refused(&bench.boot_saying(in_clear).await).is_empty(), "{date}");
        assert_eq!(texts(&bench.database.open().await, signed_up).await, ["1700000000"]);
        assert_eq!(
            bench.column("select attributes from people").await,
            [json!({ "trial_ends_at": 1_700_000_000 })]
        );
        assert_eq!(
            bench.column("select details from companies").await,
            [json!({ "created_at": 1_700_000_000 })]
        );
        assert_eq!(
            bench.column("select attributes from companies").await,
            [json!({ "renews_at": 1_700_000_000 })]
        );

        let bench = Bench::new().await;
        let token =
            sign(&json!({ "user_id": "u_1", "exp": NOW + 60, "created_at": date, "trial_ends_at": date }));
        let answer = bench.ping("boot", HOME, json!({ "intercom_user_jwt": token }), None).await;
        assert!(refused(&answer).is_empty(), "{date}");
        assert_eq!(texts(&bench.database.open().await, signed_up).await, ["1700000000"]);
        assert_eq!(
            bench.column("select attributes from people").await,
            [json!({ "trial_ends_at": 1_700_000_000 })]
        );
    }
}

#[tokio::test]
async fn what_is_no_date_is_refused_by_name_wherever_it_stands() {
    for date in [json!("soon"), json!("2023-11-14"), json!("2023-11-14T22:13:20"), json!(true)] {
        let bench = Bench::new().await;
        let in_clear = json!({ "created_at": date, "trial_ends_at": date, "plan": "pro", "company": { "company_id": "c", "name": "C", "created_at": date } });
        let mut names = refused(&bench.boot_saying(in_clear).await);
        names.sort();
        assert_eq!(names, ["company.created_at", "created_at", "trial_ends_at"], "{date}");
        assert_eq!(bench.column("select attributes from people").await, [json!({ "plan": "pro" })]);
        let token = sign(&json!({ "user_id": "u_2", "exp": NOW + 60, "created_at": date }));
        let answer = bench.ping("boot", HOME, json!({ "intercom_user_jwt": token }), None).await;
        assert_eq!(refused(&answer), ["created_at"], "{date}");
    }
}

#[tokio::test]
async fn page_title_stands_for_the_documents_own() {
    let bench = Bench::new().await;
    bench.ping("boot", HOME, json!({ "page_title": "Checkout" }), None).await;
    assert_eq!(bench.last_accepted().await.title, "Checkout");
    bench.ping("boot", HOME, json!({ "page_title": " " }), None).await;
    assert_eq!(bench.last_accepted().await.title, "A page");
}
