//! What may happen in a story. A number chooses among what there is at that moment.

use proptest::prelude::*;

/// Where the person is: two tabs of one browser, or their phone, on which they are logged in from the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    Tab(usize),
    Phone,
}

#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// Into one of all the conversations, or a new one.
    Write(Window, usize),
    /// Both tabs send at one moment: each its own message, or both the same.
    WriteAtOnce {
        to: usize,
        same: bool,
    },
    Reply(usize),
    Note(usize),
    Close(usize),
    Reopen(usize),
    /// For so many hours.
    Snooze(usize, i64),
    /// Up to one of its parts.
    PersonReads(Window, usize, usize),
    TeammateReads(usize, usize),
    LogIn(usize),
    /// The next message of whoever has it takes it along.
    Upload(Window),
    GiveEmail(Window),
    /// An earlier message once more.
    SendAgain(Window, usize),
    /// Its key with another text.
    SendOther(Window, usize),
    AnswerAgain(usize),
    AnswerOther(usize),
    Wait,
}

pub fn story() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 1..24)
}

fn step() -> impl Strategy<Value = Step> {
    let window =
        || prop_oneof![4 => Just(Window::Tab(0)), 2 => Just(Window::Tab(1)), 1 => Just(Window::Phone)];
    let one = || 0..24_usize;
    prop_oneof![
        6 => (window(), one()).prop_map(|(from, to)| Step::Write(from, to)),
        2 => (one(), any::<bool>()).prop_map(|(to, same)| Step::WriteAtOnce { to, same }),
        3 => one().prop_map(Step::Reply),
        2 => one().prop_map(Step::Note),
        2 => one().prop_map(Step::Close),
        1 => one().prop_map(Step::Reopen),
        2 => (one(), 1..3_i64).prop_map(|(of, hours)| Step::Snooze(of, hours)),
        2 => (window(), one(), one()).prop_map(|(by, of, to)| Step::PersonReads(by, of, to)),
        1 => (one(), one()).prop_map(|(of, to)| Step::TeammateReads(of, to)),
        2 => (0..2_usize).prop_map(Step::LogIn),
        5 => window().prop_map(Step::Upload),
        4 => window().prop_map(Step::GiveEmail),
        3 => (window(), one()).prop_map(|(from, nth)| Step::SendAgain(from, nth)),
        1 => (window(), one()).prop_map(|(from, nth)| Step::SendOther(from, nth)),
        2 => one().prop_map(Step::AnswerAgain),
        1 => one().prop_map(Step::AnswerOther),
        1 => Just(Step::Wait),
    ]
}
