//! The code of the pages comes in a few files, each when one of its pages is first opened. Pages that are opened one
//! after the other, or share their parts, are in the same file.

use leptos::prelude::*;
use leptos_router::hooks::use_url;

use super::*;
use crate::components::{LazyPage, Missing, address};

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
                $file(stringify!($page)).await.unwrap_or_else(|Missing| load_by_itself())
            }),
            preload: || Box::pin(async { $preload().await.map_err(Missing::from) }),
        };)*
    };
}

/// The browser loads the page whose code did not come.
fn load_by_itself() -> AnyView {
    let address = use_url().with_untracked(address);
    _ = location().assign(&address);
    ().into_any()
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
