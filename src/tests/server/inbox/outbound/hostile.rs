//! Messages whose every field and variable is as hostile as it gets: over the page and at the desk it is text, or of the kinds
//! of HTML that a message may have.

use super::*;
use crate::server::inbox::hostile::{harmless, strings};

/// A post for the page `/m-{n}`, with these fields in place of its own.
fn post(n: usize, changes: Value) -> Value {
    let mut draft = but(json!({
        "style": "post", "audience": [], "text": "Hello", "button_label": "Go", "button_link": "/coffees",
        "pages": [{ "part": "path", "operator": "is", "value": format!("/m-{n}") }],
    }));
    let fields = draft.as_object_mut().expect("an object");
    fields.extend(changes.as_object().cloned().expect("an object"));
    draft
}

/// The post as a new person with these settings reads it.
async fn read_as(desk: &Desk, settings: Value, n: usize) -> String {
    let mut tab = Tab::boot(desk, settings, HOME).await;
    let id = tab.goes_to(&format!("https://shop.example/m-{n}")).await.expect("the post");
    let (status, html) = tab.reads(id).await;
    assert_eq!(status, StatusCode::OK);
    html
}

async fn desk_page(desk: &Desk, path: &str) -> String {
    let request = Request::get(path).header("cookie", &desk.cookie).header("accept", "text/html");
    let (status, html) = desk.asked(request.body(Body::empty()).expect("a request")).await;
    assert_eq!(status, StatusCode::OK);
    html
}

#[tokio::test]
async fn whatever_a_teammate_writes_into_a_messages_fields_nothing_of_it_runs() {
    let desk = Desk::open().await;
    let calm = start(&desk, &post(0, json!({}))).await;
    let calm_page = read_as(&desk, json!({}), 0).await;
    let calm_editor = desk_page(&desk, &format!("/workspace/messages/{calm}")).await;
    let calm_list = desk_page(&desk, "/workspace/messages").await;
    let (mut n, mut refused) = (0, 0);
    for text in strings() {
        let quoted = text.replace('\\', "\\\\").replace('"', "\\\"");
        let fallback = format!("Hello {{{{ name | fallback:\"{quoted}\" }}}}");
        for changes in [
            json!({ "title": text }),
            json!({ "text": text }),
            json!({ "text": fallback }),
            json!({ "button_label": text }),
            json!({ "button_link": text }),
        ] {
            n += 1;
            let (status, id) = save(&desk, None, &post(n, changes.clone())).await;
            if status == StatusCode::UNPROCESSABLE_ENTITY {
                refused += 1;
                continue;
            }
            assert_eq!(status, StatusCode::OK, "{changes}: {id}");
            assert_eq!(desk.acts("outbound_start", &format!("id={id}")).await.0, StatusCode::OK, "{changes}");
            harmless(&read_as(&desk, json!({}), n).await, &calm_page, changes["text"].is_string());
            // Each start has the server read all that are live.
            assert_eq!(desk.acts("outbound_stop", &format!("id={id}")).await.0, StatusCode::OK);
            if n % 50 == 0 {
                harmless(&desk_page(&desk, &format!("/workspace/messages/{id}")).await, &calm_editor, false);
            }
        }
    }
    harmless(&desk_page(&desk, "/workspace/messages").await, &calm_list, false);
    println!("{n} messages, {refused} refused");
    assert!(refused < n / 2, "{refused} of {n}");
}

#[tokio::test]
async fn a_hostile_value_of_a_variable_is_text_wherever_it_stands() {
    let desk = Desk::open().await;
    let text = "Hello {{ name }}, **{{ favourite }}** of {{ company.name }} and {{ company.motto }}\n\n\
        [a](https://shop.example/?a={{ name }}&b={{ company.name }}) ![b](https://shop.example/{{ favourite }}.png) \
        `{{ name }}` <https://shop.example/{{ company.motto }}>\n\n## {{ favourite }}";
    let settings = |value: &str| {
        json!({
            "user_id": "u", "name": value, "favourite": value, "company": { "company_id": "1", "name": value, "motto": value },
        })
    };
    let form = format!("app_id={}&platform=web&enforced=false&password=demo-password", desk.app_id());
    assert_eq!(desk.acts("workspace_enforce", &form).await.0, StatusCode::OK);
    // Somebody has to have the attributes, or they are unknown.
    Tab::boot(&desk, settings("Marit"), HOME).await;
    start(&desk, &post(0, json!({ "text": text }))).await;
    let calm = read_as(&desk, settings("Marit"), 0).await;
    assert!(calm.contains("of Marit and Marit"), "{calm}");
    for (n, value) in strings().iter().enumerate() {
        let mut settings = settings(value);
        settings["user_id"] = format!("u_{n}").into();
        settings["company"]["company_id"] = n.into();
        harmless(&read_as(&desk, settings, 0).await, &calm, false);
    }
    let marked = read_as(&desk, json!({ "user_id": "v", "name": "<b>Marit</b>" }), 0).await;
    assert!(marked.contains("Hello &lt;b&gt;Marit&lt;/b&gt;"), "{marked}");
}
