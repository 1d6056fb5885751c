//! Who learns of a change of a conversation.

/// Who may read a part, or learns of another change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Audience {
    /// The person, and teammates.
    Person,
    /// Teammates alone.
    Teammates,
}
