//! The clock of a brew. It knows readings of the time alone, in milliseconds, never ticks: however late it is asked (a
//! tab in the background, a computer that slept), it answers rightly.

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timer {
    /// Of each step, in seconds.
    lengths: Vec<u32>,
    /// What had run before it was last started.
    before: u64,
    since: Option<u64>,
}

/// Where a brew stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The step that runs; the last one when all is done.
    pub step: usize,
    /// Seconds until it ends, begun ones counted whole.
    pub left: u32,
    /// Whole seconds since the start.
    pub gone: u32,
    pub done: bool,
}

/// What is said aloud. Not every second: a step, a mark on its way, the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    Step(usize),
    Left(u32),
    Done,
}

/// Seconds before the end of a step that are worth a word, if the step is at least twice as long.
const MARKS: [u32; 8] = [3600, 1800, 600, 300, 120, 60, 30, 10];

/// In milliseconds; the longest brew takes fourteen hours.
const WAITED_FOR: u64 = 24 * 3600 * 1000;

impl Timer {
    pub fn new(lengths: Vec<u32>) -> Self {
        Self { lengths, before: 0, since: None }
    }

    /// As a browser keeps it while its page is away; nothing before the start and after the end. See [`Timer::kept`].
    pub fn to_keep(&self, now: u64) -> Option<String> {
        let begun = self.before > 0 || self.is_running();
        (begun && !self.read(now).done)
            .then(|| format!("{} {} {now}", self.before, self.since.unwrap_or_default()))
    }

    /// Takes up what was kept for these steps, if somebody may still wait for it.
    pub fn kept(lengths: Vec<u32>, kept: &str, now: u64) -> Option<Self> {
        let mut numbers = kept.split(' ').map(|number| number.parse().ok());
        let mut number = || numbers.next().flatten();
        let (before, since, touched): (u64, u64, u64) = (number()?, number()?, number()?);
        let since = Some(since).filter(|since| *since > 0);
        (now.saturating_sub(touched) < WAITED_FOR).then_some(Self { lengths, before, since })
    }

    /// All steps together, in seconds.
    pub fn whole(&self) -> u32 {
        self.lengths.iter().sum()
    }

    pub fn is_running(&self) -> bool {
        self.since.is_some()
    }

    pub fn start(&mut self, now: u64) {
        self.since.get_or_insert(now);
    }

    pub fn pause(&mut self, now: u64) {
        self.before = self.run(now);
        self.since = None;
    }

    pub fn reset(&mut self) {
        (self.before, self.since) = (0, None);
    }

    /// On to the next step, running or not.
    pub fn skip(&mut self, now: u64) {
        let step = self.read(now).step;
        let ends: u64 = self.lengths.iter().take(step + 1).map(|length| u64::from(*length)).sum();
        self.before = ends * 1000;
        self.since = self.since.map(|_| now);
    }

    /// How many milliseconds have run. A clock that was set back counts as one that stood still.
    fn run(&self, now: u64) -> u64 {
        self.before.saturating_add(self.since.map_or(0, |since| now.saturating_sub(since)))
    }

    pub fn read(&self, now: u64) -> Reading {
        let run = self.run(now);
        let gone = u32::try_from(run / 1000).unwrap_or(u32::MAX);
        let mut end = 0;
        for (step, length) in self.lengths.iter().enumerate() {
            end += u64::from(*length) * 1000;
            if run < end {
                let left = u32::try_from((end - run).div_ceil(1000)).unwrap_or(u32::MAX);
                return Reading { step, left, gone, done: false };
            }
        }
        Reading { step: self.lengths.len().saturating_sub(1), left: 0, gone, done: true }
    }

    /// What a listener must hear between two readings.
    pub fn remark(&self, before: Reading, now: Reading) -> Option<Remark> {
        let length = self.lengths.get(now.step).copied().unwrap_or_default();
        let passed = |mark: &u32| before.left > *mark && now.left <= *mark && mark * 2 <= length;
        match () {
            () if now.done => (!before.done).then_some(Remark::Done),
            () if before.step != now.step => Some(Remark::Step(now.step)),
            () => MARKS.iter().any(passed).then_some(Remark::Left(now.left)),
        }
    }
}

/// "0:45", "3:30", "14:00:00"
pub fn clock(seconds: u32) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brew() -> Timer {
        Timer::new(vec![45, 30, 120])
    }

    fn at(timer: &Timer, now: u64) -> (usize, u32, bool) {
        let reading = timer.read(now);
        (reading.step, reading.left, reading.done)
    }

    #[test]
    fn before_the_start_the_first_step_is_whole() {
        assert_eq!((at(&brew(), 1_000_000), brew().whole()), ((0, 45, false), 195));
        assert!(!brew().is_running());
    }

    #[test]
    fn steps_advance_with_the_clock_and_end() {
        let mut timer = brew();
        timer.start(5_000);
        let expected = [
            (0, (0, 45)),
            (1, (0, 45)),
            (1000, (0, 44)),
            (44_999, (0, 1)),
            (45_000, (1, 30)),
            (75_000, (2, 120)),
        ];
        for (later, (step, left)) in expected {
            assert_eq!(at(&timer, 5_000 + later), (step, left, false), "{later}");
        }
        assert_eq!(at(&timer, 5_000 + 195_000), (2, 0, true));
        assert_eq!(timer.read(5_000 + 100_500).gone, 100);
    }

    #[test]
    fn a_tab_that_slept_wakes_up_at_the_right_place() {
        let mut timer = brew();
        timer.start(0);
        assert_eq!(at(&timer, 100), (0, 45, false));
        assert_eq!(at(&timer, 80_000), (2, 115, false));
        assert_eq!(at(&timer, u64::MAX), (2, 0, true));
    }

    #[test]
    fn a_pause_stops_it_and_a_second_start_goes_on_from_there() {
        let mut timer = brew();
        timer.start(0);
        timer.pause(10_400);
        assert!(!timer.is_running());
        assert_eq!(at(&timer, 9_999_999), (0, 35, false));
        timer.start(10_000_000);
        timer.start(10_005_000); // twice changes nothing
        assert_eq!(at(&timer, 10_000_000 + 34_600), (1, 30, false));
        timer.reset();
        assert_eq!((timer.clone(), at(&timer, 0)), (brew(), (0, 45, false)));
    }

    #[test]
    fn a_step_can_be_skipped_running_or_not() {
        let mut timer = brew();
        timer.skip(0);
        assert_eq!((at(&timer, 50_000), timer.is_running()), ((1, 30, false), false));
        timer.start(0);
        timer.skip(7_000);
        assert_eq!(at(&timer, 8_000), (2, 119, false));
        timer.skip(8_000);
        timer.skip(8_000);
        assert_eq!(at(&timer, 8_000), (2, 0, true));
    }

    #[test]
    fn a_clock_set_back_stands_still() {
        let mut timer = brew();
        timer.start(100_000);
        assert_eq!(at(&timer, 40_000), (0, 45, false));
    }

    #[test]
    fn what_is_kept_is_taken_up_where_the_clock_stands_by_then() {
        let mut timer = brew();
        assert_eq!(timer.to_keep(7), None);
        timer.start(5_000);
        timer.pause(15_000);
        timer.start(20_000);
        let kept = timer.to_keep(20_000).expect("it runs");
        let later = Timer::kept(vec![45, 30, 120], &kept, 60_000).expect("it is fresh");
        assert_eq!((later.clone(), at(&later, 60_000)), (timer.clone(), (1, 25, false)));
        timer.pause(60_000);
        let kept = timer.to_keep(60_000).expect("it has begun");
        assert_eq!(Timer::kept(vec![45, 30, 120], &kept, 80_000_000), Some(timer.clone()));
        timer.start(60_000);
        assert_eq!(timer.to_keep(60_000 + 195_000), None);
    }

    #[test]
    fn what_was_left_a_day_ago_or_is_no_clock_is_not_taken_up() {
        let mut timer = brew();
        timer.start(5_000);
        let kept = timer.to_keep(5_000).expect("it runs");
        assert_eq!(Timer::kept(vec![45], &kept, 5_000 + WAITED_FOR), None);
        for kept in ["", "1", "1 2", "1 2 x", "-1 2 3", "99999999999999999999 2 3"] {
            assert_eq!(Timer::kept(vec![45], kept, 5_000), None, "{kept}");
        }
        let far = Timer::kept(vec![45], "18446744073709551615 1 5000", 6_000).expect("numbers");
        assert!(far.read(6_000).done);
    }

    #[test]
    fn steps_marks_and_the_end_are_said_and_no_second_between_them() {
        let mut timer = brew();
        timer.start(0);
        let mut said = Vec::new();
        let mut before = timer.read(0);
        for now in (0..200_000).step_by(250) {
            let reading = timer.read(now);
            said.extend(timer.remark(before, reading));
            before = reading;
        }
        use Remark::{Done, Left, Step};
        assert_eq!(said, [Left(10), Step(1), Left(10), Step(2), Left(60), Left(30), Left(10), Done]);
    }

    #[test]
    fn a_time_is_shown_as_a_clock_shows_it() {
        assert_eq!([0, 45, 210, 50_400].map(clock), ["0:00", "0:45", "3:30", "14:00:00"]);
    }
}
