//! Teammates: their profile, whether they are away, and their teams.

use super::*;
use leptos_messenger::workspace::conversations::{Assignment, DeskAct};
use leptos_messenger::workspace::ledger::ChangedBy;
use leptos_messenger::workspace::teammates::{self, Membership, ProfileUpdate};
use leptos_messenger::workspace::{self, Batch, FieldUpdate};

const BY: ChangedBy = ChangedBy::Teammate(1);
/// Kind, subject and fields of the changes of teammates and teams.
const CHANGES: &str =
    "select kind || ' ' || subject || ' ' || replace(cast(fields as text), ' ', '') from ledger
                       where subject is not null order by number";

impl Bench {
    async fn batch(&self) -> Batch {
        self.workspace.begin().await.expect("a batch")
    }

    async fn sets_away(&self, is_away: bool, reassigns: bool) {
        let mut batch = self.batch().await;
        let app_id = self.workspace.app_id();
        let set = teammates::set_away(&mut batch, &BY, app_id, 1, is_away, reassigns).await;
        assert!(set.expect("set"));
        batch.commit().await.expect("committed");
    }

    async fn sets_profile(&self, number: i64, update: ProfileUpdate) -> Result<bool, Error> {
        let mut batch = self.batch().await;
        let is_there =
            teammates::set_profile(&mut batch, &BY, self.workspace.app_id(), number, update).await?;
        batch.commit().await?;
        Ok(is_there)
    }
}

#[tokio::test]
async fn a_profile_changes_field_by_field_and_a_bad_value_changes_nothing() {
    let bench = Bench::new().await;
    bench.has_a_teammate_and_a_team().await;
    let url = "https://a.example/ines.png";
    let update = || ProfileUpdate {
        email: FieldUpdate::To("ines@example.com".into()),
        avatar: FieldUpdate::To(url.into()),
        ..ProfileUpdate::default()
    };
    assert!(bench.sets_profile(1, update()).await.expect("changed"));
    assert!(bench.sets_profile(1, update()).await.expect("the same again"));
    let both = ProfileUpdate {
        name: Some("Ines A.".into()),
        avatar: FieldUpdate::Clear,
        ..ProfileUpdate::default()
    };
    assert!(bench.sets_profile(1, both).await.expect("changed"));
    for (email, avatar) in
        [("no address", url), ("a@b.no\0", url), ("a@b.no", "http://a.example"), ("a@b.no", "https://a b")]
    {
        let bad = ProfileUpdate {
            name: Some("Other".into()),
            email: FieldUpdate::To(email.into()),
            avatar: FieldUpdate::To(avatar.into()),
        };
        bench.sets_profile(1, bad).await.expect_err("refused");
    }
    let long = ProfileUpdate { name: Some("ø".repeat(101)), ..ProfileUpdate::default() };
    bench.sets_profile(1, long).await.expect_err("refused");
    assert!(!bench.sets_profile(2, update()).await.expect("nobody"));
    let db = bench.workspace.db();
    let found = &teammates::teammates(db, bench.workspace.app_id()).await.expect("teammates")[0];
    assert_eq!(
        (found.name.as_str(), found.email.as_deref(), found.avatar.as_deref()),
        ("Ines A.", Some("ines@example.com"), None)
    );
    assert_eq!(
        texts(db, CHANGES).await[2..],
        ["teammate_changed 1 [\"email\",\"avatar\"]", "teammate_renamed 1 [\"name\",\"avatar\"]"]
    );
}

#[tokio::test]
async fn a_deleted_account_leaves_no_profile_and_no_membership() {
    let bench = Bench::new().await;
    let (db, app_id) = (bench.workspace.db(), bench.workspace.app_id());
    let mut batch = bench.batch().await;
    let email = Some(" canary@example.com ");
    workspace::add_teammate(&mut batch, &BY, app_id, "canary", "Canary", email).await.expect("added");
    workspace::make_team(&mut batch, &BY, app_id, "Roastery").await.expect("made");
    let of = Membership { team: 1, teammate: 1 };
    assert!(teammates::add_member(&mut batch, &BY, app_id, of).await.expect("added"));
    batch.commit().await.expect("committed");
    let update = ProfileUpdate {
        avatar: FieldUpdate::To("https://a.example/canary".into()),
        ..ProfileUpdate::default()
    };
    assert!(bench.sets_profile(1, update).await.expect("changed"));
    assert_eq!(texts(db, "select email from teammates").await, ["canary@example.com"]);
    bench.forget_user("canary").await.expect("forgotten");
    for (table, rows) in crate::database::migrations::contents(db).await {
        for row in rows {
            assert!(row.values().all(|value| !value.to_lowercase().contains("canary")), "{table}: {row:?}");
        }
    }
    assert!(teammates::memberships(db, app_id).await.expect("none").is_empty());
}

#[tokio::test]
async fn an_account_that_is_added_again_brings_its_email_and_keeps_the_name() {
    let bench = Bench::new().await;
    let (db, app_id) = (bench.workspace.db(), bench.workspace.app_id());
    for (name, email) in [
        ("Ines", None),
        ("Other", Some("ines@example.com")),
        ("Other", Some("ines@example.com")),
        ("Other", None),
    ] {
        let mut batch = bench.batch().await;
        workspace::add_teammate(&mut batch, &BY, app_id, "a_1", name, email).await.expect("added");
        batch.commit().await.expect("committed");
    }
    assert_eq!(texts(db, "select name || ' ' || email from teammates").await, ["Ines ines@example.com"]);
    assert_eq!(texts(db, CHANGES).await, ["teammate_added 1 []", "teammate_changed 1 [\"email\"]"]);
}

#[tokio::test]
async fn a_message_to_a_teammate_who_is_away_unassigns_them_where_they_want_that_and_the_team_stays() {
    let bench = Bench::new().await;
    bench.has_a_teammate_and_a_team().await;
    let marit = bench.boot_user("u_1").await.credential();
    let number = bench.begins(&marit).await;
    for to in [Assignment::Teammate(Some(1)), Assignment::Team(Some(1))] {
        bench.teammate_acts(number, DeskAct::Assign(to)).await;
    }
    let db = bench.workspace.db();
    let writes = async |key: &str| {
        let sent = bench.write(key, Some(&number.to_string()), "Still cold", &marit).await;
        assert_eq!(sent.status, StatusCode::OK);
        let assignees =
            "select coalesce(teammate_assignee, 0) || ' ' || coalesce(team_assignee, 0) from conversations";
        (texts(db, assignees).await.remove(0), sent.json()["part"].as_str().expect("a part").to_owned())
    };
    assert_eq!(writes("here").await.0, "1 1");
    bench.sets_away(true, false).await;
    assert_eq!(writes("keeps").await.0, "1 1");
    bench.sets_away(true, true).await;
    bench.sets_away(true, true).await;
    let (assignees, part) = writes("away").await;
    assert_eq!(assignees, "0 1");
    let after = format!("select kind || ' ' || author || ' ' || audience from parts where number > {part}");
    assert_eq!(texts(db, &after).await, ["assignment bot teammates"]);
    let after = format!("select kind || ' ' || actor from ledger where number > {part}");
    assert_eq!(texts(db, &after).await, ["conversation_assigned workspace"]);
    // The answer to a message that came before is the same, and takes nothing from anybody.
    bench.teammate_acts(number, DeskAct::Assign(Assignment::Teammate(Some(1)))).await;
    assert_eq!(writes("away").await, ("1 1".into(), part));
    bench.sets_away(false, true).await;
    assert_eq!(writes("back").await.0, "1 1");
    assert_eq!(
        texts(db, CHANGES).await[2..],
        [
            "teammate_away 1 []",
            "teammate_away 1 [\"away_reassigns\"]",
            "teammate_back 1 [\"away_reassigns\"]"
        ]
    );
}

#[tokio::test]
async fn a_member_is_a_teammate_of_the_app_in_a_team_of_it_until_either_is_removed() {
    let bench = Bench::new().await;
    bench.has_a_teammate_and_a_team().await;
    let (db, app_id) = (bench.workspace.db(), bench.workspace.app_id());
    let mut batch = bench.batch().await;
    workspace::add_teammate(&mut batch, &BY, app_id, "a_2", "Tuva", None).await.expect("added");
    workspace::make_team(&mut batch, &BY, app_id, "Shipping").await.expect("made");
    let of = |team, teammate| Membership { team, teammate };
    for (one, is_possible) in [
        (of(1, 1), true),
        (of(1, 1), true),
        (of(1, 2), true),
        (of(2, 2), true),
        (of(3, 1), false),
        (of(1, 3), false),
    ] {
        let added = teammates::add_member(&mut batch, &BY, app_id, one).await.expect("tried");
        assert_eq!(added, is_possible, "{one:?}");
    }
    assert!(teammates::remove_member(&mut batch, &BY, app_id, of(1, 2)).await.expect("removed"));
    assert!(!teammates::remove_member(&mut batch, &BY, app_id, of(1, 2)).await.expect("no member"));
    assert!(teammates::add_member(&mut batch, &BY, app_id, of(1, 2)).await.expect("again"));
    batch.commit().await.expect("committed");
    let all = teammates::memberships(db, app_id).await.expect("memberships");
    assert_eq!(all, [of(1, 1), of(1, 2), of(2, 2)]);
    assert!(teammates::memberships(db, "other").await.expect("none").is_empty());
    assert_eq!(
        texts(db, CHANGES).await[4..],
        [
            "team_member_added 1 1 []",
            "team_member_added 1 2 []",
            "team_member_added 2 2 []",
            "team_member_removed 1 2 []",
            "team_member_added 1 2 []"
        ]
    );
    let mut batch = bench.batch().await;
    assert!(workspace::remove_teammate(&mut batch, &BY, app_id, 2).await.expect("removed"));
    batch.commit().await.expect("committed");
    assert_eq!(teammates::memberships(db, app_id).await.expect("memberships"), [of(1, 1)]);
    let mut batch = bench.batch().await;
    assert!(workspace::remove_team(&mut batch, &BY, app_id, 1).await.expect("removed"));
    batch.commit().await.expect("committed");
    assert!(teammates::memberships(db, app_id).await.expect("none").is_empty());
}

#[tokio::test]
async fn the_first_teammate_manages_people_and_each_other_one_while_somebody_lets_them() {
    let bench = Bench::new().await;
    let (db, app_id) = (bench.workspace.db(), bench.workspace.app_id());
    let mut batch = bench.batch().await;
    for account in ["a_1", "a_2"] {
        workspace::add_teammate(&mut batch, &BY, app_id, account, account, None).await.expect("added");
    }
    batch.commit().await.expect("committed");
    let manage =
        async || texts(db, "select account_id from teammates where manages_people order by number").await;
    let permits = async |number: i64, manages_people: bool| {
        let mut batch = bench.batch().await;
        let is_there = teammates::permit(&mut batch, &BY, app_id, number, manages_people).await?;
        batch.commit().await?;
        Ok::<_, Error>(is_there)
    };
    assert_eq!(manage().await, ["a_1"]);
    assert!(permits(2, true).await.expect("permitted") && permits(2, true).await.expect("the same again"));
    assert_eq!(manage().await, ["a_1", "a_2"]);
    assert!(permits(2, false).await.expect("taken"));
    assert!(!permits(3, true).await.expect("nobody"));
    assert_eq!(manage().await, ["a_1"]);
    let permission = "teammate_changed 2 [\"manages_people\"]";
    assert_eq!(texts(db, CHANGES).await[2..], [permission, permission]);

    // With the permission, who is removed loses it: somebody gives it again.
    permits(2, true).await.expect("permitted");
    let mut batch = bench.batch().await;
    assert!(workspace::remove_teammate(&mut batch, &BY, app_id, 2).await.expect("removed"));
    workspace::add_teammate(&mut batch, &BY, app_id, "a_2", "a_2", None).await.expect("added");
    batch.commit().await.expect("committed");
    assert_eq!(manage().await, ["a_1"]);
}

#[tokio::test]
async fn the_last_teammate_who_manages_people_keeps_that_and_stays_while_the_app_has_others() {
    let bench = Bench::new().await;
    let (db, app_id) = (bench.workspace.db(), bench.workspace.app_id());
    let mut batch = bench.batch().await;
    for account in ["a_1", "a_2"] {
        workspace::add_teammate(&mut batch, &BY, app_id, account, account, None).await.expect("added");
    }
    let (operator, other) = (ChangedBy::Workspace, ChangedBy::Teammate(2));
    for by in [&operator, &BY, &other] {
        teammates::permit(&mut batch, by, app_id, 1, false).await.expect_err("the last one");
        workspace::remove_teammate(&mut batch, by, app_id, 1).await.expect_err("the last one");
    }
    assert!(teammates::permit(&mut batch, &BY, app_id, 2, true).await.expect("permitted"));
    teammates::permit(&mut batch, &BY, app_id, 1, false).await.expect_err("from themselves");
    assert!(teammates::permit(&mut batch, &other, app_id, 1, false).await.expect("taken"));
    assert!(workspace::remove_teammate(&mut batch, &other, app_id, 1).await.expect("removed"));
    assert!(
        workspace::remove_teammate(&mut batch, &operator, app_id, 2).await.expect("the app has no other")
    );
    workspace::add_teammate(&mut batch, &operator, app_id, "a_1", "Ines", None).await.expect("added");
    batch.commit().await.expect("committed");
    assert_eq!(texts(db, "select account_id from teammates where manages_people").await, ["a_1"]);
}
