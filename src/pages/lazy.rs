//! The code of the pages comes in three files, each when one of its pages is first opened. More files would cost more
//! requests than they save bytes: two files share much code, and each shared part is a file again.

use leptos::prelude::*;

use super::*;
use crate::components::{LazyPage, Missing};

macro_rules! one_file {
    ($file:ident, $preload:ident { $($constant:ident: $page:ident),* $(,)? }) => {
        // Not `#[lazy]`: that one panics where the file does not come.
        #[leptos::wasm_split::wasm_split(
            $file,
            wasm_split_path = ::leptos::wasm_split,
            preload($preload),
            fallible
        )]
        fn $file(page: &'static str) -> Result<AnyView, Missing> {
            Ok(match page {
                $(stringify!($page) => view! { <$page/> }.into_any(),)*
                _ => ().into_any(),
            })
        }

        $(pub const $constant: LazyPage = LazyPage {
            view: || Box::pin(async {
                #[cfg(feature = "ssr")]
                leptos::prefetch_lazy_fn_on_server(stringify!($file));
                $file(stringify!($page)).await
            }),
            preload: || Box::pin(async { $preload().await.map_err(Missing::from) }),
        };)*
    };
}

one_file! { home, __preload_home { HOME: HomePage } }

one_file! { browse, __preload_browse {
    COFFEES: CoffeesPage,
    COFFEE: CoffeePage,
    SEARCH: SearchPage,
    BREWING: BrewingPage,
    GUIDE: GuidePage,
    PLANS: PlansPage,
    PRIVACY: PrivacyPage,
} }

one_file! { buy, __preload_buy {
    CART: CartPage,
    LOGIN: LoginPage,
    SIGNUP: SignupPage,
    CHECKOUT: CheckoutPage,
    ORDERS: OrdersPage,
    ORDER: OrderPage,
    ACCOUNT: AccountPage,
} }
