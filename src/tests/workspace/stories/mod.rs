//! Random stories of people and teammates, through the routes and the writer of a real server. `PROPTEST_CASES` says how
//! many. Many people share a server, and take their steps at the same moments.

mod answers;
mod model;
mod player;
mod reading;
mod sends;
mod step;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};
use std::io::Write;
use std::sync::Arc;

use crate::server::inbox::Desk;
use model::Kind;
use player::Player;
use step::{Step, story};

/// People of one server.
const AT_ONCE: usize = 64;
/// Seconds that pass after a step, in turn.
const PASS: [i64; 4] = [7, 61, 5, 3_700];
/// Conversations whose snooze one step of the workspace ends at most.
const WOKEN_AT_ONCE: usize = 100;
/// With fewer stories, chance decides what has happened in them.
const ENOUGH_TO_COUNT: usize = 200;

/// Stories at most: each takes some 50 ms of a database. The rules alone are tried on many more.
const MOST: usize = 512;

/// How often something happened: a story in which nothing does proves nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    sent: usize,
    /// Sends that came once more.
    again: usize,
    /// Log-ins that brought conversations along.
    merged: usize,
    woken: usize,
    /// For being too many.
    refused: usize,
    /// Files that went with a message.
    files: usize,
    emails: usize,
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_happens_both_sides_read_what_was_said_once_and_in_order_and_no_person_a_note() {
    let config = Config { failure_persistence: None, ..Config::default() };
    let cases = MOST.min(config.cases as usize);
    let mut runner = TestRunner::new(config);
    let (mut left, mut all) = (cases, Counts::default());
    while left > 0 {
        let people = left.min(AT_ONCE);
        left -= people;
        let mut trees: Vec<_> =
            (0..people).map(|_| story().new_tree(&mut runner).expect("a story")).collect();
        match play(trees.iter().map(ValueTree::current).collect()).await {
            Ok(counts) => all.add(counts),
            Err(nth) => {
                let shortest = shortest(trees.swap_remove(nth)).await;
                panic!("it fails: {shortest:?}, or only beside the other stories");
            }
        }
    }
    // Past the test harness's capture: how much was tried is part of the result.
    let _ = writeln!(std::io::stderr(), "stories of conversations: {cases}, {all:?}");
    if cases >= ENOUGH_TO_COUNT {
        // Of 12 runs with 256 stories, each mean is at least four standard deviations above its least number.
        let least = [
            (all.sent, 3 * cases / 2),
            (all.again, cases / 3),
            (all.merged, cases / 8),
            (all.woken, cases / 16),
            (all.files, cases / 4),
            (all.emails, cases / 5),
        ];
        let happens = least.into_iter().all(|(count, least)| count >= least);
        assert!(happens, "too little happens in {cases} stories: {all:?}");
        assert!(all.refused < all.sent, "too much is refused: {all:?}");
    }
}

/// Plays the stories on one server, a step of each at a time. Returns which one fails.
async fn play(stories: Vec<Vec<Step>>) -> Result<Counts, usize> {
    let desk = Arc::new(Desk::open().await);
    let mut players: Vec<Player> =
        (0..stories.len()).map(|nth| Player::new(desk.clone(), format!("u{nth}"))).collect();
    let rounds = stories.iter().map(Vec::len).max().unwrap_or_default();
    for round in 0..rounds {
        let steps: Vec<Option<Step>> = stories.iter().map(|story| story.get(round).copied()).collect();
        players = each(players, move |nth, mut player| {
            let step = steps[nth];
            async move {
                if let Some(step) = step {
                    player.take(step).await;
                }
                player
            }
        })
        .await?;
        desk.server.state.clock.advance(PASS[round % PASS.len()]);
        if round % 2 == 1 {
            wake(&desk, &mut players).await;
        }
    }
    let players = each(players, |_, player| async move {
        player.read().await;
        player
    })
    .await?;
    let conversations: Vec<_> = players.iter().flat_map(|player| &player.conversations).collect();
    reading::lists(&desk, &conversations).await;
    reading::stored(&desk, &conversations).await;
    Ok(players.iter().fold(Counts::default(), |mut all, player| {
        all.add(player.counts);
        all
    }))
}

/// All at once. Returns which one panics.
async fn each<F>(players: Vec<Player>, act: impl Fn(usize, Player) -> F) -> Result<Vec<Player>, usize>
where
    F: Future<Output = Player> + Send + 'static,
{
    let running: Vec<_> =
        players.into_iter().enumerate().map(|(nth, player)| tokio::spawn(act(nth, player))).collect();
    let ended = futures::future::join_all(running).await;
    ended.into_iter().enumerate().map(|(nth, ended)| ended.map_err(|_| nth)).collect()
}

/// The workspace opens the conversations whose snooze is over.
async fn wake(desk: &Desk, players: &mut [Player]) {
    let now = desk.server.state.clock.seconds();
    let mut due = 0;
    for Player { conversations, counts, .. } in players {
        for conversation in conversations.iter_mut().filter(|one| one.is_due(now)) {
            conversation.append(None, Kind::Opened, "", now, 0);
            (due, counts.woken) = (due + 1, counts.woken + 1);
        }
    }
    for _ in 0..=due / WOKEN_AT_ONCE {
        desk.workspace().end_snoozes().await.expect("they end");
    }
}

/// The shortest that still fails, alone on a server of its own.
async fn shortest(mut tree: impl ValueTree<Value = Vec<Step>>) -> Vec<Step> {
    let mut shortest = tree.current();
    let mut goes_on = tree.simplify();
    while goes_on {
        goes_on = match play(vec![tree.current()]).await {
            Err(_) => {
                shortest = tree.current();
                tree.simplify()
            }
            Ok(_) => tree.complicate(),
        };
    }
    shortest
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.sent += other.sent;
        self.again += other.again;
        self.merged += other.merged;
        self.woken += other.woken;
        self.refused += other.refused;
        self.files += other.files;
        self.emails += other.emails;
    }
}
