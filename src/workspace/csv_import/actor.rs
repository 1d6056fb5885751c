//! Who acts, as an import keeps it: by the number of a teammate, which stays when the account is deleted.

use crate::ledger::ChangedBy;

/// The number of a teammate. None of anybody else.
pub fn number_of(by: &ChangedBy) -> Option<i64> {
    match by {
        ChangedBy::Teammate(number) => Some(*number),
        _ => None,
    }
}

/// Who changes people, as the ledger names the teammate who began or undid an import.
pub fn by(teammate: Option<i64>) -> ChangedBy {
    teammate.map_or(ChangedBy::Import, ChangedBy::Teammate)
}
