//! What a person thinks of the answers that they got.

/// A conversation's rating. Times are Unix seconds.
/// Source: Intercom's REST API, "The conversation model" (`conversation_rating`).
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Rating {
    /// Time when a teammate or the workspace asked for the rating. None where nobody has.
    #[sqlx(rename = "rating_requested_at")]
    pub requested_at: Option<i64>,
    /// Time when the person last rated.
    pub rated_at: Option<i64>,
    /// 1 to 5.
    #[sqlx(rename = "rating_score")]
    pub score: Option<i64>,
    #[sqlx(rename = "rating_remark")]
    pub remark: Option<String>,
    /// The number of the teammate whom the rating is about: who was to answer, or else who answered last.
    #[sqlx(rename = "rated_teammate")]
    pub teammate: Option<i64>,
}
