//! The server. Everything it does is in `server::run`.

#[tokio::main]
async fn main() -> std::process::ExitCode {
    leptos_messenger::server::run().await
}
