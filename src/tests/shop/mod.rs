//! The shop on a database of its own, with a clock that the test moves.

mod browser;
mod carts;
mod facts;
mod forms;
mod guests;
mod killed;
mod orders;
mod pages;
mod prices;
mod stock;
mod subscriptions;
mod without_javascript;

use axum::http::{HeaderMap, HeaderValue, header::COOKIE};
use leptos_messenger::accounts::SessionSettings;
use leptos_messenger::clock::Clock;
use leptos_messenger::database::Db;
use leptos_messenger::error::Error;
use leptos_messenger::shop::cart::{Cart, Shopper};
use leptos_messenger::shop::order::{Address, Guest, Placed};
use leptos_messenger::shop::{Item, Shop};

use crate::accounts::accounts;
use crate::database::{Database, execute, texts};

/// Friday 13 November 2026, noon.
pub const NOON: i64 = 1_794_571_200;
pub const MARIT: &str = "demo-customer";
pub const TOMAS: &str = "demo-second";
pub const GUEST: &str = "guest@example.com";
pub const KEY: &str = "the-key-of-the-first-form";

pub struct World {
    pub shop: Shop,
    pub db: Db,
    pub clock: Clock,
    database: Database,
}

impl World {
    /// With two customers, and every coffee on the shelf that the catalogue does not call sold out.
    pub async fn new() -> Self {
        let database = Database::fresh().await;
        let db = database.open().await;
        let clock = Clock::manual(NOON);
        let settings = SessionSettings { idle_seconds: 60, max_seconds: 600, secure_cookie: false };
        accounts(&db, &clock, settings).offer_demo_accounts().await.unwrap();
        let shop = Shop::open(db.clone(), clock.clone(), false).await.unwrap();
        Self { shop, db, clock, database }
    }

    /// The same shop by connections of its own, as a second server has them.
    pub async fn second_server(&self) -> Shop {
        Shop::open(self.database.open().await, self.clock.clone(), false).await.unwrap()
    }

    pub async fn put(&self, who: &Shopper, item: &str, quantity: i64) -> Result<Option<String>, Error> {
        let item: Item = item.parse().unwrap();
        Ok(self.shop.add(who, &item, quantity).await?.cookie)
    }

    /// A browser that has put this in, and no account.
    pub async fn visitor_with(&self, item: &str, quantity: i64) -> Shopper {
        visitor_with(&self.shop, item, quantity).await
    }

    /// A browser with this `Set-Cookie` line's cookie.
    pub fn browser(&self, line: &str) -> Shopper {
        browser(&self.shop, line)
    }

    pub async fn order(&self, account_id: &str, key: &str) -> Result<String, Error> {
        let seen = self.cart(&account(account_id)).await.seal();
        self.shop.place(account_id, key, &seen, &address()).await.map(|placed| placed.id)
    }

    pub async fn cart(&self, who: &Shopper) -> Cart {
        self.shop.cart(who).await.unwrap()
    }

    pub async fn bags(&self, slug: &str) -> i64 {
        self.count(&format!("select bags from stock where slug = '{slug}'")).await
    }

    pub async fn set_bags(&self, slug: &str, bags: i64) {
        execute(&self.db, &format!("update stock set bags = {bags} where slug = '{slug}'")).await;
    }

    pub async fn count(&self, select: &str) -> i64 {
        texts(&self.db, select).await[0].parse().unwrap()
    }
}

pub fn account(id: &str) -> Shopper {
    Shopper { account_id: Some(id.to_owned()), ..Shopper::default() }
}

pub async fn visitor_with(shop: &Shop, item: &str, quantity: i64) -> Shopper {
    let added = shop.add(&Shopper::default(), &item.parse().unwrap(), quantity).await.unwrap();
    browser(shop, &added.cookie.unwrap())
}

fn browser(shop: &Shop, line: &str) -> Shopper {
    let pair = line.split(';').next().unwrap();
    let headers = HeaderMap::from_iter([(COOKIE, HeaderValue::from_str(pair).unwrap())]);
    shop.shopper(&headers, None)
}

/// Orders what is in a visitor's cart.
pub async fn place_as_guest(shop: &Shop, who: &Shopper, key: &str) -> Result<Placed, Error> {
    let seen = shop.cart(who).await.unwrap().seal();
    shop.place_as_guest(who, Guest { email: GUEST, network: None }, key, &seen, &address()).await
}

/// The same browser, with somebody logged in.
pub fn logged_in(browser: &Shopper, id: &str) -> Shopper {
    Shopper { account_id: Some(id.to_owned()), ..browser.clone() }
}

pub fn address() -> Address {
    let text = |text: &str| text.to_owned();
    Address {
        name: text("Marit Solheim"),
        street: text("Bryggen 4"),
        extra: String::new(),
        postcode: text("5003"),
        city: text("Bergen"),
        country: text("NO"),
    }
}

/// What a cart holds: item and quantity.
pub fn held(cart: &Cart) -> Vec<(&str, i64)> {
    cart.lines.iter().map(|line| (line.item.as_str(), line.quantity)).collect()
}

pub fn invalid(result: Result<impl std::fmt::Debug, Error>) -> (String, String) {
    match result {
        Err(Error::Invalid { field, message }) => (field, message),
        Err(Error::Faults(faults)) if faults.len() == 1 => {
            (faults[0].field.clone(), faults[0].message.clone())
        }
        other => panic!("{other:?}"),
    }
}
