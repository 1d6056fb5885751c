//! The company that a customer buys for.

/// Whom an account buys for. What it buys, the shop knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountCompany {
    /// Made by this server; stays when the company is renamed.
    pub id: String,
    pub name: String,
}
