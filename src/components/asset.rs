//! Addresses of static files, with the content version in the path so that they may be cached for ever.

#[cfg(feature = "ssr")]
use leptos::prelude::use_context;
use std::sync::Arc;

/// The path before each static file's path: `/v/<hash of all files>`, or nothing in development.
#[derive(Clone, Debug, Default)]
pub struct AssetBase(pub Arc<str>);

/// The address of a file of `public/` or of the build, such as `svg/icons.svg`.
pub fn asset(path: &str) -> String {
    format!("{}/{path}", base())
}

#[cfg(feature = "ssr")]
fn base() -> Arc<str> {
    use_context::<AssetBase>().unwrap_or_default().0
}

/// Reads the base that the server wrote into `<html data-assets>`.
#[cfg(not(feature = "ssr"))]
fn base() -> Arc<str> {
    thread_local! {
        static BASE: Arc<str> = leptos::prelude::document()
            .document_element()
            .and_then(|html| html.get_attribute("data-assets"))
            .unwrap_or_default()
            .into();
    }
    BASE.with(Arc::clone)
}
