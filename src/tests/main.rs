//! Integration tests, laid out as the rooms are.
#![expect(clippy::expect_used, reason = "a test that cannot go on says why and stops")]

mod architecture;
mod server;
