//! What may happen, and how a random number says it.

pub use super::browser::Rolls;

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
    /// The server hears of it, and the host asks who is here.
    LogOutUnheard(T),
    Rename(T),
    Consent(T),
    Leave(T),
    Arrive(T, u8),
    /// The page is in place, at an address that the app keeps to itself.
    ArriveAtPrivateAddress(T, u8),
    /// So many pages, one each so many seconds.
    Browse(T, u8, u8),
    /// So many changes of the person's data, each with its new token.
    Edit(T, u8),
    Call(T),
    Attribute(T),
    // The server and the network
    /// Logged out everywhere from another browser, password changed, row deleted.
    Dies,
    /// Sessions live so many seconds without use from now on; 0: they do not end by themselves.
    IdleLimit(u16),
    /// What makes sessions live longer from now on, and whether the server rounds their last second up.
    Ends(Rolls, bool),
    /// Whether the server gives the session another key each time that it is looked up.
    KeysDiffer(bool),
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
    HostAnswers(T, bool),
    HostLost(T),
    Unsure(T),
    /// `<Messenger>` leaves the page.
    Remove(T),
    /// It is put in again; whether the host knows who is here, and the page is in place.
    Mount(T, bool, bool),
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
    /// The page is loaded anew, and its host does not know yet who is here.
    ReloadUnsure(T),
    Close(T),
    Prerender(T),
    Show(T),
    Pass(u32),
    /// So many seconds in which all that is under way arrives.
    Rest(u8),
    /// The page's next timer is due.
    UntilTimer(T),
    Sleep(u32),
    /// Somebody sets the clock.
    Jump(i32),
}

impl Op {
    /// The tab in which it happens, if it happens in one that runs.
    pub fn tab(self) -> Option<T> {
        match self {
            Self::LogIn(t, _)
            | Self::LogOut(t)
            | Self::LogOutDone(t, _)
            | Self::LogOutUnheard(t)
            | Self::Rename(t)
            | Self::Consent(t)
            | Self::Leave(t)
            | Self::Arrive(t, _)
            | Self::ArriveAtPrivateAddress(t, _)
            | Self::Browse(t, ..)
            | Self::Edit(t, _)
            | Self::Call(t)
            | Self::Attribute(t)
            | Self::Serve(t, ..)
            | Self::Deliver(t, _)
            | Self::Answer(t, _)
            | Self::Fail(t, _)
            | Self::Refuse(t)
            | Self::HostServed(t)
            | Self::HostAnswers(t, _)
            | Self::HostLost(t)
            | Self::Unsure(t)
            | Self::Remove(t)
            | Self::Mount(t, ..)
            | Self::Script(t)
            | Self::ScriptSlow(t)
            | Self::ScriptFails(t)
            | Self::Throws(t)
            | Self::WidgetEvent(t, _)
            | Self::Mail(t, _)
            | Self::Storage(t)
            | Self::MayLoad(t)
            | Self::Wake(t)
            | Self::Freeze(t)
            | Self::Reload(t)
            | Self::ReloadUnsure(t)
            | Self::Close(t)
            | Self::Prerender(t)
            | Self::Show(t)
            | Self::UntilTimer(t) => Some(t),
            Self::Dies
            | Self::IdleLimit(_)
            | Self::Ends(..)
            | Self::KeysDiffer(_)
            | Self::Pass(_)
            | Self::Rest(_)
            | Self::Sleep(_)
            | Self::Jump(_) => None,
        }
    }
}

/// The seconds after which a session ends: from one to two hours, or none.
pub fn seconds(dice: u8) -> u16 {
    [0, 1, 2, 3, 5, 8, 20, 45, 90, 300, 1_500, 7_200][usize::from(dice % 12)]
}

pub fn ends(dice: u8) -> Op {
    let rolls = [Rolls::ByPages, Rolls::ByRequests, Rolls::Never][usize::from(dice % 3)];
    Op::Ends(rolls, !(dice / 3).is_multiple_of(2))
}

/// From 32 random bits. What makes no sense at the moment is drawn again: see `sense`.
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
    match bits as u8 {
        0..10 => Op::LogIn(tab, a % 3),
        10..22 => Op::LogOut(tab),
        22..25 => Op::LogOutUnheard(tab),
        25..36 => Op::LogOutDone(tab, b % 2 > 0),
        36..44 => Op::Rename(tab),
        44..50 => Op::Consent(tab),
        50..59 => Op::Leave(tab),
        59..70 => Op::Arrive(tab, a % 4),
        70..74 => Op::ArriveAtPrivateAddress(tab, a % 4),
        74 if b.is_multiple_of(2) => Op::Edit(tab, a % 8),
        74 => Op::Browse(tab, a % 32, if b % 4 < 2 { 4 } else { 60 }),
        75..81 => Op::Call(tab),
        81..86 => Op::Attribute(tab),
        86..88 => Op::Dies,
        88 if b < 96 => ends(a),
        88 => Op::IdleLimit(seconds(a)),
        89 => Op::KeysDiffer(a.is_multiple_of(2)),
        90..98 => Op::Serve(tab, a % 2, life),
        98..108 => Op::Deliver(tab, b % 2),
        108..126 => Op::Answer(tab, life),
        126..129 => Op::Fail(tab, a % 2),
        129 if a < 64 => Op::Refuse(tab),
        129..135 => Op::HostServed(tab),
        135..149 => Op::HostAnswers(tab, b.is_multiple_of(4)),
        149..151 => Op::HostLost(tab),
        151..154 => Op::Unsure(tab),
        154..158 => Op::Remove(tab),
        158..166 => Op::Mount(tab, !a.is_multiple_of(4), b.is_multiple_of(2)),
        166..180 => Op::Script(tab),
        180..184 => Op::ScriptSlow(tab),
        184..188 => Op::ScriptFails(tab),
        188 if a < 32 => Op::Throws(tab),
        188..192 => Op::WidgetEvent(tab, a),
        192..204 => Op::Mail(tab, a),
        204..210 => Op::Storage(tab),
        210..220 => Op::MayLoad(tab),
        220..224 => Op::Wake(tab),
        224..229 => Op::Freeze(tab),
        229 => Op::Reload(tab),
        230..232 => Op::ReloadUnsure(tab),
        232 => Op::Close(tab),
        233 => Op::Prerender(tab),
        234..236 => Op::Show(tab),
        236..242 => Op::Pass(millis),
        242 => Op::Rest(b),
        243..248 => Op::UntilTimer(tab),
        248..253 => Op::Sleep(millis * 2),
        _ => Op::Jump((i32::from(b as i8)) * 100_000),
    }
}
