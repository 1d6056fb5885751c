//! What may happen, and how a random number says it.

use proptest::prelude::*;

/// Which tab. Also names its place after it was closed.
pub type T = u8;

/// Something that happens, somewhere. Its `Debug` is Rust: a failure's list goes into `regressions` as it is printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Op {
    // The person
    LogIn(T, u8),
    LogOut(T),
    /// The server hears of the log-out, or it fails.
    LogOutDone(T, bool),
    Rename(T),
    Consent(T),
    Leave(T),
    Arrive(T, u8),
    /// So many pages, one each so many seconds.
    Browse(T, u8, u8),
    /// So many changes of the person's data, each with its new token.
    Edit(T, u8),
    Call(T),
    Attribute(T),
    // The server and the network
    /// Logged out everywhere from another browser, password changed, row deleted, idle too long.
    Dies,
    /// The server answers one of the questions for a token; the answer is under way.
    Serve(T, u8, u32),
    /// One of the answers arrives.
    Deliver(T, u8),
    /// Both at once.
    Answer(T, u32),
    Fail(T, u8),
    Refuse(T),
    // The host app
    /// Its question who is here is answered, and the answer is under way.
    HostServed(T),
    /// The answer is here; whether a signal of the same value speaks again.
    HostTold(T, bool),
    HostLost(T),
    Unsure(T),
    // The widget
    Script(T),
    /// It drains its queue and takes a while to put itself in the stub's place.
    ScriptSlow(T),
    ScriptFails(T),
    Throws(T),
    WidgetEvent(T, u8),
    // The browser
    Mail(T, u8),
    Storage(T),
    MayLoad(T),
    Wake(T),
    Freeze(T),
    Reload(T),
    Close(T),
    Prerender(T),
    Show(T),
    Pass(u32),
    Sleep(u32),
    /// Somebody sets the clock.
    Jump(i32),
}

/// From 32 random bits: quicker by far than a tree of strategies, and a list of them shrinks as well.
pub fn decode(bits: u32, tabs: u8) -> Op {
    let tab = (bits >> 8) as u8 % tabs;
    let (a, b) = ((bits >> 16) as u8, (bits >> 24) as u8);
    let life = match a % 4 {
        0 => u32::from(b) % 30,
        1 => 600,
        _ => 7200,
    };
    let millis = match a % 4 {
        0 | 1 => u32::from(b) * 8,
        2 => u32::from(b) * 80,
        _ => u32::from(b) * 35_000,
    };
    match bits as u8 % 100 {
        0..5 => Op::LogIn(tab, a % 3),
        5..9 => Op::LogOut(tab),
        9..14 => Op::LogOutDone(tab, b % 4 > 0),
        14 => Op::Rename(tab),
        15..18 => Op::Consent(tab),
        18..20 => Op::Leave(tab),
        20..25 => Op::Arrive(tab, a % 4),
        25 if b % 4 == 0 => Op::Edit(tab, a % 8),
        25 => Op::Browse(tab, a % 32, if b % 2 == 0 { 4 } else { 60 }),
        26..30 => Op::Call(tab),
        30..32 => Op::Attribute(tab),
        32 => Op::Dies,
        33..36 => Op::Serve(tab, a % 2, life),
        36..40 => Op::Deliver(tab, b % 2),
        40..49 => Op::Answer(tab, life),
        49 => Op::Fail(tab, a % 2),
        50 if a < 64 => Op::Refuse(tab),
        50..53 => Op::HostServed(tab),
        53..60 => Op::HostTold(tab, b % 4 == 0),
        60 => Op::HostLost(tab),
        61 => Op::Unsure(tab),
        62..69 => Op::Script(tab),
        69..71 => Op::ScriptSlow(tab),
        71 => Op::ScriptFails(tab),
        72 if a < 64 => Op::Throws(tab),
        72..74 => Op::WidgetEvent(tab, a),
        74..80 => Op::Mail(tab, a),
        80..83 => Op::Storage(tab),
        83..86 => Op::MayLoad(tab),
        86 => Op::Wake(tab),
        87 => Op::Freeze(tab),
        88 => Op::Reload(tab),
        89 => Op::Close(tab),
        90 => Op::Prerender(tab),
        91 => Op::Show(tab),
        92..97 => Op::Pass(millis),
        97 | 98 => Op::Sleep(millis * 2),
        _ => Op::Jump((i32::from(b as i8)) * 100_000),
    }
}

/// How many tabs, whether the workspace throttles, and what happens.
#[derive(Clone, Debug)]
pub struct Story {
    pub tabs: u8,
    pub throttled: bool,
    pub ops: Vec<Op>,
}

pub fn story() -> impl Strategy<Value = Story> {
    (any::<u8>(), prop::collection::vec(any::<u32>(), 1..70)).prop_map(|(kind, bits)| {
        let tabs = [2, 2, 3, 1][usize::from(kind % 4)];
        let ops = bits.into_iter().map(|bits| decode(bits, tabs)).collect();
        Story { tabs, throttled: kind & 64 != 0, ops }
    })
}
