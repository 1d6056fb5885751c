//! What a story has seen. A promise that holds in stories that never come near it is worth nothing, so the number of
//! stories that saw each of these is part of the result.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Something that has to happen often enough, and in how many of 100,000 stories at least.
macro_rules! witnesses {
    ($($name:ident $least:literal,)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Witness { $($name,)* }

        const ALL: &[(Witness, u64)] = &[$((Witness::$name, $least),)*];
    };
}

witnesses! {
    // Deep states
    LiveUsersInTwoTabs 10_000,
    LiveUserThawsAfterAChangeOfSession 2_000,
    TokenDiesWhileItsSuccessorIsOnTheWay 2_000,
    ConsentWithdrawnWhileLive 2_000,
    // R1
    SignedOutWhileLive 1_000,
    SessionHasNoSecondLeft 1_000,
    FirstAnswerLost 1_000,
    // R2
    AnswerForAnEarlierPersonArrives 1_000,
    // R3
    FirstBootUnderAnothersMarker 1_000,
    // R4
    LiveVisitorBecomesUser 1_000,
    // R5
    LogOutPressedWhileLive 1_000,
    LogOutOfALiveUserFails 1_000,
    LogOutWhileUnknown 1_000,
    // R6
    CallsWaitWhenTheScriptArrives 1_000,
    FailedScriptInsertedAgain 1_000,
    // R7
    BurstOfMovesWhileLive 1_000,
    PrivateAddressWhileLive 1_000,
    ScriptStartsAtAPrivateAddress 1_000,
    // R8
    RenewalDelivered 1_000,
    RenewalWouldNotOutlive 1_000,
    EndingSessionRolls 1_000,
    SessionKeysDifferAgain 1_000,
    // R9
    NewRevisionWhileAPingWaits 1_000,
    // R10
    BudgetSpentAndTheLastAddressArrives 1_000,
    // R12
    WakeAfterTheTokensDeath 1_000,
    // R13
    AnotherTabsMarkerWithoutAMessage 1_000,
    AnotherOriginsMarker 1_000,
    // R14
    LateScriptGoesLive 1_000,
    // A component that comes and goes, a host that does not know yet
    RemovedAndMountedAsVisitor 1_000,
    RemovedAndMountedAsUser 1_000,
    UnknownIsTheHostsFirstWord 1_000,
}

/// What one story has seen.
#[derive(Clone, Copy, Default)]
pub struct Witnesses(u64);

impl Witnesses {
    pub fn note(&mut self, witness: Witness) {
        self.0 |= 1 << witness as u64;
    }
}

/// How many stories have seen each.
#[derive(Default)]
pub struct Counts([AtomicU64; ALL.len()]);

impl Counts {
    pub fn add(&self, seen: Witnesses) {
        for (index, count) in self.0.iter().enumerate() {
            count.fetch_add(seen.0 >> index & 1, Relaxed);
        }
    }

    /// Of so many stories, one line each.
    pub fn report(&self) -> String {
        ALL.iter().zip(&self.0).fold(String::new(), |mut text, ((witness, _), count)| {
            _ = writeln!(text, "  {:>7} {witness:?}", count.load(Relaxed));
            text
        })
    }

    /// Those that too few of so many stories have seen.
    pub fn rare(&self, stories: u64) -> Vec<Witness> {
        let counted = ALL.iter().zip(&self.0);
        let rare = counted.filter(|((_, least), count)| count.load(Relaxed) * 100_000 < least * stories);
        rare.map(|((witness, _), _)| *witness).collect()
    }
}
