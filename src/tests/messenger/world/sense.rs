//! Whether an op does anything in the state at hand. What does nothing is harmless, and keeps stories shallow.

use super::World;
use super::op::Op;
use super::tab::Tab;
use super::widget::Script;

pub fn makes_sense(op: Op, world: &World) -> bool {
    let Some(t) = op.tab() else {
        return match op {
            Op::Dies => world.browser.session().is_some(),
            _ => true,
        };
    };
    let Some(tab) = &world.tabs[usize::from(t)] else {
        return matches!(op, Op::MayLoad(_) | Op::Prerender(_) | Op::Reload(_) | Op::ReloadUnsure(_));
    };
    if tab.frozen {
        matches!(op, Op::Freeze(_) | Op::Close(_))
    } else if tab.asleep.is_some() {
        matches!(op, Op::Show(_) | Op::MayLoad(_) | Op::Mail(..) | Op::HostAnswers(..))
    } else {
        makes_sense_in(tab, op, world)
    }
}

fn makes_sense_in(tab: &Tab, op: Op, world: &World) -> bool {
    let host = &tab.host;
    match op {
        Op::LogOut(_) => tab.may_log_out(),
        Op::LogOutDone(..) | Op::LogOutUnheard(_) => host.leaving && !host.left,
        Op::Rename(_) | Op::Edit(..) => {
            tab.key().is_some() && host.session.as_ref() == world.browser.session()
        }
        Op::Serve(..) | Op::Answer(..) => tab.questions.iter().any(|question| question.answer.is_none()),
        Op::Deliver(..) => tab.questions.iter().any(|question| question.answer.is_some()),
        Op::Fail(..) | Op::Refuse(_) => !tab.questions.is_empty(),
        Op::HostServed(_) => host.asking.iter().any(Option::is_none),
        Op::HostAnswers(..) => !host.asking.is_empty(),
        Op::HostLost(_) => !host.asking.is_empty(),
        Op::Script(_) | Op::ScriptSlow(_) | Op::ScriptFails(_) => tab.widget.script == Script::Inserted,
        Op::WidgetEvent(..) => !tab.widget.callbacks.is_empty(),
        Op::Mail(..) => !tab.mail.is_empty(),
        Op::Storage(_) => tab.storage,
        Op::MayLoad(_) => !tab.may_load,
        Op::Remove(_) => tab.mounted,
        Op::Mount(..) => !tab.mounted,
        Op::UntilTimer(_) => tab.timer.is_some(),
        Op::Show(_) | Op::Prerender(_) => false,
        _ => true,
    }
}
