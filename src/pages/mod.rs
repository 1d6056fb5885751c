//! The shop's pages. [`views`] are what the server makes of them, one file a page; [`served`] puts them in place in the
//! browser and sends their forms; a guide's [`clock`] runs there. [`told`] hands what the shop knows to the Messenger.

#[cfg(any(feature = "hydrate", test))]
mod clock;
pub mod served;
pub mod told;
#[cfg(feature = "ssr")]
pub mod views;

/// Whether the page at this path stands in the shop's frame. Only full page loads lead from one side to the other.
pub fn is_in_frame(path: &str) -> bool {
    !path.starts_with("/lifecycle") && !path.starts_with("/workspace/")
}
