//! Integration tests, laid out as the rooms and URLs are.

mod messenger;
mod workspace;
