//! A story: how many tabs, which workspace, and what happens. It begins in a deep state, reached by the same ops as all
//! the rest, and goes on at random. Some stories begin at nothing.

use super::World;
use super::op::Op::{self, *};
use super::op::{T, decode, ends, seconds};
use super::sense::makes_sense;

/// So often a random op that makes no sense at the moment is drawn again.
const DRAWS: u32 = 6;

/// What happened, in full. `World::run` does it again.
#[derive(Clone, Debug)]
pub struct Story {
    pub tabs: u8,
    /// Whether the workspace counts updates.
    pub throttled: bool,
    /// Whether neighbouring tabs belong to two subdomains of one domain.
    pub two_origins: bool,
    pub ops: Vec<Op>,
}

impl Story {
    /// The beginning that a random number says.
    pub fn begin(dice: u32) -> Self {
        let [kind, start, tab, life] = dice.to_le_bytes();
        let tabs = [2, 2, 3, 2][usize::from(kind % 4)];
        let ops = start_of(start, tab % 2, life);
        // Budgets are spent in one tab as well as in three.
        let spent = (50..72).contains(&start);
        Self { tabs, throttled: spent || kind & 64 != 0, two_origins: kind & 48 == 0, ops }
    }

    /// Goes on with an op that the state at hand allows, if one of a few draws does.
    pub fn go_on(&mut self, world: &World, bits: u32) -> Op {
        let mut draw = bits;
        let mut op = decode(draw, self.tabs);
        for _ in 0..DRAWS {
            if makes_sense(op, world) {
                break;
            }
            draw = draw.wrapping_mul(0x9E37_79B1) ^ draw >> 15;
            op = decode(draw, self.tabs);
        }
        self.ops.push(op);
        op
    }

    /// The shortest story that still fails, without one part after the other: first halves, at the end single ops.
    pub fn shortest(mut self, fails: impl Fn(&Self) -> bool) -> Self {
        let mut length = self.ops.len().next_power_of_two();
        while length > 0 {
            let mut at = 0;
            while at < self.ops.len() {
                let mut shorter = self.clone();
                shorter.ops.drain(at..(at + length).min(self.ops.len()));
                if fails(&shorter) {
                    self = shorter;
                } else {
                    at += length;
                }
            }
            length /= 2;
        }
        self
    }
}

/// `t`: the tab in which more happens than in the other.
fn start_of(start: u8, t: T, life: u8) -> Vec<Op> {
    let other = 1 - t;
    let two_users = || live_user(t, 0, 7200).chain(live_elsewhere(other, 7200));
    let short = 10 + u32::from(life);
    let near_death = || live_user(t, 0, short).chain([Pass(short * 810)]);
    // Five minutes' token at four fifths of its life.
    let rolling = || {
        [ends(life / 6 * 3 + life % 2 * 3), IdleLimit(300)]
            .into_iter()
            .chain(live_user(t, 0, 7200))
            .chain([Pass(241_000)])
    };
    let ending = || rolling().chain([Answer(t, 7200), Pass(12_000), Arrive(t, 2)]);
    match start {
        // Nothing.
        0..16 => vec![],
        // Sessions that end soon.
        16..20 => short_session(t, life)
            .chain([Pass(500), Answer(t, 7200), Script(t), Pass(4_000), Answer(t, 7200)])
            .collect(),
        20..22 => two_short_sessions(t, life).collect(),
        22..28 => vec![
            ends(life),
            IdleLimit(seconds(life / 6)),
            LogIn(t, 0),
            MayLoad(t),
            Answer(t, 7200),
            Script(t),
        ],
        28..34 => [ends(life), IdleLimit(seconds(life / 6))].into_iter().chain(two_users()).collect(),
        34..50 => live_user(t, 0, 7200).collect(),
        // A budget that is spent.
        50..62 => live_user(t, 0, 7200).chain([Browse(t, 9, 4)]).collect(),
        62..72 => live_user(t, 0, 7200).chain([Browse(t, 4, 4), Edit(t, 4), Rename(t), Leave(t)]).collect(),
        72..78 => live_user(t, 0, 7200).chain([Leave(t), Leave(t), Attribute(t)]).collect(),
        78..112 => two_users().collect(),
        // Visitors in both tabs, one of whom logs in.
        112..121 => live_visitor(t).chain(live_visitor(other)).collect(),
        121..126 => live_visitor(t).chain(live_visitor(other)).chain([LogIn(t, 1)]).collect(),
        // A token near its death, and its successor on the way.
        126..138 => near_death().collect(),
        138..144 => near_death().chain([Serve(t, 0, 7200)]).collect(),
        144..147 => near_death().chain([Dies]).collect(),
        147..152 => near_death().chain([Dies, Answer(t, 7200)]).collect(),
        152..157 => two_users().chain([Sleep(7_100_000)]).collect(),
        // A frozen tab beside a live one.
        157..168 => two_users().chain([Freeze(other)]).collect(),
        168..175 => two_users().chain([Freeze(other), LogOut(t), LogOutDone(t, true)]).collect(),
        // A session that rolls.
        175..182 => rolling().collect(),
        182..188 => ending().collect(),
        188..194 => ending().chain([Answer(t, 7200)]).collect(),
        // Keys that differ.
        194..198 => vec![LogIn(t, 0), MayLoad(t), KeysDiffer(true), Answer(t, 7200), HostAnswers(t, true)],
        // A component that comes and goes.
        198..204 => live_user(t, 0, 7200).chain([Remove(t)]).collect(),
        204..210 => live_visitor(t).chain([Remove(t)]).collect(),
        // A script that is late, or failed, or starts where nothing is reported.
        210..215 => vec![MayLoad(t), Call(t), Pass(10_000)],
        215..221 => vec![LogIn(t, 0), MayLoad(t), Answer(t, 7200), ScriptFails(t), UntilTimer(t)],
        221..230 => vec![MayLoad(t), ArriveAtPrivateAddress(t, 1)],
        // A host that does not know yet.
        230..235 => vec![ReloadUnsure(t), MayLoad(t), Call(t)],
        235..240 => live_user(t, 0, 7200).chain([ReloadUnsure(t), MayLoad(t)]).collect(),
        // A question from before a change of person.
        240..248 => vec![LogIn(t, 0), MayLoad(t), Serve(t, 0, 7200), LogIn(t, 1)],
        // Another's marker at a cold start.
        _ => live_user(t, 0, 7200).chain([Close(t), Dies, Reload(other)]).collect(),
    }
}

/// Of five seconds. What it rounds down, a token may live no second.
fn short_session(t: T, life: u8) -> impl Iterator<Item = Op> {
    let by_pages_or_never = if life.is_multiple_of(2) { ends(0) } else { ends(2) };
    [by_pages_or_never, IdleLimit(5), LogIn(t, 0), MayLoad(t)].into_iter()
}

/// The other tab is booted as well, and both tokens are dead.
fn two_short_sessions(t: T, life: u8) -> impl Iterator<Item = Op> {
    let other = 1 - t;
    let booted = [Pass(500), Answer(t, 7200), Script(t), Reload(other), MayLoad(other), Answer(other, 7200)];
    let dead = [Script(other), Pass(4_000), Answer(t, 7200), Answer(other, 7200)];
    short_session(t, life).chain(booted).chain(dead)
}

fn live_user(t: T, who: u8, life: u32) -> impl Iterator<Item = Op> {
    [LogIn(t, who), MayLoad(t), Answer(t, life), Script(t)].into_iter()
}

/// The person who is logged in already.
fn live_elsewhere(t: T, life: u32) -> impl Iterator<Item = Op> {
    [Reload(t), MayLoad(t), Answer(t, life), Script(t), Mail(t, 0), Mail(1 - t, 0), Storage(t)].into_iter()
}

fn live_visitor(t: T) -> impl Iterator<Item = Op> {
    [MayLoad(t), Script(t)].into_iter()
}
