//! A password that a command reads, and the command that gives an account another one.

use std::io::{self, BufRead, IsTerminal, Write};
use std::process::Command;

use super::Failure;
use crate::accounts::Accounts;
use crate::clock::Clock;
use crate::database::Db;
use crate::server::config::Config;
use crate::workspace;

/// Gives an account another password, for somebody who has forgotten theirs.
/// Its sessions end, those of the embedded Messenger too.
pub async fn reset(email: &str) -> Result<String, Failure> {
    let (config, clock) = (Config::from_environment()?, Clock::System);
    let password = read_password()?;
    let db = Db::open(&config.database_url).await?;
    let accounts = Accounts::new(db.clone(), clock.clone(), config.session_settings())
        .with_password_work(config.password_work);
    let account_id = accounts.reset_password(email, &password).await?;
    let Some(account_id) = account_id else {
        return Err(format!("{}: no account has this address", email.escape_debug()).into());
    };
    workspace::revoke_tokens(&db, &account_id, clock.seconds()).await?;
    db.close().await;
    Ok(format!("{email} logs in with the new password from now on; all sessions of the account have ended"))
}

/// Reads the password from the first line. At a terminal it is asked for, and not shown.
pub fn read_password() -> Result<String, Failure> {
    read().map_err(|error| format!("the password could not be read: {error}").into())
}

fn read() -> io::Result<String> {
    let asked = io::stdin().is_terminal();
    if asked {
        eprint!("Password: ");
        io::stderr().flush()?;
        show_typing(false);
    }
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line);
    if asked {
        show_typing(true);
        eprintln!();
    }
    read?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Has a terminal show what is typed, or hide it. Where there is no `stty`, it is shown.
fn show_typing(on: bool) {
    _ = Command::new("stty").arg(if on { "echo" } else { "-echo" }).status();
}
