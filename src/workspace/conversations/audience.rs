//! Who reads a part of a conversation.

/// The readers of a part of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Audience {
    /// The person, and teammates.
    Person,
    /// Teammates alone.
    Teammates,
}
