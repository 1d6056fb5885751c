//! `leptos-messenger backup` and `restore`, tried on the binary beside a server that people use.

use axum::http::StatusCode;
use leptos_messenger::clock::Clock;
use leptos_messenger::server::Config;
use std::cell::Cell;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

use super::inbox::{Desk, parsed, texts_of};
use super::upgrade;
use crate::database::execute;

const SECRETS: [(&str, &str); 2] =
    [("INTERCOM_IDENTITY_SECRET", "hunter2-identity"), ("DEMO_TEAMMATE_PASSWORD", "hunter2 password")];

/// A folder with a database and, beside it, the files that people sent.
struct Site(TempDir);

impl Site {
    fn empty() -> Self {
        Self(TempDir::new().expect("a folder"))
    }

    fn url(&self) -> String {
        format!("sqlite:{}", self.database().display())
    }

    fn database(&self) -> PathBuf {
        self.0.path().join("shop.db")
    }

    fn files(&self) -> PathBuf {
        self.0.path().join("files")
    }

    async fn serve(&self) -> Desk {
        Desk::sharing(&self.url(), TempDir::new().expect("a folder"), &self.files(), Clock::System).await
    }

    fn command(&self, name: &str, folder: &Path, settings: &[(&str, &str)]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_leptos-messenger"));
        command
            .env_clear()
            .envs([("DATABASE_URL", self.url().as_str()), ("LEPTOS_ENV", "PROD")])
            .envs(settings.iter().copied())
            .arg(name)
            .arg(folder);
        command
    }

    fn run(&self, name: &str, folder: &Path) -> (bool, String) {
        said(self.command(name, folder, &[]).output().expect("the server's binary"))
    }

    async fn run_beside(&self, name: &str, folder: &Path) -> (bool, String) {
        let mut command = self.command(name, folder, &[]);
        said(
            tokio::task::spawn_blocking(move || command.output())
                .await
                .unwrap()
                .expect("the server's binary"),
        )
    }
}

fn said(output: Output) -> (bool, String) {
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).expect("text"))
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn a_backup_made_while_people_write_restores_all_that_was_acknowledged_before_it() {
    let (site, other, backups) = (Site::empty(), Site::empty(), TempDir::new().unwrap());
    let folder = backups.path().join("first");
    let desk = site.serve().await;
    let writer = desk.visitor().await;
    let conversation = desk.writes(&writer, "first", None, "first").await;
    let (status, uploaded) = desk.uploads(&writer, "a.txt", b"Hei".to_vec()).await;
    assert_eq!(status, StatusCode::OK, "{uploaded}");
    let file = parsed(&uploaded)["id"].as_str().expect("an id").to_owned();

    // A teammate may write more often than a person.
    let (acknowledged, is_over) = (Cell::new(0), Cell::new(false));
    let writing = async {
        while !is_over.get() {
            let n = acknowledged.get();
            let form = format!("id={conversation}&key=r{n}&text=r{n}");
            let (status, body) = desk.acts("inbox_reply", &form).await;
            assert_eq!(status, StatusCode::OK, "{body}");
            acknowledged.set(n + 1);
        }
    };
    let backing_up = async {
        while acknowledged.get() < 20 {
            tokio::task::yield_now().await;
        }
        let before = acknowledged.get();
        let made = site.run_beside("backup", &folder).await;
        let meanwhile = acknowledged.get() - before;
        is_over.set(true);
        (before, meanwhile, made)
    };
    let ((), (before, meanwhile, (worked, said))) = tokio::join!(writing, backing_up);
    assert!(worked && said.contains("1 files"), "{said}");
    assert!(meanwhile > 0, "nobody wrote meanwhile");
    for (path, expected) in
        [("", 0o700), ("leptos-messenger.db", 0o600), ("settings.env", 0o600), ("files", 0o700)]
    {
        assert_eq!(mode(&folder.join(path)), expected, "{path}");
    }

    let (worked, said) = other.run("restore", &folder);
    assert!(worked, "{said}");
    let restored = other.serve().await;
    let there = texts_of(&restored.thread(conversation).await);
    let expected: Vec<String> = (0..before).map(|n| format!("r{n}")).collect();
    assert_eq!(there[0], "first");
    assert!(there.len() > before && there[1..=before] == expected[..], "{} of {before}", there.len());
    assert!(restored.reads(&writer, conversation).await.contains("r19"), "sessions live on");
    let path = format!("/messenger/web/attachments/{file}?app_id={}", restored.app_id());
    let (status, content) = restored.person(path.trim_start_matches("/messenger/web/"), None, &writer).await;
    assert_eq!((status, content.as_str()), (StatusCode::OK, "Hei"));
}

#[tokio::test]
async fn a_backup_overwrites_nothing_and_neither_does_a_restore() {
    let (site, backups) = (Site::empty(), TempDir::new().unwrap());
    let folder = backups.path().join("first");
    let desk = site.serve().await;
    let writer = desk.visitor().await;
    desk.writes(&writer, "first", None, "first").await;
    assert!(site.run("backup", &folder).0);
    let (worked, said) = site.run("backup", &folder);
    assert!(!worked && said.contains("not empty"), "{said}");
    let (worked, said) = site.run("restore", &folder);
    assert!(!worked && said.contains("move it away first"), "{said}");

    let other = Site::empty();
    fs::create_dir(other.files()).unwrap();
    fs::write(other.files().join("something"), "").unwrap();
    let (worked, said) = other.run("restore", &folder);
    assert!(!worked && said.contains("ATTACHMENTS_DIR") && !other.database().exists(), "{said}");
    fs::remove_file(other.files().join("something")).unwrap();
    fs::write(other.0.path().join("shop.db-wal"), "").unwrap();
    let (worked, said) = other.run("restore", &folder);
    assert!(!worked && said.contains("shop.db-wal is there already"), "{said}");
}

#[tokio::test]
async fn a_backup_that_is_not_whole_or_is_from_a_newer_build_is_not_restored() {
    let (site, backups) = (Site::empty(), TempDir::new().unwrap());
    let folder = backups.path().join("first");
    let desk = site.serve().await;
    assert!(site.run("backup", &folder).0);
    let refused = |why: &str| {
        let other = Site::empty();
        let (worked, said) = other.run("restore", &folder);
        assert!(!worked && said.contains(why) && !other.database().exists(), "{said}");
    };
    let manifest = fs::read_to_string(folder.join("backup.toml")).unwrap();
    fs::remove_file(folder.join("backup.toml")).unwrap();
    refused("no whole backup");
    fs::write(folder.join("backup.toml"), manifest.replace("files = 0", "files = 1")).unwrap();
    refused("0 of 1 files are there");
    fs::write(folder.join("backup.toml"), &manifest).unwrap();
    let database = folder.join("leptos-messenger.db");
    let whole = fs::read(&database).unwrap();
    // Most of its second half is another's.
    fs::write(&database, [&whole[..whole.len() / 2], &vec![7; whole.len() / 2]].concat()).unwrap();
    refused("leptos-messenger.db");

    execute(
        &desk.server.state.db,
        "insert into _sqlx_migrations (version, description, installed_on, success, checksum, execution_time)
         select 9999, 'later', installed_on, success, checksum, 0 from _sqlx_migrations limit 1",
    )
    .await;
    fs::remove_dir_all(&folder).unwrap();
    assert!(site.run("backup", &folder).0);
    refused("a newer build made it (migration 9999");
}

#[tokio::test]
async fn settings_come_along_and_their_secrets_do_not() {
    let (site, backups) = (Site::empty(), TempDir::new().unwrap());
    drop(site.serve().await);
    let folder = backups.path().join("first");
    let settings = [&SECRETS[..], &[("DEMO_ACCOUNTS", "1"), ("PUBLIC_URL", "https://shop.example")]].concat();
    assert!(site.command("backup", &folder, &settings).output().unwrap().status.success());
    let kept = fs::read_to_string(folder.join("settings.env")).unwrap();
    assert!(
        kept.contains("PUBLIC_URL=\"https://shop.example\"\n") && kept.contains("# DATABASE_URL was set"),
        "{kept}"
    );
    assert!(kept.contains("# INTERCOM_IDENTITY_SECRET was set") && !kept.contains("hunter2"), "{kept}");
}

#[test]
fn no_variable_that_a_brand_keeps_a_secret_in_is_in_a_backup() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("brands.toml");
    fs::write(
        &file,
        "[[brand]]\nhosts = [\"a.example\"]\nname = \"A\"\napp_id = \"abc12345\"\nregion = \"eu\"\n\
         secret_env = \"A_SECRET\"\naccess_token_env = \"A_TOKEN\"\n",
    )
    .unwrap();
    let file = file.display().to_string();
    let set = [("BRANDS", file.as_str()), ("A_SECRET", "hunter2"), ("A_TOKEN", "hunter2")];
    let vars = |name: &str| set.iter().find(|(set, _)| *set == name).map(|(_, value)| (*value).to_owned());
    let kept = Config::variables(vars).expect("settings");
    assert_eq!(kept.get("A_SECRET"), Some(&None));
    assert_eq!(kept.get("A_TOKEN"), Some(&None));
    assert_eq!(kept.get("BRANDS"), Some(&Some(file)));
}

#[tokio::test]
async fn a_database_is_copied_before_it_is_migrated_and_the_log_says_where() {
    // Before the first line that is to be in it.
    let log = super::log::log();
    let site = Site::empty();
    let copies = || {
        let entries = fs::read_dir(site.0.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.starts_with("shop.db.before-")).collect::<Vec<_>>()
    };
    site.serve().await.server.state.db.close().await;
    assert!(copies().is_empty(), "a new one is not copied");
    fs::remove_file(site.database()).unwrap();
    fs::remove_dir_all(site.files()).unwrap();
    upgrade::fill(&site.database()).await;
    let again = site.serve().await;
    let found = copies();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(log.lines().concat().contains(&found[0]), "the log names it");
    assert_eq!(mode(&site.0.path().join(&found[0])), 0o600);
    again.server.state.db.close().await;

    // It goes back.
    fs::remove_file(site.database()).unwrap();
    fs::rename(site.0.path().join(&found[0]), site.database()).unwrap();
    let back = site.serve().await;
    assert_eq!(texts_of(&back.thread(upgrade::CONVERSATION).await), upgrade::TEXTS);
}

#[tokio::test]
async fn an_older_build_refuses_a_database_that_a_newer_one_migrated_and_says_so() {
    let site = Site::empty();
    let desk = site.serve().await;
    execute(
        &desk.server.state.db,
        "insert into _sqlx_migrations (version, description, installed_on, success, checksum, execution_time)
         select 9999, 'later', installed_on, success, checksum, 0 from _sqlx_migrations limit 1",
    )
    .await;
    let refused = leptos_messenger::database::Db::open(&site.url()).await.err().expect("it is refused");
    assert!(refused.to_string().contains("a newer build has migrated it (migration 9999"), "{refused}");
}
