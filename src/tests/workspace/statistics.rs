//! A conversation's figures and its beginning, as the database has them.

use super::*;
use leptos_messenger::workspace::conversations::{
    self, Assignment, Author, DeliveredAs, DeskAct, TeammateAct,
};
use leptos_messenger::workspace::ledger::ChangedBy;
use leptos_messenger::workspace::refusal::Refusal;
use leptos_messenger::workspace::{add_teammate, make_team};

impl Bench {
    /// A teammate acts in a conversation.
    pub(super) async fn teammate_acts(&self, conversation: i64, act: DeskAct) {
        let mut batch = self.workspace.begin().await.expect("a batch");
        let app_id = self.workspace.app_id().to_owned();
        let act = TeammateAct { app_id, teammate: 1, conversation, act };
        conversations::act(&mut batch, &act).await.expect("done");
        batch.commit().await.expect("committed");
    }

    /// A teammate and a team, the first of the app.
    pub(super) async fn has_a_teammate_and_a_team(&self) {
        let mut batch = self.workspace.begin().await.expect("a batch");
        let (by, app_id) = (ChangedBy::Workspace, self.workspace.app_id());
        add_teammate(&mut batch, &by, app_id, "a_1", "Ines", None).await.expect("added");
        make_team(&mut batch, &by, app_id, "Roastery").await.expect("made");
        batch.commit().await.expect("committed");
    }
}

#[tokio::test]
async fn the_figures_of_a_conversation_are_those_of_its_parts() {
    let bench = Bench::new().await;
    bench.has_a_teammate_and_a_team().await;
    let marit = bench.boot_user("u_1").await.credential();
    let number = bench.begins(&marit).await;
    let after = |seconds| bench.clock.advance(seconds);
    after(10);
    bench.teammate_acts(number, DeskAct::Assign(Assignment::Team(Some(1)))).await;
    bench.teammate_acts(number, DeskAct::Assign(Assignment::Team(None))).await;
    after(10);
    bench.teammate_acts(number, DeskAct::Close).await;
    after(10);
    bench.write("again", Some(&number.to_string()), "Still cold", &marit).await;
    after(10);
    bench.teammate_acts(number, DeskAct::Assign(Assignment::Teammate(Some(1)))).await;
    let db = bench.workspace.db();
    let found = conversations::statistics(db, bench.workspace.app_id(), number).await.expect("read");
    let found = found.expect("a conversation");
    assert_eq!((found.count_conversation_parts, found.count_assignments, found.count_reopens), (6, 2, 1));
    assert_eq!(
        (found.time_to_assignment, found.time_to_first_close, found.last_closed_by),
        (Some(40), Some(20), Some(1))
    );
    assert_eq!((found.first_contact_reply_at, found.last_contact_reply_at), (Some(NOW), Some(NOW + 30)));
    let of_another_app = conversations::statistics(db, "other", number).await.expect("read");
    assert_eq!(of_another_app, None);
}

#[tokio::test]
async fn nobody_acts_in_a_conversation_who_does_not_answer_for_the_app() {
    let bench = Bench::new().await;
    bench.has_a_teammate_and_a_team().await;
    let number = bench.begins(&bench.boot_user("u_1").await.credential()).await;
    execute(bench.workspace.db(), "update teammates set removed_at = 7").await;
    let mut batch = bench.workspace.begin().await.expect("a batch");
    for teammate in [1, 2, 0] {
        let app_id = bench.workspace.app_id().to_owned();
        let act = TeammateAct { app_id, teammate, conversation: number, act: DeskAct::Close };
        let refused = conversations::act(&mut batch, &act).await;
        assert!(matches!(refused, Err(Refusal::Field("teammate", _))), "{teammate}");
    }
}

#[tokio::test]
async fn a_conversation_says_how_who_and_with_what_it_began() {
    let bench = Bench::new().await;
    let number = bench.begins(&bench.boot_user("u_1").await.credential()).await;
    let (db, app_id) = (bench.workspace.db(), bench.workspace.app_id());
    let opening =
        async || conversations::opening(db, app_id, number).await.expect("read").expect("a conversation");
    let by_person = opening().await;
    assert_eq!((by_person.part.number, by_person.part.author), (number, Author::Person));
    assert_eq!(by_person.author_id().as_deref(), Some(by_person.person_id.as_str()));
    assert_eq!(
        (
            by_person.source.delivered_as,
            by_person.source.url.as_str(),
            by_person.part.body.expect("a text").text.as_str()
        ),
        (DeliveredAs::CustomerInitiated, HOME, "Hello")
    );
    execute(db, "update parts set author = 'teammate', teammate = 7").await;
    assert_eq!(opening().await.author_id().as_deref(), Some("7"));
    assert!(conversations::opening(db, "other", number).await.expect("read").is_none());
}
