//! The pattern's promises that single examples cannot show.

mod interleavings;
mod world;
