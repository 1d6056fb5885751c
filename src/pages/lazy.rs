//! The code of each page comes when the page is first opened: here is the name by which the table of routes knows it.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

use super::account::AccountPage;
use super::coffee::CoffeePage;
use super::coffees::CoffeesPage;
use super::home::HomePage;
use super::login::LoginPage;
use super::orders::OrdersPage;
use super::privacy::PrivacyPage;

macro_rules! lazy {
    ($($route:ident: $page:ident),* $(,)?) => {$(
        pub struct $route;

        #[lazy_route]
        impl LazyRoute for $route {
            fn data() -> Self {
                Self
            }

            fn view(this: Self) -> AnyView {
                let $route = this;
                view! { <$page/> }.into_any()
            }
        }
    )*};
}

lazy! {
    Home: HomePage,
    Coffees: CoffeesPage,
    Coffee: CoffeePage,
    Login: LoginPage,
    Account: AccountPage,
    Orders: OrdersPage,
    Privacy: PrivacyPage,
}
