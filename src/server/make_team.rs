//! `leptos-messenger make-team <name> <app_id>`

use super::config::Config;
use super::make_teammate::app_named;
use crate::database::Db;
use crate::workspace;

/// In the database of the server's own settings.
pub async fn make_team(name: &str, app_id: &str) -> Result<String, String> {
    let config = Config::from_environment().map_err(|e| e.to_string())?;
    let db = Db::open(&config.database_url).await.map_err(|e| e.to_string())?;
    let app = app_named(&db, app_id).await?;
    let made = workspace::make_team(&db, app_id, name).await;
    db.close().await;
    made.map_err(|error| error.to_string())?;
    Ok(format!("{app} has the team {name} from now on"))
}
