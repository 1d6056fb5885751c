//! The names of browsers and of their systems.

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

/// The first of these that is in the header counts.
const SYSTEMS: [(&str, &str); 8] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
];

/// The browser's name without a version, as its `User-Agent` has it.
pub fn name(user_agent: &str) -> Option<&'static str> {
    NAMES.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
}

/// The browser's version, such as `150.0`: at most 32 digits and dots.
pub fn version(user_agent: &str) -> Option<&str> {
    let (sign, _) = NAMES.iter().find(|(sign, _)| user_agent.contains(sign))?;
    // Safari writes its version elsewhere.
    let sign = if *sign == "Safari/" { "Version/" } else { *sign };
    let (_, rest) = user_agent.split_once(sign)?;
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '/');
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    rest.get(..end).filter(|version| (1..=32).contains(&version.len()))
}

/// The name of the browser's system, as its `User-Agent` has it.
pub fn system(user_agent: &str) -> Option<&'static str> {
    SYSTEMS.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_states_its_version_beside_its_name_and_safari_elsewhere() {
        for (agent, expected) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0", Some("150.0")),
            ("Mozilla/5.0 (Windows NT 10.0) Chrome/141.0.7390.54 Safari/537.36 Edg/141.0.1", Some("141.0.1")),
            ("Mozilla/5.0 (iPhone) AppleWebKit/605.1 EdgiOS/141.2 Version/26.0 Safari/604.1", Some("141.2")),
            ("Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15", Some("18.1")),
            ("Mozilla/5.0 Safari/605.1.15", None),
            ("Firefox/", None),
            ("Firefox/é", None),
            ("curl/8.0", None),
            (&format!("Firefox/{}", "1".repeat(33)), None),
        ] {
            assert_eq!(version(agent), expected, "{agent}");
        }
    }
}
