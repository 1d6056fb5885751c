//! Who is writing just now.

use super::*;

#[tokio::test]
async fn each_side_hears_that_the_other_is_writing_and_nobody_else_does() {
    let desk = Desk::open().await;
    let (visitor, other) = (desk.visitor().await, desk.visitor().await);
    let id = desk.writes(&visitor, "k1", None, "Hello").await;
    let others = desk.writes(&other, "k1", None, "Hello").await;
    let path = format!("/messenger/web/stream?app_id={}&after={}", desk.app_id(), i64::MAX);
    let open =
        async |credential: &str| desk.stream(&path, ("authorization", &format!("Bearer {credential}"))).await;
    let (mut of_visitor, mut of_other) = (open(&visitor).await, open(&other).await);
    let mut of_desk = desk.stream("/workspace/inbox/stream", ("cookie", &desk.cookie)).await;
    let typing = json!({ "app_id": desk.app_id(), "conversation": id.to_string() });
    assert_eq!(desk.person("typing", Some(typing.clone()), &visitor).await.0, StatusCode::NO_CONTENT);
    assert_eq!(desk.person("typing", Some(typing), &other).await.0, StatusCode::NOT_FOUND);
    assert_eq!(desk.acts("inbox_typing", &format!("id={id}")).await.0, StatusCode::OK);
    assert_eq!(desk.acts("inbox_typing", "id=1").await.0, StatusCode::NOT_FOUND);
    // What comes next on each stream: nothing else came before.
    desk.writes(&other, "k2", Some(others), "More").await;
    desk.writes(&visitor, "k2", Some(id), "More").await;
    let changed = |id: i64| format!("event: change\ndata: {id}\n\n");
    for (stream, expected) in [
        (&mut of_desk, vec![format!("event: typing\ndata: {id}\n\n"), changed(others), changed(id)]),
        (&mut of_visitor, vec![format!("event: typing\ndata: {id} Ines Aalto\n\n"), changed(id)]),
        (&mut of_other, vec![changed(others)]),
    ] {
        // The messages from before may be reported still.
        let mut read = Vec::new();
        while read.last() != expected.last() {
            read.push(stream.next().await.expect("an event"));
            if read.len() < expected.len() && read.last() == expected.last() {
                read.pop();
            }
        }
        read.retain(|event| !event.contains("ready"));
        let typing: Vec<&String> = read.iter().filter(|event| event.contains("typing")).collect();
        assert_eq!(typing, expected.iter().filter(|event| event.contains("typing")).collect::<Vec<_>>());
    }
}
