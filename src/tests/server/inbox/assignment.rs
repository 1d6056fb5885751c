//! Who is to answer.

use super::*;

#[tokio::test]
async fn an_assignment_names_a_teammate_of_the_app_and_the_person_reads_nothing_of_it() {
    let desk = Desk::open().await;
    let visitor = desk.visitor().await;
    let id = desk.writes(&visitor, "k1", None, "Hello").await;
    let before = desk.reads(&visitor, id).await;
    let (status, body) = desk.acts("inbox_assign", &format!("id={id}&to=1")).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let thread = desk.thread(id).await;
    assert_eq!((&thread["assignee"], &thread["teammates"]), (&json!(1), &json!([[1, "Ines Aalto"]])));
    assert_eq!(texts_of(&thread), ["Hello", "Ines Aalto"]);
    assert_eq!(desk.list("").await["rows"][0]["assignee"], "Ines Aalto");
    let uncounted = |html: String| html.split("data-cursor").next().map(str::to_owned);
    assert_eq!(uncounted(desk.reads(&visitor, id).await), uncounted(before));
    assert!(!desk.reads(&visitor, id).await.contains("Ines Aalto"));

    let (again, _) = desk.acts("inbox_assign", &format!("id={id}&to=1")).await;
    assert_eq!((again, texts_of(&desk.thread(id).await).len()), (StatusCode::OK, 2), "nothing changed");
    assert_eq!(desk.acts("inbox_assign", &format!("id={id}&to=")).await.0, StatusCode::OK);
    assert_eq!(texts_of(&desk.thread(id).await), ["Hello", "Ines Aalto", "nobody"]);
    for nobody in ["2", "0", "-1", "x", "1%20"] {
        let (status, body) = desk.acts("inbox_assign", &format!("id={id}&to={nobody}")).await;
        assert!(
            status == StatusCode::UNPROCESSABLE_ENTITY && body.contains("No teammate"),
            "{nobody}: {status}"
        );
    }
}
