//! How PostgreSQL is spoken to.

use leptos_messenger::database::Db;

use super::{Database, texts};

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/with-postgres"]
async fn the_urls_sslmode_says_whether_postgresql_is_spoken_to_by_tls_and_whose_certificate_is_taken() {
    let database = Database::fresh().await;
    let own =
        texts(&database.open().await, "select setting from pg_settings where name = 'ssl_cert_file'").await;
    let own = format!("verify-full&sslrootcert={}", own[0]);
    for (mode, encrypted) in [
        ("disable", Some("false")),
        ("prefer", Some("true")),
        ("require", Some("true")),
        // Nobody that everybody trusts has signed it.
        ("verify-full", None),
        (&own, Some("true")),
    ] {
        let opened = Db::open(&format!("{}?sslmode={mode}", database.url)).await;
        let found = match &opened {
            Ok(db) => texts(db, "select ssl from pg_stat_ssl where pid = pg_backend_pid()").await.pop(),
            Err(error) => {
                assert!(error.to_string().starts_with("DATABASE_URL: "), "{error}");
                None
            }
        };
        assert_eq!(found.as_deref(), encrypted, "{mode}: {:?}", opened.err());
    }
}
