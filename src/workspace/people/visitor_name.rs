//! Visitors have no name yet; a pleasant one distinguishes them on a screen.

use sha2::{Digest, Sha256};

const COLOURS: [&str; 32] = [
    "Amber", "Ash", "Birch", "Bronze", "Chalk", "Clay", "Coal", "Copper", "Coral", "Dusk", "Ember", "Fern",
    "Flint", "Frost", "Ginger", "Heather", "Indigo", "Iron", "Ivory", "Jade", "Linen", "Moss", "Ochre",
    "Olive", "Pearl", "Pewter", "Rust", "Sand", "Silver", "Slate", "Umber", "Willow",
];
const BIRDS: [&str; 32] = [
    "Auk",
    "Avocet",
    "Bittern",
    "Coot",
    "Cormorant",
    "Crane",
    "Curlew",
    "Dipper",
    "Dunlin",
    "Eider",
    "Egret",
    "Fulmar",
    "Gannet",
    "Godwit",
    "Goose",
    "Grebe",
    "Gull",
    "Heron",
    "Kestrel",
    "Kingfisher",
    "Knot",
    "Lapwing",
    "Osprey",
    "Petrel",
    "Plover",
    "Puffin",
    "Sandpiper",
    "Skua",
    "Swan",
    "Teal",
    "Tern",
    "Whimbrel",
];

/// A visitor's name, always the same for the same id. Two visitors may share one.
pub fn visitor_name(visitor_id: &str) -> String {
    let hash = Sha256::digest(visitor_id);
    format!("{} {}", COLOURS[usize::from(hash[0] & 31)], BIRDS[usize::from(hash[1] & 31)])
}
