//! The code of the pages comes in two files: one of pages to look around, one of pages for somebody who buys or has an
//! account. Pages that are opened one after the other, or share their parts, are in the same file.

use leptos::prelude::*;

use super::*;
use crate::components::LazyPage;

macro_rules! one_file {
    ($file:ident, $preload:ident { $($constant:ident: $page:ident),* $(,)? }) => {
        #[lazy]
        fn $file(page: &'static str) -> AnyView {
            match page {
                $(stringify!($page) => view! { <$page/> }.into_any(),)*
                _ => ().into_any(),
            }
        }

        $(pub const $constant: LazyPage = LazyPage {
            view: || Box::pin($file(stringify!($page))),
            // `#[lazy]` makes it, in the browser alone.
            #[cfg(feature = "hydrate")]
            preload: || Box::pin(async { $preload().await }),
            #[cfg(not(feature = "hydrate"))]
            preload: || Box::pin(async {}),
        };)*
    };
}

one_file! { looking, __preload_looking {
    HOME: HomePage,
    COFFEES: CoffeesPage,
    COFFEE: CoffeePage,
    SEARCH: SearchPage,
    BREWING: BrewingPage,
    GUIDE: GuidePage,
    PLANS: PlansPage,
    PRIVACY: PrivacyPage,
} }

one_file! { buying, __preload_buying {
    CART: CartPage,
    CHECKOUT: CheckoutPage,
    ORDERS: OrdersPage,
    ORDER: OrderPage,
    LOGIN: LoginPage,
    SIGNUP: SignupPage,
    ACCOUNT: AccountPage,
} }
