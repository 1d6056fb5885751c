//! Integration tests, laid out as the rooms and their URLs are.

mod accounts;
