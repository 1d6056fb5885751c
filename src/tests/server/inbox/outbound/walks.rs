//! Random walks of one person in two tabs: a message never stands on a page that it is not for, and never twice.
//! `PROPTEST_CASES` says how many.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use std::io::Write;

use super::*;

/// Walks at most: each takes some 100 ms of a database.
const MOST: u32 = 128;
const PATHS: [&str; 4] = ["/", "/plans", "/plans/harbour", "/coffees"];
/// Seconds after which another tab may show a message that nobody has seen.
const UNSEEN_FOR: i64 = 60;

#[derive(Clone, Debug)]
struct Step {
    tab: usize,
    path: usize,
    hold: Option<&'static str>,
    /// The tab does not get the reply.
    is_lost: bool,
    /// What the tab's panel says of what it shows.
    says: Option<&'static str>,
    /// Seconds that pass before.
    pass: i64,
}

fn step() -> impl Strategy<Value = Step> {
    let hold = prop_oneof![6 => Just(None), 1 => Just(Some("open")), 1 => Just(Some("typing"))];
    let says = prop_oneof![3 => Just(None), 2 => Just(Some("seen")), 1 => Just(Some("dismissed"))];
    let pass = prop_oneof![3 => Just(1), 1 => Just(30), 1 => Just(61)];
    (0..2_usize, 0..PATHS.len(), hold, prop::bool::weighted(0.2), says, pass)
        .prop_map(|(tab, path, hold, is_lost, says, pass)| Step { tab, path, hold, is_lost, says, pass })
}

/// What the walk knows of a message.
#[derive(Debug)]
struct Sent {
    id: i64,
    is_chat: bool,
    /// The start of its pages' paths.
    on: &'static str,
    /// Which tab has it, and since when.
    won: Option<(usize, i64)>,
    is_seen: bool,
    is_dismissed: bool,
    /// The tab that has it left its pages after it was seen.
    is_over: bool,
    /// The tab that did not get its reply.
    lost: Option<usize>,
    /// When any tab got it last.
    shown_at: i64,
}

/// The message that must show, where this tab has none of its own: the first for this page that no tab has had, or that the
/// other tab had for a minute, unseen. None where that depends on whether the other tab showed it all that time.
fn must_show(messages: &[Sent], tab: usize, at: &str, now: i64) -> Option<i64> {
    let has_own = messages.iter().any(|message| {
        message.won.is_some_and(|(won, _)| won == tab) && !message.is_dismissed && !message.is_over
    });
    let may_show = |message: &&Sent| {
        let is_late = message.won.is_none_or(|(_, since)| !message.is_seen && now - since >= UNSEEN_FOR);
        at.starts_with(message.on) && !message.is_dismissed && is_late
    };
    let first = messages.iter().find(may_show)?;
    let is_sure = first.won.is_none() || now - first.shown_at >= UNSEEN_FOR;
    (!has_own && is_sure).then_some(first.id)
}

/// What the walks came to: a walk in which nothing happens proves nothing.
#[derive(Debug, Default)]
struct Reached {
    shows: u32,
    must: u32,
    /// The other tab has the message, and this one is refused it.
    refused: u32,
    /// The other tab had it for a minute, and nobody saw it.
    handed_over: u32,
    /// Its reply was lost, and the tab got it again.
    shown_again: u32,
}

/// Takes the steps, each tab at its server.
async fn walk(
    desks: [&Desk; 2],
    user: &str,
    ids: [i64; 3],
    steps: &[Step],
    reached: &mut Reached,
) -> Result<(), String> {
    let [mut one, mut other] = [Tab::user(desks[0], user).await, Tab::user(desks[1], user).await];
    let sent = |id, is_chat, on| Sent {
        id,
        is_chat,
        on,
        won: None,
        is_seen: false,
        is_dismissed: false,
        is_over: false,
        lost: None,
        shown_at: 0,
    };
    let mut messages =
        [sent(ids[0], true, "/plans"), sent(ids[1], false, "/plans"), sent(ids[2], false, "/coffees")];
    let mut now = 0;
    for Step { tab, path, hold, is_lost, says, pass } in steps {
        now += pass;
        desks[0].server.state.clock.advance(*pass);
        let at = PATHS[*path];
        let here = if *tab == 0 { &mut one } else { &mut other };
        let must = must_show(&messages, *tab, at, now).filter(|_| hold.is_none());
        let shown = here.goes_with(&format!("https://shop.example{at}"), *hold).await;
        if must.is_some() && shown != must {
            return Err(format!("{must:?} must show, and {shown:?} did: {messages:?} in tab {tab} on {at}"));
        }
        reached.must += u32::from(must.is_some());
        for message in &mut messages {
            let (is_on, mine) = (at.starts_with(message.on), message.won.is_some_and(|(won, _)| won == *tab));
            if mine && message.is_seen && !is_on {
                message.is_over = true;
            }
            if shown != Some(message.id) {
                let others = message.won.is_some_and(|(won, since)| won != *tab && now - since < UNSEEN_FOR);
                reached.refused +=
                    u32::from(shown.is_none() && hold.is_none() && is_on && others && !message.is_seen);
                continue;
            }
            reached.shows += 1;
            reached.handed_over += u32::from(message.won.is_some() && !mine);
            reached.shown_again += u32::from(message.lost == Some(*tab));
            (message.lost, message.shown_at) = (is_lost.then_some(*tab), now);
            let wrong = |why: &str| Err(format!("{why}: {message:?} in tab {tab} on {at}"));
            match message.won {
                Some((won, since)) if won != *tab && (message.is_seen || now - since < UNSEEN_FOR) => {
                    return wrong("twice");
                }
                _ if message.is_dismissed || message.is_over => return wrong("again"),
                _ if message.is_seen && message.is_chat => return wrong("again"),
                _ if !(is_on || message.is_chat && mine) => return wrong("on another page"),
                _ if !mine => message.won = Some((*tab, now)),
                _ => {}
            }
        }
        if let (Some(id), Some(says), false) = (shown, says, is_lost) {
            here.says(id, says).await;
            let message = messages.iter_mut().find(|message| message.id == id).expect("a message");
            message.is_seen = true;
            message.is_dismissed |= *says == "dismissed";
        }
    }
    Ok(())
}

/// Three messages, for everybody.
async fn three(desk: &Desk) -> [i64; 3] {
    let of = |title: &str, style: &str, page: &str| {
        let pages = json!([{ "part": "path", "operator": "starts_with", "value": page }]);
        but(json!({ "title": title, "style": style, "audience": [], "pages": pages }))
    };
    [
        start(desk, &of("Chat", "chat", "/plans")).await,
        start(desk, &of("Post", "post", "/plans")).await,
        start(desk, &of("Notification", "notification", "/coffees")).await,
    ]
}

pub async fn walks(desks: [&Desk; 2]) {
    let ids = three(desks[0]).await;
    let config = Config { failure_persistence: None, ..Config::default() };
    let cases = MOST.min(config.cases);
    let mut runner = TestRunner::new(config);
    let mut reached = Reached::default();
    for case in 0..cases {
        let mut tree = prop::collection::vec(step(), 1..30).new_tree(&mut runner).expect("a walk");
        let mut tries = 0;
        let mut take = async |steps: &[Step]| {
            tries += 1;
            walk(desks, &format!("u_{case}_{tries}"), ids, steps, &mut reached).await
        };
        match take(&tree.current()).await {
            Ok(()) => {}
            Err(mut why) => {
                // The shortest walk that fails.
                let mut shortest = tree.current();
                while tree.simplify() {
                    loop {
                        match take(&tree.current()).await {
                            Ok(_) if tree.complicate() => {}
                            Ok(_) => break,
                            Err(reason) => {
                                (why, shortest) = (reason, tree.current());
                                break;
                            }
                        }
                    }
                }
                panic!("{why}: {shortest:#?}");
            }
        }
    }
    let _ = writeln!(std::io::stderr(), "walks: {cases}, {reached:?}");
    assert!(reached.shows > cases && reached.must > cases / 2, "{reached:?}");
    assert!(reached.refused.min(reached.handed_over).min(reached.shown_again) > cases / 16, "{reached:?}");
}

#[tokio::test]
async fn on_no_walk_in_two_tabs_does_a_message_stand_on_another_page_or_show_twice() {
    let desk = Desk::open().await;
    walks([&desk, &desk]).await;
}
