//! Integration tests: whole requests, laid out as the URLs are.
#![expect(clippy::unwrap_used, reason = "what a test does not expect may end it")]

mod shop;
