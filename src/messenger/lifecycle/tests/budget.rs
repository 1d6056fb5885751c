//! R10: how often.

use super::*;

const MINUTE: i64 = 60_000;

/// A live user of a workspace that throttles.
fn throttled_user() -> Page {
    let mut page = Page::untouched(Marker::Nobody, true);
    page.on(Event::Consent(true));
    page.on(Event::MayLoad);
    page.on(Event::Session(Session::user("a").revision(1)));
    page.on(Event::Settled("/".into()));
    page.answer("a", "t", 7200);
    page.go_live("/");
    page
}

/// Opens so many pages, one each second; returns how many pings went.
fn browse(page: &mut Page, pages: i64) -> usize {
    (0..pages)
        .map(|number| {
            let passed = page.pass(1_000).len();
            passed
                + page
                    .on(Event::Settled(format!("/{}/{number}", page.now.monotonic)))
                    .len()
        })
        .sum()
}

#[test]
fn r10_eight_pings_go_at_once_and_then_one_each_225_seconds() {
    let mut page = throttled_user();
    assert_eq!(browse(&mut page, 20), 8);
    assert_eq!(page.drops(), [Reason::OverBudget]);
    let next = page.machine.deadline(page.now).unwrap();
    assert_eq!(next, 226_000, "225 s after the first of them");
    let to_next = next - page.now.monotonic;
    assert_eq!(page.pass(to_next - 1), []);
    assert_eq!(page.pass(1), [bare_update()]);
}

#[test]
fn r10_what_is_over_is_merged_and_the_last_url_arrives() {
    let mut page = throttled_user();
    browse(&mut page, 9);
    let gold = Attributes::new().with("plan", "gold").unwrap();
    page.on(Event::Update(gold.clone()));
    page.on(Event::Settled("/last".into()));
    let at = page.machine.deadline(page.now).unwrap();
    let commands = page.pass(at - page.now.monotonic);
    assert_eq!(
        commands,
        [Command::Update(Update {
            token: None,
            attributes: gold
        })]
    );
    assert_eq!(page.machine.pings.reported.as_deref(), Some("/last"));
    assert_eq!(page.pass(30 * MINUTE), [], "nothing is left over");
}

#[test]
fn r10_a_used_up_budget_of_pings_leaves_room_for_identity_four_times() {
    let mut page = throttled_user();
    browse(&mut page, 20);
    let updates = (2..8)
        .filter(|revision| {
            page.on(Event::Session(Session::user("a").revision(*revision)));
            page.answer("a", "new name", 7200)
                .iter()
                .any(|command| matches!(command, Command::Update(_)))
        })
        .count();
    assert_eq!(updates, 4);
    // The newest waits its turn, half an hour after the first of the four.
    let at = page.machine.deadline(page.now).unwrap();
    assert!(at <= page.now.monotonic + 30 * MINUTE);
    let mut commands = Vec::new();
    while page.now.monotonic < 31 * MINUTE {
        let next = page
            .machine
            .deadline(page.now)
            .unwrap_or(i64::MAX)
            .min(31 * MINUTE);
        commands.extend(page.pass(next - page.now.monotonic));
    }
    let with_token = commands
        .iter()
        .filter(|command| matches!(command, Command::Update(Update { token: Some(_), .. })));
    assert_eq!(with_token.count(), 1);
}

#[test]
fn r10_the_boot_of_a_visitor_who_logs_in_is_one_of_the_four() {
    let mut page = Page::untouched(Marker::Nobody, true);
    for event in [
        Event::Consent(true),
        Event::MayLoad,
        Event::Session(Session::Visitor),
    ] {
        page.on(event);
    }
    page.on(Event::Settled("/".into()));
    page.go_live("/");
    page.on(Event::Session(Session::user("a").revision(1)));
    assert!(
        page.answer("a", "t", 7200)
            .contains(&Command::Boot(user("t")))
    );
    for revision in 2..5 {
        page.on(Event::Session(Session::user("a").revision(revision)));
        assert_ne!(page.answer("a", "new name", 7200), [], "{revision}");
    }
    page.on(Event::Session(Session::user("a").revision(5)));
    assert_eq!(page.answer("a", "waits", 7200), []);
}

#[test]
fn r10_a_shutdown_begins_anew() {
    let mut page = throttled_user();
    browse(&mut page, 20);
    page.on(Event::Session(Session::Visitor));
    page.is_ready();
    assert_eq!(browse(&mut page, 20), 8);
}

#[test]
fn r10_a_workspace_of_ones_own_sets_no_budget() {
    let mut page = Page::live_visitor();
    assert_eq!(browse(&mut page, 100), 100);
}
