//! The steps of random stories.

use proptest::prelude::*;

#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// The browser boots as a visitor.
    Visit,
    /// The browser boots as the user.
    LogIn,
    /// A page, with an attribute of this value if there is one.
    Page(Option<u8>),
    /// The last ping once more, as after a lost answer.
    Again,
    /// A message to the team.
    Write,
    Event,
    /// The user acts for this company, which pays so much.
    Company(u8, u8),
    LogOut,
    /// A program makes a lead.
    MakeLead,
    /// A teammate changes a person: the last lead, or who the browser has.
    Edit {
        lead: bool,
        value: u8,
    },
    /// A teammate merges the last lead, or the browser's visitor, into the user.
    Merge {
        lead: bool,
    },
    Archive {
        lead: bool,
        on: bool,
    },
    Block {
        lead: bool,
        on: bool,
    },
    Attach {
        lead: bool,
        on: bool,
    },
    /// A teammate gives a person one of two tags, or takes it.
    Tag {
        lead: bool,
        tag: u8,
        on: bool,
    },
    /// A teammate writes a note on a person, or deletes the newest.
    Note {
        lead: bool,
        on: bool,
    },
    /// A person opts in to a newsletter, or out of it.
    Consent {
        lead: bool,
        on: bool,
    },
    Delete {
        lead: bool,
    },
}

pub fn story() -> impl Strategy<Value = Vec<Step>> {
    let lead = any::<bool>;
    let step = prop_oneof![
        2 => Just(Step::Visit),
        3 => Just(Step::LogIn),
        3 => prop::option::of(0_u8..3).prop_map(Step::Page),
        2 => Just(Step::Again),
        2 => Just(Step::Write),
        1 => Just(Step::Event),
        2 => (0_u8..2, 0_u8..2).prop_map(|(company, pays)| Step::Company(company, pays)),
        1 => Just(Step::LogOut),
        3 => Just(Step::MakeLead),
        2 => (lead(), 0_u8..3).prop_map(|(lead, value)| Step::Edit { lead, value }),
        4 => lead().prop_map(|lead| Step::Merge { lead }),
        1 => (lead(), lead()).prop_map(|(lead, on)| Step::Archive { lead, on }),
        1 => (lead(), lead()).prop_map(|(lead, on)| Step::Block { lead, on }),
        1 => (lead(), lead()).prop_map(|(lead, on)| Step::Attach { lead, on }),
        4 => (lead(), 0_u8..2, prop::bool::weighted(0.7)).prop_map(|(lead, tag, on)| Step::Tag { lead, tag, on }),
        3 => (lead(), prop::bool::weighted(0.7)).prop_map(|(lead, on)| Step::Note { lead, on }),
        2 => (lead(), lead()).prop_map(|(lead, on)| Step::Consent { lead, on }),
        3 => lead().prop_map(|lead| Step::Delete { lead }),
    ];
    prop::collection::vec(step, 6..36)
}
