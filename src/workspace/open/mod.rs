//! The workspace of a server, opened for the pages of one of its apps.

mod handle;
mod messenger;
mod people;
mod refuse;
mod signing;
mod start;
mod tasks;
mod warnings;

pub use handle::Workspace;
