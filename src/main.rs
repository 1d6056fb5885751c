//! The server. Everything it does is in `server::run`.

/// Gives memory back to the system once it is free: each password hash takes 19 MiB of it. Without transparent huge pages
/// (`no_thp`): they make an idle server hold 9 MiB more, and no request faster.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> std::process::ExitCode {
    leptos_messenger::server::run().await
}
