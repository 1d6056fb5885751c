#[cfg(feature = "ssr")]
#[tokio::main]
async fn main() {
    use axum::{Router, routing::get};
    use leptos::prelude::*;
    use leptos_axum::{LeptosRoutes, file_and_error_handler, generate_route_list};
    use ordinary::app::{App, shell};
    use ordinary::sessions;

    let leptos_options = get_configuration(None).unwrap().leptos_options;
    let address = leptos_options.site_addr;
    let routes = generate_route_list(App);

    let app = Router::new()
        .route("/leave", get(sessions::leave))
        .leptos_routes(&leptos_options, routes, {
            let leptos_options = leptos_options.clone();
            move || shell(leptos_options.clone())
        })
        .fallback(file_and_error_handler(shell))
        .layer(sessions::layer())
        .with_state(leptos_options);

    let listener = tokio::net::TcpListener::bind(&address).await.unwrap();
    axum::serve(listener, app.into_make_service()).await.unwrap();
}

#[cfg(not(feature = "ssr"))]
pub fn main() {}
