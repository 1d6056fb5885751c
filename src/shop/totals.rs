//! What it all costs: today's prices, and the post.

use crate::json::Readable;
use serde::{Deserialize, Serialize};

use super::Money;

/// From here on the post is on us.
pub const FREE_POST_FROM: Money = Money::eur(4000);
const POST: Money = Money::eur(490);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Totals {
    pub goods: Money,
    pub post: Money,
    pub total: Money,
}

impl Totals {
    /// Of the prices of each line; `with_plan` when a plan is among them, which includes the post.
    pub fn of(lines: impl IntoIterator<Item = Money>, with_plan: bool) -> Self {
        let goods = lines.into_iter().fold(Money::eur(0), Money::plus);
        let free = with_plan || goods.minor == 0 || goods.minor >= FREE_POST_FROM.minor;
        let post = if free { Money::eur(0) } else { POST };
        Self { goods, post, total: goods.plus(post) }
    }

    /// What is missing until the post is free; none where it is.
    pub fn until_free_post(self) -> Option<Money> {
        (self.post.minor > 0).then(|| Money::eur(FREE_POST_FROM.minor - self.goods.minor))
    }
}
