//! Tests of the checks of who is logged in.

use super::*;

const FORBIDDEN: Trigger = Trigger::Refused(Error::Forbidden);
const LOGGED_OUT: Trigger = Trigger::Refused(Error::LoggedOut);
const WRONG: Trigger = Trigger::Refused(Error::WrongCredentials);

/// How many requests these triggers lead to, each of which is answered at once.
fn requests(checks: &mut Checks, triggers: &[Trigger], outcome: Outcome) -> usize {
    let sends = |trigger: &&Trigger| {
        let sends = checks.begin((*trigger).clone(), 0);
        if sends {
            assert!(!checks.end(outcome));
        }
        sends
    };
    triggers.iter().filter(sends).count()
}

#[test]
fn several_refusals_at_a_time_are_one_request() {
    for refused in [FORBIDDEN, LOGGED_OUT, WRONG] {
        let mut checks = Checks::default();
        assert!(checks.begin(refused.clone(), 0));
        assert!(!checks.begin(refused.clone(), 0));
        assert!(!checks.begin(refused, 0));
        assert!(!checks.end(Outcome::Changed));
    }
}

#[test]
fn while_the_same_person_is_logged_in_a_call_that_is_refused_often_is_one_request() {
    let mut checks = Checks::default();
    for refused in [FORBIDDEN, WRONG, LOGGED_OUT] {
        let times = vec![refused.clone(); 100];
        assert_eq!(requests(&mut checks, &times, Outcome::Same), 1, "each kind for itself: {refused:?}");
    }
}

#[test]
fn after_a_new_page_a_visible_tab_or_the_messengers_report_a_refusal_triggers_again() {
    for trigger in [Trigger::NewPage, Trigger::Visible, Trigger::Messenger] {
        let mut checks = Checks::default();
        assert_eq!(requests(&mut checks, &[FORBIDDEN, trigger, FORBIDDEN], Outcome::Same), 3);
    }
}

#[test]
fn after_a_change_of_person_each_refusal_triggers() {
    let mut checks = Checks::default();
    assert_eq!(requests(&mut checks, &vec![LOGGED_OUT; 3], Outcome::Changed), 3);
}

#[test]
fn a_request_that_fails_is_not_repeated_by_itself() {
    let mut checks = Checks::default();
    assert!(checks.begin(Trigger::NewPage, 0));
    assert!(!checks.begin(LOGGED_OUT, 0), "the refusal of the request itself");
    assert!(!checks.end(Outcome::Failed));
    assert!(checks.begin(LOGGED_OUT, 0), "the refusal of the next call");
}

#[test]
fn a_session_that_ended_while_an_answer_was_on_its_way_is_one_more_request() {
    for trigger in [LOGGED_OUT, Trigger::NewPage, Trigger::Messenger] {
        for outcome in [Outcome::Same, Outcome::Outdated] {
            let mut checks = Checks::default();
            assert!(checks.begin(Trigger::NewPage, 0));
            assert!(!checks.begin(trigger.clone(), 0));
            assert!(checks.end(outcome), "the answer may be older than the trigger");
            assert!(!checks.end(outcome));
        }
    }
}

#[test]
fn a_refusal_that_an_answer_explains_is_no_further_request() {
    let mut checks = Checks::default();
    assert!(checks.begin(Trigger::NewPage, 0));
    assert!(!checks.begin(LOGGED_OUT, 0));
    assert!(!checks.end(Outcome::Changed));
    assert!(checks.begin(FORBIDDEN, 0));
    assert!(!checks.begin(FORBIDDEN, 0), "a 403 does not say that the session has ended");
    assert!(!checks.end(Outcome::Same));
}

#[test]
fn a_tab_that_is_visible_restored_and_online_at_a_time_is_one_request() {
    let mut checks = Checks::default();
    for (at, sends) in [(5_000, true), (5_999, false), (6_000, true), (1_000, true)] {
        assert_eq!(checks.begin(Trigger::Visible, at), sends, "{at}");
        checks.end(Outcome::Same);
    }
}
