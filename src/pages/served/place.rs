//! What stands in `<main>`, and what is on its way there.

use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos_router::NavigateOptions;
use leptos_router::location::{BrowserUrl, LocationProvider};
use web_sys::{Element, HtmlElement};

use super::arrival::{Arrival, NotArrived};
use super::earlier::Earlier;
use super::{dom, earlier, fold, live, morph, prefetch};
use crate::accounts::{Consent, SignedIn};
use crate::components::PageChange;
use crate::pages::is_in_frame;

/// What became of a page that came.
enum Put {
    There,
    /// At another address than was asked for.
    SentOn(String),
    /// It is not to be had this way: the browser loads it by itself.
    Loading,
}

type Navigate = Box<dyn Fn(&str, NavigateOptions) + Send + Sync>;

/// The one place of the page.
#[derive(Clone, Copy)]
pub struct Place {
    /// Path and query of the page that is shown.
    pub shown: StoredValue<String>,
    /// And of the page that the router is at, or on its way to.
    pub wanted: Memo<String>,
    /// Whom it was made for, by the key of their session.
    pub made_for: StoredValue<Option<String>>,
    /// The number of the newest question: only its answer counts.
    pub asked: StoredValue<u32>,
    /// Whether one is on its way.
    pub coming: RwSignal<bool>,
    pub account: RwSignal<Option<SignedIn>>,
    pub consent: Consent,
    pub change: PageChange,
    /// It puts an address into the bar when told that the page is there.
    pub router: StoredValue<Option<BrowserUrl>>,
    pub navigate: StoredValue<Navigate>,
}

impl Place {
    /// Who is here, by the key of their session.
    pub fn whose(self) -> Option<String> {
        self.account.with_untracked(|account| account.as_ref().map(|account| account.session_key.clone()))
    }

    /// The number of a new question: older ones are overtaken.
    pub fn next_question(self) -> u32 {
        self.asked.update_value(|asked| *asked += 1);
        self.asked.get_value()
    }

    /// Asks for the page at this address; shows it, if nothing else was asked for meanwhile. On the way back, a page
    /// that was left stands there until then.
    pub async fn show(self, address: String) {
        let asked = self.next_question();
        let earlier = self.change.leads_back().then(|| earlier::take(&address, &self.whose())).flatten();
        let stands = earlier.is_some();
        match earlier {
            Some(earlier) => self.put_earlier(earlier, &address),
            None => self.coming.set(true),
        }
        let came = loop {
            let whose = self.whose();
            let came = prefetch::take(&address, &whose).await;
            if self.asked.get_value() != asked {
                return;
            }
            // Else it was made for somebody who has left since.
            if whose == self.whose() {
                break came;
            }
        };
        let put = match came {
            Ok(arrival) => self.put(arrival, &address),
            Err(NotArrived) => {
                if !stands {
                    self.put_template("not-arrived", address.clone());
                }
                Put::There
            }
        };
        if matches!(put, Put::Loading) {
            return;
        }
        self.is_there();
        // The router puts the address that was asked for into the bar first.
        leptos::task::tick().await;
        self.put_into_bar(&address);
        if let Put::SentOn(address) = put {
            self.go(&address, true);
        }
        self.coming.set(false);
    }

    /// leptos_router 0.8 leaves an address out that its record of the way here ends in; and Back does not shorten that
    /// record where an entry was replaced, nor does Forward lengthen it.
    fn put_into_bar(self, address: &str) {
        let shown = location().pathname().unwrap_or_default() + &location().search().unwrap_or_default();
        if shown != address
            && self.wanted.get_untracked() == address
            && let Ok(history) = window().history()
        {
            _ = history.push_state_with_url(&JsValue::NULL, "", Some(address));
        }
    }

    fn is_there(self) {
        self.router.with_value(|router| _ = router.as_ref().map(LocationProvider::ready_to_complete));
    }

    /// On to this address: through the router, or by a full load where another frame begins.
    pub fn go(self, address: &str, replace: bool) {
        match is_in_frame(path(address)) {
            true => {
                let options = NavigateOptions { replace, scroll: false, ..Default::default() };
                self.navigate.with_value(|navigate| navigate(address, options));
            }
            false => dom::load(address),
        }
    }

    fn put(self, arrival: Arrival, asked: &str) -> Put {
        let (Some(new), Some(old), Some(main)) = (arrival.shop(), dom::shop(), dom::main()) else {
            dom::load(&arrival.address);
            return Put::Loading;
        };
        let left_by = self.made_for.get_value();
        // The person first, the page second: the next page must find the right one.
        self.made_for.set_value(arrival.account.as_ref().map(|account| account.session_key.clone()));
        if self.account.with_untracked(|now| *now != arrival.account) {
            self.account.set(arrival.account.clone());
        }
        let shown = self.shown.get_value();
        // What happened stands in it: only what is round it follows.
        if main.has_attribute("data-own") && path(asked) == path(&shown) {
            morph::morph(&old, &new);
            return Put::There;
        }
        let same = path(&arrival.address) == path(&shown);
        if !same {
            fold::close_menu();
            earlier::leave(&main, shown, left_by);
        }
        document().set_title(&arrival.document.title());
        morph::morph(&old, &new);
        self.shown.set_value(arrival.address.clone());
        live::wake(&main, self.consent);
        if !same {
            self.arrived(&main, &arrival.address);
        }
        match path(&arrival.address) == path(asked) {
            true => Put::There,
            false => Put::SentOn(arrival.address),
        }
    }

    fn put_earlier(self, earlier: Earlier, address: &str) {
        let Some(main) = dom::main() else { return };
        fold::close_menu();
        earlier::leave(&main, self.shown.get_value(), self.whose());
        _ = main.append_child(&earlier.content);
        document().set_title(&earlier.title);
        self.shown.set_value(address.to_owned());
        live::wake(&main, self.consent);
        self.is_there();
        self.arrived(&main, address);
        self.coming.set(false);
    }

    fn arrived(self, main: &Element, address: &str) {
        if let Ok(Some(heading)) = main.query_selector("h1") {
            let said = heading.get_attribute("data-said").unwrap_or_default();
            self.change.arrived(path(address).to_owned(), &said, heading.unchecked_ref::<HtmlElement>());
        }
        dom::scroll_to_hash();
    }

    fn put_template(self, name: &str, address: String) {
        let Some(main) = dom::main() else { return };
        earlier::leave(&main, self.shown.get_value(), self.whose());
        _ = dom::template(name).map(|words| main.append_child(&words));
        dom::entitle();
        self.shown.set_value(address.clone());
        self.arrived(&main, &address);
    }
}

pub fn path(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}
