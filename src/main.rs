//! The server. Everything it does is in `server::run`.

/// Gives memory back to the system once it is free: each password hash takes 19 MiB of it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> std::process::ExitCode {
    leptos_messenger::server::run().await
}
