//! The pattern's promises: those of its server half, and those that single examples cannot show.

mod attributes;
mod examples;
mod interleavings;
mod look;
mod policy;
mod readme;
mod regressions;
mod token;
mod world;
