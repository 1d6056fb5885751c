//! Why something that was sent is not stored. Says nothing of HTTP: [`edge`](super::edge) does.

mod check;
#[cfg(feature = "ssr")]
mod identity;
#[cfg(feature = "ssr")]
mod reason;
#[cfg(feature = "ssr")]
mod too_many;

pub use check::Check;
#[cfg(feature = "ssr")]
pub use identity::{IdentityRefusal, Refused};
#[cfg(feature = "ssr")]
pub use reason::{Full, Refusal};
#[cfg(feature = "ssr")]
pub use too_many::{LimitKind, TooMany};
