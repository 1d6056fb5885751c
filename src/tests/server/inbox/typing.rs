//! Who is writing just now.

use super::*;

#[tokio::test]
async fn each_side_hears_that_the_other_is_writing_and_nobody_else_does() {
    let desk = Desk::open().await;
    let (visitor, other) = (desk.visitor().await, desk.visitor().await);
    let id = desk.writes(&visitor, "k1", None, "Hello").await;
    desk.writes(&other, "k1", None, "Hello").await;
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
    let until = async |stream: &mut Stream, expected: &str| {
        let mut read = Vec::new();
        while read.last().is_none_or(|last| last != expected) {
            read.push(stream.next().await.expect("the stream goes on"));
        }
        read
    };
    let seen = format!("id={id}&part={id}");
    assert_eq!(desk.acts("inbox_seen", &seen).await.0, StatusCode::OK);
    until(&mut of_desk, &format!("event: typing\ndata: {id}\n\n")).await;
    // The other teammates hear who is writing, and who has the conversation open.
    until(&mut of_desk, &format!("event: present\ndata: {id} 1 typing Ines Aalto\n\n")).await;
    until(&mut of_desk, &format!("event: present\ndata: {id} 1 present Ines Aalto\n\n")).await;
    until(&mut of_visitor, &format!("event: typing\ndata: {id} Ines Aalto\n\n")).await;
    // Both notices were passed on by now: whoever else should not hear of them has not.
    let marker = desk.writes(&other, "k2", None, "More").await;
    let read = until(&mut of_other, &format!("event: change\ndata: {marker}\n\n")).await;
    assert!(!read.iter().any(|event| event.contains("typing") || event.contains("present")), "{read:?}");
}
