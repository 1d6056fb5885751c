//! Random interleavings of log-in, log-out, user switch, navigation, slow, failing and refused tokens, late and blocked
//! scripts, sleeping computers and reloads. What must hold is in `world`.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::cell::Cell;
use std::io::Write;

use super::world::{Answer, Op, World};

fn answer() -> impl Strategy<Value = Answer> {
    let life = prop_oneof![Just(7200), Just(600), 0u32..30];
    prop_oneof![
        5 => life.clone().prop_map(|expires_in| Answer::True { expires_in }),
        2 => life.prop_map(|expires_in| Answer::Newest { expires_in }),
        2 => Just(Answer::Failing),
        1 => Just(Answer::Refusing),
    ]
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        4 => any::<u8>().prop_map(Op::LogIn),
        3 => any::<bool>().prop_map(|heard| Op::LogOut { heard }),
        1 => any::<u8>().prop_map(Op::ElsewhereLogIn),
        1 => Just(Op::ElsewhereLogOut),
        2 => Just(Op::Recheck),
        1 => Just(Op::Unsure),
        1 => Just(Op::Rename),
        2 => Just(Op::Leave),
        4 => (0u8..4).prop_map(Op::Arrive),
        6 => answer().prop_map(Op::Answer),
        3 => Just(Op::ScriptArrives),
        1 => Just(Op::ScriptFails),
        2 => Just(Op::Call),
        1 => Just(Op::Attribute),
        3 => prop_oneof![0i64..2_000, 0i64..20_000, 0i64..8_000_000].prop_map(Op::Pass),
        1 => (0i64..9_000_000).prop_map(Op::Sleep),
        1 => (0u8..6).prop_map(Op::Unread),
        1 => Just(Op::Reload),
    ]
}

#[test]
fn no_interleaving_shows_one_person_to_another_and_the_last_url_always_arrives() {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(20_000);
    let (ran, steps) = (Cell::new(0u64), Cell::new(0u64));
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let result = TestRunner::new(config).run(&prop::collection::vec(op(), 1..60), |ops| {
        let mut world = World::new();
        for op in &ops {
            world.happen(op);
        }
        world.calm_down();
        ran.set(ran.get() + 1);
        steps.set(steps.get() + ops.len() as u64);
        Ok(())
    });
    // Past the test harness's capture: how much was tried is part of the result.
    let _ =
        writeln!(std::io::stderr(), "lifecycle interleavings: {} cases, {} events", ran.get(), steps.get());
    if let Err(failure) = result {
        panic!("{failure}");
    }
}
