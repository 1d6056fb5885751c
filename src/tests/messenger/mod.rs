//! The pattern's promises: those of its server half, and those that single examples cannot show.

mod attributes;
mod interleavings;
mod policy;
mod regressions;
mod token;
mod world;
