//! `leptos-messenger make-teammate <email> <app_id>`

use std::io::{self, BufRead, IsTerminal, Write};
use std::process::Command;

use super::config::Config;
use crate::accounts::Accounts;
use crate::clock::Clock;
use crate::database::Db;
use crate::workspace;

/// Makes the account in the database of the server's own settings; a teammate of other apps answers for this one too. The
/// password of a new account comes by standard input: arguments and variables are seen by other processes, and kept in
/// histories.
pub async fn make_teammate(email: &str, app_id: &str) -> Result<String, String> {
    let config = Config::from_environment().map_err(|e| e.to_string())?;
    let db = Db::open(&config.database_url).await.map_err(|e| e.to_string())?;
    let app = app_named(&db, app_id).await?;
    let accounts = Accounts::new(db.clone(), Clock::System, config.session_settings())
        .with_password_work(config.password_work);
    let (id, name) = match accounts.find_teammate(email).await.map_err(|error| error.to_string())? {
        Some(of_other_apps) => of_other_apps,
        None => {
            let password =
                read_password().map_err(|error| format!("the password could not be read: {error}"))?;
            let id = accounts.make_teammate(email, &password).await.map_err(|error| error.to_string())?;
            (id, email.split('@').next().unwrap_or_default().to_owned())
        }
    };
    let added = workspace::add_teammate(&db, app_id, &id, &name).await;
    db.close().await;
    added.map_err(|error| error.to_string())?;
    Ok(format!("{email} is a teammate of {app} from now on"))
}

/// The app's name.
pub async fn app_named(db: &Db, app_id: &str) -> Result<String, String> {
    let found = workspace::app_name(db, app_id).await;
    found.map_err(|error| format!("the database could not be read: {error}"))?.ok_or_else(|| {
        format!(
            "{}: no app of the embedded workspace has this id; the keys page and the server's log name those there are",
            app_id.escape_debug()
        )
    })
}

/// The first line. At a terminal it is asked for, and not shown.
fn read_password() -> io::Result<String> {
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

/// Where there is no `stty`, it is shown.
fn show_typing(on: bool) {
    _ = Command::new("stty").arg(if on { "echo" } else { "-echo" }).status();
}
