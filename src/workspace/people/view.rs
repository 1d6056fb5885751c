//! Page views begin sessions, and tell a person's browser and source.

use axum::http::Uri;
use sqlx::types::Json;

use super::Person;
use crate::browser;
use crate::location::Location;
use crate::wire::Page;

/// Seconds without a page view after which the next view begins a session.
const PAUSE: i64 = 30 * 60;
/// Parameters of an address that name its campaign.
const CAMPAIGN: [&str; 3] = ["utm_source", "utm_medium", "utm_campaign"];

/// A browser's statement about itself and its person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    /// The browser's name without a version, such as `Firefox`.
    pub browser: Option<String>,
    pub browser_version: Option<String>,
    /// The name of the browser's system, such as `Linux`.
    pub os: Option<String>,
    /// The language, as BCP 47 has it.
    pub language: Option<String>,
    /// The time zone's name in the IANA database.
    pub time_zone: Option<String>,
    /// Where the browser is, if the server looks that up.
    pub location: Option<Location>,
}

impl Client {
    /// Reads the header `User-Agent`. Of names that several browsers state, the most special one counts.
    pub fn new(
        user_agent: &str,
        language: Option<String>,
        time_zone: Option<String>,
        location: Option<Location>,
    ) -> Self {
        let browser = browser::name(user_agent).map(str::to_owned);
        let browser_version = browser::version(user_agent).map(str::to_owned);
        let os = browser::system(user_agent).map(str::to_owned);
        Self { browser, browser_version, os, language, time_zone, location }
    }
}

impl Person {
    /// The session's number, browser, language and time zone, as the feed shows them.
    pub fn client_for_feed(&self) -> Vec<String> {
        let known = [&self.browser, &self.language, &self.time_zone].into_iter().flatten().cloned();
        std::iter::once(format!("Session {}", self.session_count)).chain(known).collect()
    }

    /// Notes a page view.
    /// It begins a session after 30 minutes without one, or where the person `arrives` from another source.
    pub fn view(&mut self, page: &Page, client: &Client, arrives: bool, now: i64) {
        let (campaign, referrer) = if arrives { source(page) } else { (None, None) };
        let is_new = match (&campaign, &referrer) {
            (Some(_), _) => campaign != self.campaign,
            (None, Some(_)) => referrer != self.referrer,
            (None, None) => false,
        };
        if is_new || self.viewed_at.is_none_or(|at| now - at >= PAUSE) {
            self.session_count += 1;
            (self.campaign, self.referrer) = (campaign, referrer);
        }
        self.viewed_at = Some(now);
        self.first_seen_at.get_or_insert(now);
        let Client { browser, browser_version, os, language, time_zone, location } = client.clone();
        // A version belongs to its browser.
        if browser.is_some() {
            (self.browser, self.browser_version, self.os) = (browser, browser_version, os);
        }
        self.location = location.map(Json).or_else(|| self.location.take());
        self.language = language.or_else(|| self.language.take());
        self.time_zone = time_zone.or_else(|| self.time_zone.take());
    }
}

/// The campaign that a page's address names, and the host that referred to it, if that is another site's.
fn source(page: &Page) -> (Option<String>, Option<String>) {
    let address: Uri = page.url.parse().unwrap_or_default();
    let pairs = address.query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
    let campaign: Vec<&str> =
        pairs.filter(|(name, _)| CAMPAIGN.contains(name)).map(|(_, value)| value).collect();
    let referrer: Uri = page.referrer.parse().unwrap_or_default();
    let referrer = referrer.host().filter(|host| address.host() != Some(host)).map(str::to_owned);
    (Some(campaign.join(" / ")).filter(|campaign| !campaign.is_empty()), referrer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(url: &str, referrer: &str) -> Page {
        Page { url: url.to_owned(), referrer: referrer.to_owned(), ..Page::default() }
    }

    #[test]
    fn a_session_begins_after_30_minutes_without_a_view_or_where_the_person_comes_from_another_source() {
        let mut person = Person::unknown(0);
        let plain = "https://shop.example/plans";
        let mail = "https://shop.example/?utm_source=mail&utm_campaign=boat";
        for (now, url, referrer, arrives, sessions) in [
            (0, plain, "", true, 1),
            (1_799, plain, "", false, 1),
            (3_598, plain, "", false, 1),
            (5_398, plain, "", false, 2),
            (5_400, plain, "https://search.example/?q=coffee", true, 3),
            (5_401, plain, "https://search.example/other", true, 3),
            (5_402, plain, "https://shop.example/", true, 3),
            (5_403, mail, "https://search.example/", true, 4),
            // The page's script boots again, for the user: the document's referrer is the same.
            (5_404, plain, "https://search.example/", true, 4),
            (5_405, mail, "", true, 4),
            (5_406, plain, "https://news.example/", false, 4),
            (5_407, plain, "https://news.example/", true, 5),
        ] {
            person.view(&page(url, referrer), &Client::default(), arrives, now);
            assert_eq!(person.session_count, sessions, "at {now}: {url} from {referrer}");
        }
        assert_eq!(person.referrer.as_deref(), Some("news.example"));
    }

    #[test]
    fn a_browser_is_known_by_the_most_special_name_it_says() {
        for (agent, name) in [
            ("Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/148.0 Safari/537.36 Edg/148.0", Some("Edge")),
            ("Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/148.0 Safari/537.36", Some("Chrome")),
            ("Mozilla/5.0 (X11; rv:150.0) Gecko/20100101 Firefox/150.0", Some("Firefox")),
            (
                "Mozilla/5.0 (iPhone) AppleWebKit/605.1 Version/26.0 Mobile/15E148 Safari/604.1",
                Some("Safari"),
            ),
            ("curl/8.0", None),
        ] {
            assert_eq!(Client::new(agent, None, None, None).browser.as_deref(), name, "{agent}");
        }
    }
}
