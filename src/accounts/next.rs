//! Where to go after log-in: only ever a page of this site.

/// The page that a log-in leads to if it asks for no particular page.
const HOME: &str = "/account";
/// The greatest length of an address, in bytes.
/// It is longer than any address of ours, and short enough for every proxy's header limit.
const LONGEST: usize = 2000;

/// Returns the request's `next` if it is a path of this site, `/account` otherwise.
/// `/login` and `/signup` would lead in a circle.
pub fn safe_next(next: &str) -> &str {
    let path = next.split(['?', '#']).next().unwrap_or_default();
    let ours = stays_here(next) && !matches!(path.trim_end_matches('/'), "/login" | "/signup");
    if ours { next } else { HOME }
}

/// Whether whoever is sent to this address stays on this site.
///
/// Browsers read `\` as `/`, drop tabs and line breaks from addresses, and take what follows `//` for a host. So the
/// path must be plain visible ASCII (the browser's own paths are), begin with one slash and never double it: then it
/// resolves to this origin whatever the page, and fits a `Location` header.
pub fn stays_here(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    address.starts_with('/')
        && address.len() <= LONGEST
        && address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && !path.contains("//")
        && !hides_a_separator(path)
}

/// Whether a slash, backslash or control character stands in the path percent-encoded. It is harmless to browsers.
/// But no page of ours has one, and something between here and there might decode it once more.
fn hides_a_separator(path: &str) -> bool {
    path.split('%').skip(1).any(|code| {
        matches!(code.as_bytes(), [b'0' | b'1', ..] | [b'2', b'f' | b'F', ..] | [b'5', b'c' | b'C', ..])
    })
}
