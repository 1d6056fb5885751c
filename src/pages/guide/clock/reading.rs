//! The step that a brew has reached after so many milliseconds, in words and in storage.

use crate::shop::{BrewStep, duration};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The step that runs; the last one when all is done.
    pub step: usize,
    /// The number of the step, such as "1 of 5".
    pub number: String,
    pub name: String,
    /// The seconds that the whole step takes.
    length: u32,
    /// Seconds until the step ends, a begun one counted whole.
    pub left: u32,
    /// Whole seconds that the brew has run.
    pub gone: u32,
    pub done: bool,
}

pub const DONE: &str = "Done. Enjoy your coffee.";
/// Seconds before the end of a step that are announced, if the step is at least twice as long.
const MARKS: [u32; 8] = [3600, 1800, 600, 300, 120, 60, 30, 10];
/// Milliseconds after which the browser forgets a brew. The longest brew takes fourteen hours.
const WAITED_FOR: u64 = 24 * 3600 * 1000;

impl Reading {
    pub fn at(elapsed_ms: u64, steps: &[BrewStep]) -> Self {
        let (gone, mut end) = (u32::try_from(elapsed_ms / 1000).unwrap_or(u32::MAX), 0);
        let running = steps.iter().position(|step| {
            end += step.seconds;
            gone < end
        });
        let step = running.unwrap_or(steps.len().saturating_sub(1));
        let (name, length) =
            steps.get(step).map(|step| (step.name.clone(), step.seconds)).unwrap_or_default();
        let (number, left) = (format!("{} of {}", step + 1, steps.len()), end.saturating_sub(gone));
        Self { step, number, name, length, left, gone, done: running.is_none() }
    }

    /// The reading in words, such as "Step 1 of 5: Bloom, 45 s".
    pub fn in_words(&self) -> String {
        format!("Step {}: {}, {}", self.number, self.name, duration(self.left))
    }

    /// The words for a listener who heard an earlier reading: a step, a mark on its way, the end. Not every second.
    pub fn remark(&self, before: &Self) -> Option<String> {
        let passed = |mark: &u32| before.left > *mark && self.left <= *mark && mark * 2 <= self.length;
        match () {
            () if self.gone < before.gone || before.done => None,
            () if self.done => Some(DONE.to_owned()),
            () if before.step != self.step => Some(self.in_words()),
            () => MARKS.iter().any(passed).then(|| format!("{} left", duration(self.left))),
        }
    }
}

/// Reads what a browser kept of a brew: the milliseconds that had run, more than 0 if it ran on, and the time of
/// writing. Returns how long it has run by now, and whether it runs; none if nobody waits for it any more.
pub fn taken_up(kept: &str, now: u64) -> Option<(u64, bool)> {
    let numbers: Vec<u64> = kept.split(' ').map(str::parse).collect::<Result<_, _>>().ok()?;
    let [elapsed, running, written] = numbers[..] else { return None };
    let since = now.saturating_sub(written);
    (since < WAITED_FOR).then(|| (elapsed.saturating_add(since * running.min(1)), running > 0))
}

/// A time as clocks show it, such as "0:45", "3:30" or "14:00:00".
pub fn clock(seconds: u32) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(elapsed_ms: u64) -> Reading {
        let step =
            |(name, seconds): (&str, _)| BrewStep { name: name.into(), text: "".into(), seconds, pour_to: 0 };
        Reading::at(elapsed_ms, &[("a", 45), ("b", 30), ("c", 120)].map(step))
    }

    #[test]
    fn steps_advance_with_the_time_and_end_and_are_shown_as_a_clock_shows_it() {
        let step = |elapsed_ms| (at(elapsed_ms).step, at(elapsed_ms).left);
        assert_eq!([0, 1, 1_000, 44_999].map(step), [(0, 45), (0, 45), (0, 44), (0, 1)]);
        let later = [45_000, 75_000, 80_000, 195_000, u64::MAX].map(step);
        assert_eq!(later, [(1, 30), (2, 120), (2, 115), (2, 0), (2, 0)]);
        assert_eq!([0, 194_999, 195_000, u64::MAX].map(|ms| at(ms).done), [false, false, true, true]);
        assert_eq!(at(100_500).gone, 100);
        assert_eq!([0, 45, 210, 50_400].map(clock), ["0:00", "0:45", "3:30", "14:00:00"]);
    }

    #[test]
    fn what_is_kept_is_taken_up_where_the_clock_stands_by_then_unless_it_is_old_or_no_clock() {
        assert_eq!(taken_up("10000 1 20000", 60_000), Some((50_000, true)));
        assert_eq!(taken_up("50000 0 60000", 80_000_000), Some((50_000, false)));
        assert_eq!(taken_up("18446744073709551615 1 5000", 6_000), Some((u64::MAX, true)));
        for kept in ["", "1", "1 2", "1 2 x", "-1 2 3", "99999999999999999999 2 3", "0 1 5000"] {
            assert_eq!(taken_up(kept, 5_000 + WAITED_FOR), None, "{kept}");
        }
    }

    #[test]
    fn steps_marks_and_the_end_are_said_and_no_second_between_them() {
        let readings: Vec<_> = (0..200_000).step_by(250).map(at).collect();
        let said: Vec<_> = readings.windows(2).filter_map(|two| two[1].remark(&two[0])).collect();
        let steps = ["10 s left", "Step 2 of 3: b, 30 s", "10 s left", "Step 3 of 3: c, 2 min"];
        assert_eq!(said, [&steps[..], &["1 min left", "30 s left", "10 s left", DONE]].concat());
        assert_eq!(at(0).remark(&at(100_000)), None, "a reset is no step");
    }
}
