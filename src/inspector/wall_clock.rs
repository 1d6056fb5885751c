//! The page's own clock.

/// Unix milliseconds.
#[expect(clippy::disallowed_methods, reason = "what a page reports carries the page's own time")]
pub fn wall() -> i64 {
    web_sys::js_sys::Date::now() as i64
}
