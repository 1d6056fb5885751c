//! Files that people send with their messages.
//!
//! [`Files`] keeps their bytes in a folder, beside the database; the table keeps whose they are. A file is uploaded first,
//! and belongs to its person alone; a message that names it takes it along. What is never sent is forgotten after a day.
//! The folder is marked with the database's id: a server sweeps no other one.

mod attachment;
/// For backups.
#[cfg(feature = "ssr")]
mod copy;
#[cfg(feature = "ssr")]
mod files;
/// What a file is, by its content.
#[cfg(feature = "ssr")]
mod kind;
/// Which database a folder belongs to.
#[cfg(feature = "ssr")]
mod marker;
/// A file while it is uploaded.
#[cfg(feature = "ssr")]
mod new_file;
/// What is kept of a picture.
#[cfg(feature = "ssr")]
mod picture;
/// How much of the disk files may take.
#[cfg(feature = "ssr")]
mod quota;
/// An upload's space, from its start on.
#[cfg(feature = "ssr")]
mod reservation;
#[cfg(feature = "ssr")]
mod rows;
/// A program that looks at each file.
#[cfg(feature = "ssr")]
mod scanner;
/// Removes what nobody needs.
#[cfg(feature = "ssr")]
mod sweep;
/// Where files without a row are kept for a while.
#[cfg(feature = "ssr")]
mod trash;
/// From a request's body to a file and its row.
#[cfg(feature = "ssr")]
mod upload;

pub use attachment::Attachment;
#[cfg(feature = "ssr")]
pub use copy::sync;
#[cfg(feature = "ssr")]
pub use files::Files;
#[cfg(feature = "ssr")]
pub use marker::claim;
#[cfg(feature = "ssr")]
pub use quota::Quota;
#[cfg(feature = "ssr")]
pub use reservation::Uploader;
#[cfg(feature = "ssr")]
pub use rows::{StoredFile, attach, bytes, find, hand_over, may_send, of_parts, of_person};
#[cfg(feature = "ssr")]
pub use sweep::Sweep;
#[cfg(feature = "ssr")]
pub use upload::upload;

/// Files of a message at most.
#[cfg(feature = "ssr")]
pub const MOST: usize = 10;
