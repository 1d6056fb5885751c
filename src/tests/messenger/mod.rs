//! The pattern's promises: those of its server half, and those that single examples cannot show.

mod attributes;
mod console;
mod cookies;
mod host;
mod interleavings;
mod layer;
mod look;
mod policy;
mod readme;
mod regressions;
mod secret;
mod session;
mod token;
mod world;
