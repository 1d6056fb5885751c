//! The home page comes with the app; the others' code comes when one of them is first opened, a group at a time: pages
//! that are opened one after the other, or share their parts.

use leptos::prelude::*;
use leptos_router::LazyRoute;

use super::account::AccountPage;
use super::coffee::CoffeePage;
use super::coffees::CoffeesPage;
use super::login::LoginPage;
use super::orders::OrdersPage;
use super::privacy::PrivacyPage;

macro_rules! group {
    ($group:ident, $preload:ident { $($route:ident: $page:ident),* $(,)? }) => {
        #[lazy]
        fn $group(route: &'static str) -> AnyView {
            match route {
                $(stringify!($route) => view! { <$page/> }.into_any(),)*
                _ => ().into_any(),
            }
        }

        $(
            pub struct $route;

            impl LazyRoute for $route {
                fn data() -> Self {
                    Self
                }

                async fn view(_: Self) -> AnyView {
                    $group(stringify!($route)).await
                }

                async fn preload() {
                    // Made by `#[lazy]`, in the browser alone.
                    #[cfg(feature = "hydrate")]
                    $preload().await;
                }
            }
        )*
    };
}

group! { shop, __preload_shop { Coffees: CoffeesPage, Coffee: CoffeePage } }
group! { person, __preload_person { Login: LoginPage, Account: AccountPage, Orders: OrdersPage, Privacy: PrivacyPage } }
