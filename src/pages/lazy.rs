//! The code of the pages comes in a few files, each when one of its pages is first opened. Pages that are opened one
//! after the other, or share their parts, are in the same file.

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

one_file! { home, __preload_home { HOME: HomePage } }

one_file! { shelf, __preload_shelf {
    COFFEES: CoffeesPage,
    COFFEE: CoffeePage,
    SEARCH: SearchPage,
    PLANS: PlansPage,
} }

one_file! { reading, __preload_reading {
    BREWING: BrewingPage,
    GUIDE: GuidePage,
    PRIVACY: PrivacyPage,
} }

one_file! { buying, __preload_buying {
    CART: CartPage,
    CHECKOUT: CheckoutPage,
    ORDERS: OrdersPage,
    ORDER: OrderPage,
} }

one_file! { person, __preload_person {
    LOGIN: LoginPage,
    SIGNUP: SignupPage,
    ACCOUNT: AccountPage,
} }
