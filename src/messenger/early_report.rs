//! Recognises that a page was reported before its title and heading had come. Rule R7.
//!
//! The app forgot to say that they wait for data or code. The report then has the former page's title, or none.

use crate::lifecycle::Url;

/// A page that gets its names after so many looks gets them for another reason.
const LOOKS: u32 = 5;

/// The names that a person reads on a page. An empty one is not there.
#[derive(Default)]
pub(crate) struct Names {
    pub title: String,
    /// The text of the first `h1`.
    pub heading: String,
}

/// The page's last report, and how often the page is still to be looked at.
#[derive(Default)]
pub(crate) struct Report {
    url: Url,
    names: Names,
    pub looks_left: u32,
}

impl Report {
    /// The address was reported, when the page had these names.
    pub fn settled(&mut self, url: Url, names: Names) {
        // An address settles again when its page has loaded something again. It is not reported again.
        if self.url == url {
            return;
        }
        // Names of its own may change at any time, as they do in another language.
        let may_wait = names.heading.is_empty() || names.title == self.names.title;
        *self = Self {
            url,
            names,
            looks_left: if may_wait { LOOKS } else { 0 },
        };
    }

    /// Whether the page has got its names only after the report. An unread count changes the title alone.
    pub fn was_early(&mut self, now: &Names) -> bool {
        let early = self.names.title != now.title
            && self.names.heading != now.heading
            && !now.heading.is_empty();
        self.looks_left = if early {
            0
        } else {
            self.looks_left.saturating_sub(1)
        };
        early
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names((title, heading): (&str, &str)) -> Names {
        Names {
            title: title.to_owned(),
            heading: heading.to_owned(),
        }
    }

    /// A page reported by these names, after the page "Coffees".
    fn report(reported: (&str, &str)) -> Report {
        let mut report = Report::default();
        report.settled("/coffees".into(), names(("Coffees", "All coffees")));
        report.settled("/coffees/first-tide".into(), names(reported));
        report
    }

    fn is_early(reported: (&str, &str), now: (&str, &str)) -> bool {
        let mut report = report(reported);
        report.looks_left > 0 && report.was_early(&names(now))
    }

    #[test]
    fn a_page_whose_title_and_heading_come_after_its_report_was_reported_too_early() {
        let own = ("First Tide", "First Tide");
        assert!(is_early(("Coffees", ""), own), "the former title");
        assert!(is_early(("Coffees", "All coffees"), own), "the former view");
        assert!(is_early(("", ""), own), "no title");
        assert!(is_early(("Loading", ""), own), "a title for any page");
    }

    #[test]
    fn a_title_or_a_heading_that_changes_alone_is_no_sign_of_an_early_report() {
        let reported = ("Coffees", "Light roasts");
        assert!(!is_early(reported, ("(1) Coffees", "Light roasts")));
        assert!(!is_early(reported, ("Coffees", "Dark roasts")));
        assert!(!is_early(("Coffees", ""), ("(1) Coffees", "")));
        assert!(!is_early(reported, ("Light", "")), "a heading that goes");
    }

    #[test]
    fn a_page_with_its_own_title_and_heading_may_change_both() {
        let (first, second) = (("Step 1", "Your name"), ("Step 2", "Your address"));
        assert!(!is_early(first, second));
        let mut report = report(first);
        report.settled("/coffees/first-tide".into(), names(first));
        assert_eq!(report.looks_left, 0, "it has loaded something again");
    }

    #[test]
    fn a_page_is_looked_at_five_times_and_no_more_once_it_was_reported_too_early() {
        let reported = ("Coffees", "");
        let mut report = report(reported);
        let looks =
            (0..).take_while(|_| report.looks_left > 0 && !report.was_early(&names(reported)));
        assert_eq!(looks.count(), 5);
        let mut report = self::report(reported);
        assert!(report.was_early(&names(("First Tide", "First Tide"))));
        assert_eq!(report.looks_left, 0);
    }
}
