//! The names of browsers.

/// The first of these that is in the header counts: most browsers name others, too.
const NAMES: [(&str, &str); 8] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// The browser's name without a version, as its `User-Agent` has it.
pub fn name(user_agent: &str) -> Option<&'static str> {
    NAMES.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
}
