//! The company that a customer buys for.

/// The company that an account buys for. What it buys, the shop knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountCompany {
    /// The company's id. This server made it, and it stays when the company is renamed.
    pub id: String,
    pub name: String,
}
