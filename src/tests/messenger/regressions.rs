//! Interleavings that once broke a promise, each as short as it could be made. They are kept as what happened, not as
//! seeds: a seed means another story as soon as the model learns a new trick. They run always. So do stories that matter
//! that chance hardly brings about.

use super::world::Op::*;
use super::world::{Op, Rolls, Story, World};

fn run(tabs: u8, ops: &[Op]) {
    World::run(&Story { tabs, throttled: false, two_origins: false, ops: ops.to_vec() });
}

#[test]
fn a_user_booted_in_another_tab_before_this_tabs_visitor_left_the_queue() {
    run(2, &[Consent(0), Reload(1), Consent(1), Consent(0), Call(1), Leave(0), LogIn(1, 1)]);
    run(2, &[Leave(0), Arrive(1, 1), Call(1), LogIn(1, 2), Freeze(1)]);
}

#[test]
fn a_visitors_conversation_in_one_tab_and_two_log_ins_of_one_person_in_another() {
    run(
        2,
        &[
            LogIn(0, 0),
            Call(1),
            Script(1),
            Call(0),
            Answer(0, 7200),
            ScriptFails(0),
            LogIn(0, 0),
            Leave(1),
            Serve(1, 1, 600),
        ],
    );
}

#[test]
fn another_session_began_elsewhere_while_the_session_was_unknown() {
    run(2, &[Leave(1), Leave(0), LogIn(0, 0), MayLoad(0), Leave(0), Unsure(0)]);
}

#[test]
fn consent_given_again_in_one_tab_and_withdrawn_in_another() {
    run(2, &[Consent(0), Consent(0), Consent(0)]);
    run(
        2,
        &[Call(1), LogIn(1, 2), Answer(1, 600), Consent(0), Mail(1, 212), Consent(0), HostAnswers(1, true)],
    );
    run(2, &[Call(0), Consent(1), LogIn(0, 1), Unsure(1), Answer(0, 7200), HostAnswers(1, true)]);
}

#[test]
fn a_widget_that_starts_slowly_while_another_tab_boots() {
    run(
        2,
        &[
            Call(1),
            Prerender(1),
            LogIn(0, 2),
            MayLoad(0),
            Answer(0, 7200),
            ScriptSlow(1),
            Script(0),
            Leave(0),
        ],
    );
}

#[test]
fn half_an_hour_of_browsing_and_then_many_changes_of_data() {
    let ops =
        vec![LogIn(0, 0), MayLoad(0), Answer(0, 7200), Script(0), Browse(0, 28, 60), Edit(0, 9), Edit(0, 9)];
    World::run(&Story { tabs: 1, throttled: true, two_origins: false, ops });
}

#[test]
fn a_user_whose_boot_left_the_queue_at_a_private_address() {
    run(2, &[LogIn(0, 0), MayLoad(0), Answer(0, 7200), ArriveAtPrivateAddress(0, 3)]);
}

#[test]
fn two_tabs_of_a_host_whose_keys_differ_each_time() {
    run(2, &[LogIn(0, 0), KeysDiffer(true)]);
}

#[test]
fn somebody_logged_in_elsewhere_while_the_component_was_out_of_the_page() {
    let other_tab = [ReloadUnsure(1), Freeze(0), MayLoad(1), LogIn(1, 1), Answer(1, 7200)];
    run(2, &[&[MayLoad(0), Script(0), Remove(0)], &other_tab[..]].concat());
    let seen_at_removal = [MayLoad(0), Script(0), LogIn(1, 2), MayLoad(1), Answer(1, 7200), Remove(0)];
    World::run(&Story { tabs: 2, throttled: false, two_origins: true, ops: seen_at_removal.to_vec() });
}

#[test]
fn a_session_that_rolls_shortly_before_its_end() {
    let ending = [IdleLimit(300), LogIn(0, 0), MayLoad(0), Answer(0, 7200), Script(0), Pass(241_000)];
    let rolls = [Answer(0, 7200), Pass(12_000), Arrive(0, 2), Answer(0, 7200), Pass(200_000)];
    run(1, &[&ending[..], &rolls].concat());
}

#[test]
fn a_script_that_failed_before_the_next_persons_token_is_refused() {
    run(1, &[LogIn(0, 0), MayLoad(0), Answer(0, 600), ScriptFails(0), LogIn(0, 1), Refuse(0)]);
}

#[test]
fn consent_given_again_after_another_origins_page_booted_and_while_token_calls_back_off() {
    let keys_differ = [UntilTimer(1), Answer(1, 7200), HostAnswers(1, true)].repeat(11);
    let mut ops = vec![LogIn(1, 0), MayLoad(1), KeysDiffer(true)];
    ops.extend(keys_differ);
    ops.extend([KeysDiffer(false), Consent(1), LogIn(0, 0), MayLoad(0), Answer(0, 7200), Script(0)]);
    ops.extend([Arrive(1, 1), Consent(1)]);
    World::run(&Story { tabs: 2, throttled: false, two_origins: true, ops });
}

#[test]
fn sessions_of_one_second_to_two_hours_end_on_every_page_without_a_wake() {
    for seconds in [1, 2, 3, 5, 8, 14, 30, 60, 300, 1_800, 7_200] {
        for rolls in [Rolls::ByPages, Rolls::ByRequests, Rolls::Never] {
            for (rounds_up, fraction) in
                [(false, 0), (false, 500), (false, 999), (true, 0), (true, 1), (true, 500)]
            {
                let begin =
                    [Ends(rolls, rounds_up), IdleLimit(seconds), LogIn(0, 0), MayLoad(0), Pass(fraction)];
                let first = [Answer(0, 7200), Script(0), Reload(1), MayLoad(1), Answer(1, 7200), Script(1)];
                let end =
                    [Pass(u32::from(seconds) * 900), Rest(60), Pass(u32::from(seconds) * 100), Rest(60)];
                run(2, &[&begin[..], &first, &end].concat());
            }
        }
    }
}

#[test]
fn a_session_without_a_second_left_on_a_server_whose_keys_differ_each_time() {
    let ends = [Ends(Rolls::Never, false), IdleLimit(5)];
    let begins = [LogIn(1, 0), MayLoad(1), KeysDiffer(true), Sleep(3744), Pass(1168)];
    run(2, &[&ends[..], &begins].concat());
}

#[test]
fn a_host_whose_answer_is_lost_after_the_end_of_a_session() {
    let live = [LogIn(0, 0), MayLoad(0), Answer(0, 20), Script(0)];
    // A 401, a 403 and the death of the token after it, a log-out that succeeds.
    run(1, &[&live[..], &[Dies, Pass(16_500), Answer(0, 7200), HostLost(0)]].concat());
    let refused = [Pass(16_500), Refuse(0), Dies, HostLost(0), Pass(4_000), HostLost(0)];
    run(1, &[&live[..], &refused].concat());
    run(1, &[&live[..], &[LogOut(0), LogOutUnheard(0), HostLost(0)]].concat());
}

#[test]
fn a_host_whose_first_answer_is_lost() {
    run(1, &[ReloadUnsure(0), MayLoad(0), HostLost(0)]);
    run(1, &[LogIn(0, 0), ReloadUnsure(0), MayLoad(0), HostLost(0), LogOut(0), LogOutDone(0, false)]);
}

#[test]
fn a_host_whose_answers_of_thirteen_minutes_are_lost() {
    let live = [LogIn(0, 0), MayLoad(0), Answer(0, 20), Script(0)];
    let signed_out = [Dies, Pass(16_500), Answer(0, 7200), HostLost(0), Pass(780_000)];
    run(1, &[&live[..], &signed_out, &[HostLost(0); 10]].concat());
}

#[test]
fn three_tabs_after_hours_asleep_and_a_log_out_come_to_rest() {
    run(
        3,
        &[
            Close(0),
            MayLoad(2),
            Unsure(2),
            Pass(6_090_000),
            Pass(7_140_000),
            Call(1),
            LogOut(2),
            MayLoad(0),
            KeysDiffer(true),
            Remove(2),
            LogIn(0, 0),
        ],
    );
}
