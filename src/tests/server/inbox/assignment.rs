//! Who is to answer.

use super::*;
use crate::server::team::make_team;

#[tokio::test]
async fn an_assignment_names_a_teammate_of_the_app_and_the_person_reads_nothing_of_it() {
    let desk = Desk::open().await;
    let visitor = desk.visitor().await;
    let id = desk.writes(&visitor, "k1", None, "Hello").await;
    let before = desk.reads(&visitor, id).await;
    let (status, body) = desk.acts("inbox_assign", &format!("id={id}&to=1")).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let thread = desk.thread(id).await;
    assert_eq!(
        (&thread["assignee"], &thread["teammates"]),
        (&json!({ "teammate": 1 }), &json!([[1, "Ines Aalto"]]))
    );
    assert_eq!(texts_of(&thread), ["Hello", "Ines Aalto"]);
    assert_eq!(desk.list("").await["rows"][0]["assignee"], "Ines Aalto");
    let uncounted = |html: String| html.split("data-cursor").next().map(str::to_owned);
    assert_eq!(uncounted(desk.reads(&visitor, id).await), uncounted(before));
    assert!(!desk.reads(&visitor, id).await.contains("Ines Aalto"));

    let (again, _) = desk.acts("inbox_assign", &format!("id={id}&to=1")).await;
    assert_eq!((again, texts_of(&desk.thread(id).await).len()), (StatusCode::OK, 2), "nothing changed");
    assert_eq!(desk.acts("inbox_assign", &format!("id={id}&to=")).await.0, StatusCode::OK);
    assert_eq!(texts_of(&desk.thread(id).await), ["Hello", "Ines Aalto", "nobody"]);
    for nobody in ["2", "0", "-1", "x", "1%20", "team-1", "team-"] {
        let (status, body) = desk.acts("inbox_assign", &format!("id={id}&to={nobody}")).await;
        assert!(
            status == StatusCode::UNPROCESSABLE_ENTITY && body.contains("No teammate"),
            "{nobody}: {status}"
        );
    }
}

#[tokio::test]
async fn an_assignment_to_a_team_takes_the_place_of_the_one_to_a_teammate() {
    let desk = Desk::open().await;
    let id = desk.writes(&desk.visitor().await, "k1", None, "Hello").await;
    let db = &desk.server.state.db;
    for name in ["Roastery", "Shipping", "Shipping"] {
        make_team(db, &desk.app_id(), name).await.expect("a team");
    }
    assert!(make_team(db, &desk.app_id(), " ").await.is_err());
    for to in ["1", "team-2"] {
        assert_eq!(desk.acts("inbox_assign", &format!("id={id}&to={to}")).await.0, StatusCode::OK);
    }
    let thread = desk.thread(id).await;
    assert_eq!(
        (&thread["assignee"], &thread["teams"]),
        (&json!({ "team": 2 }), &json!([[1, "Roastery"], [2, "Shipping"]]))
    );
    assert_eq!(texts_of(&thread), ["Hello", "Ines Aalto", "Shipping"]);
    assert_eq!(desk.list("").await["rows"][0]["assignee"], "Shipping");
    let page = Request::get(format!("/workspace/inbox/{id}")).header("cookie", &desk.cookie);
    let page = page.header("accept", "text/html").body(Body::empty()).expect("a request");
    let html = desk.asked(page).await.1;
    let teams = html.split("<optgroup label=\"Teams\">").nth(1).expect("teams to choose from");
    let chosen = teams.split("selected").nth(1).expect("the one that is chosen");
    assert!(teams.contains("value=\"team-1\"") && chosen.starts_with(">Shipping"), "{teams}");
    // Another app's team is none of this one's.
    execute(db, "insert into workspace_apps (app_id, name, created_at) values ('other', 'Other', 1)").await;
    execute(db, "insert into teams (app_id, number, name) values ('other', 3, 'Theirs')").await;
    let (status, _) = desk.acts("inbox_assign", &format!("id={id}&to=team-3")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_teammate_and_a_team_answer_together_and_the_list_names_both() {
    let desk = Desk::open().await;
    let id = desk.writes(&desk.visitor().await, "k1", None, "Hello").await;
    let db = &desk.server.state.db;
    make_team(db, &desk.app_id(), "Roastery").await.expect("a team");
    let assigned = async |to: &str| {
        assert_eq!(desk.acts("inbox_assign", &format!("id={id}&to={to}")).await.0, StatusCode::OK);
        let stored =
            "select coalesce(teammate_assignee, 0) || ' ' || coalesce(team_assignee, 0) from conversations";
        let shown = desk.list("").await["rows"][0]["assignee"].clone();
        (texts(db, stored).await.remove(0), desk.thread(id).await["assignee"].clone(), shown)
    };
    let (team, teammate) = (json!({ "team": 1 }), json!({ "teammate": 1 }));
    assert_eq!(assigned("team-1").await, ("0 1".into(), team.clone(), "Roastery".into()));
    assert_eq!(assigned("1").await, ("1 1".into(), teammate, "Ines Aalto, Roastery".into()));
    assert_eq!(assigned("team-1").await, ("0 1".into(), team, "Roastery".into()));
    assert_eq!(assigned("1").await.0, "1 1");
    assert_eq!(assigned("").await, ("0 0".into(), Value::Null, Value::Null));
}

#[tokio::test]
async fn an_assignment_of_a_closed_conversation_opens_it_again() {
    let desk = Desk::open().await;
    let id = desk.writes(&desk.visitor().await, "k1", None, "Hello").await;
    assert_eq!(desk.acts("inbox_close", &format!("id={id}")).await.0, StatusCode::OK);
    assert_eq!(desk.acts("inbox_assign", &format!("id={id}&to=1")).await.0, StatusCode::OK);
    let thread = desk.thread(id).await;
    assert_eq!((&thread["folder"], &thread["parts"][2]["kind"]), (&json!("open"), &json!("Assigned")));
    let db = &desk.server.state.db;
    assert_eq!(texts(db, "select kind from parts order by number").await[2], "assign_and_reopen");
    let changes = texts(db, "select kind from ledger where conversation is not null order by number").await;
    assert_eq!(changes, ["conversation_person_replied", "conversation_closed", "conversation_assigned"]);
}
