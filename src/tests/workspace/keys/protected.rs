//! Protected attributes and companies.

use super::*;

#[tokio::test]
async fn a_protected_attribute_comes_from_the_token_alone() {
    let bench = Bench::new().await;
    keys::protect(bench.workspace.store(), BY, bench.workspace.app_id(), "plan").await.expect("protected");
    let token = sign(&json!({ "user_id": "u_1", "exp": NOW + 60, "plan": "pro" }));
    let settings = json!({ "intercom_user_jwt": token, "plan": "free", "seats": 2 });
    let answer = bench.ping("boot", HOME, settings, None).await;
    assert_eq!(answer.json()["refused_attributes"][0]["name"], "plan");
    let credential = answer.credential();
    bench.ping("update", A, json!({ "plan": null, "seats": 3 }), Some(&credential)).await;
    assert_eq!(bench.last_accepted().await.refused_attributes.len(), 1);
    let rows = texts(&bench.database.open().await, "select attributes from people").await;
    assert_eq!(serde_json::from_str::<Value>(&rows[0]).expect("JSON"), json!({ "plan": "pro", "seats": 3 }));
}

/// Under either name, a company is a company.
#[tokio::test]
async fn a_protected_company_is_not_changed_by_companies_in_clear_nor_the_other_way_round() {
    for protected in ["company", "companies"] {
        let bench = Bench::new().await;
        keys::protect(bench.workspace.store(), BY, bench.workspace.app_id(), protected)
            .await
            .expect("protected");
        let signed = json!({ "company_id": "c_1", "name": "One", "plan": "pro" });
        let token = sign(&json!({ "user_id": "u_1", "exp": NOW + 60, "company": signed }));
        let forged = json!({ "company_id": "c_1", "name": "Mine", "plan": "free" });
        let settings = json!({ "intercom_user_jwt": token, "companies": [forged] });
        let answer = bench.ping("boot", HOME, settings, None).await;
        assert_eq!(answer.json()["refused_attributes"][0]["name"], "companies");
        let credential = answer.credential();
        bench.ping("update", A, json!({ "company": forged, "companies": [forged] }), Some(&credential)).await;
        let db = bench.database.open().await;
        assert_eq!(texts(&db, "select name from companies").await, ["One"], "{protected}");
        let details = texts(&db, "select details from companies").await;
        let details: Vec<Value> =
            details.iter().map(|text| serde_json::from_str(text).expect("JSON")).collect();
        assert_eq!(details, [json!({ "plan": "pro" })], "{protected}");
    }
}
