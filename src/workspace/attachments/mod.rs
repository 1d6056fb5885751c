//! Files that people and teammates send with their messages.
//!
//! [`Files`] keeps their bytes in a folder, beside the database; the table keeps whose they are. A file is uploaded first,
//! and is seen by its uploader alone; a message that names it takes it along. What is never sent is forgotten after a day.
//! A teammate's file belongs to the person of the conversation, and goes with them.
//! The folder is marked with the database's id: a server sweeps no other one.

mod attachment;
#[cfg(feature = "ssr")]
mod copy;
#[cfg(feature = "ssr")]
mod files;
#[cfg(feature = "ssr")]
mod kind;
#[cfg(feature = "ssr")]
mod marker;
#[cfg(feature = "ssr")]
mod new_file;
#[cfg(feature = "ssr")]
mod picture;
#[cfg(feature = "ssr")]
mod quota;
#[cfg(feature = "ssr")]
mod reservation;
#[cfg(feature = "ssr")]
mod rows;
#[cfg(feature = "ssr")]
mod scanner;
#[cfg(feature = "ssr")]
mod sweep;
#[cfg(feature = "ssr")]
mod trash;
#[cfg(feature = "ssr")]
mod upload;

pub use attachment::Attachment;
#[cfg(feature = "ssr")]
pub use {
    copy::sync,
    files::Files,
    marker::claim,
    quota::Quota,
    reservation::{FILE_NETWORK_SECONDS, Uploader},
    rows::{StoredFile, attach, bytes, find, find_for_person, hand_over, may_send, of_parts, of_person},
    sweep::{Sweep, UNSENT_FILE_SECONDS},
    upload::upload,
};

/// Files that a message may have.
#[cfg(feature = "ssr")]
pub const MOST: usize = 10;
