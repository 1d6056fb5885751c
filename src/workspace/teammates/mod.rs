//! Who answers for an app.
//!
//! An account is a [`Teammate`] of some apps of this database, and of the others nothing. A teammate has a profile in each
//! app ([`set_profile`]), may be away ([`set_away`]), and is a member of teams ([`memberships`]). Some of them manage people
//! ([`permit`]). The number of a teammate stays when they are removed or their account is deleted: what they did refers to
//! it.

mod away;
mod memberships;
mod permission;
mod profile;
mod removal;
mod teammate;

pub use away::{reassigns, set_away};
pub use memberships::{Membership, add_member, memberships, remove_member};
pub use permission::permit;
pub use profile::{ProfileUpdate, rename_teammate, set_profile};
pub use removal::{forget_teammate, remove_teammate};
pub use teammate::{NAMELESS, Teammate, add_teammate, answers, apps_of, find_teammate, teammates};
