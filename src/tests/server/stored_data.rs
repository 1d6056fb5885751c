//! Each column that the migrations make is said at `/privacy`, or holds nothing of a person.

use std::collections::BTreeSet;

use super::Server;
use super::privacy::privacy;
use crate::database::columns;

/// Where the page says of some columns what they hold, or why it need not.
enum Said {
    /// The words of the page.
    At(&'static str),
    /// The reason why the columns hold nothing of a visitor or customer.
    Nothing(&'static str),
}
use Said::{At, Nothing};

const ACCOUNT: Said = At("Your name, your email address, your company’s name if you give one");
const LOG_INS: Said =
    At("The kind of browser, such as “Firefox on Linux”, when you logged in, and when it was last used.");
const ORDERS: Said = At("What you bought, when, what it cost, and the name and postal address it went to.");
const GUESTS: Said = At("The same, with your email address. Anybody who has the order’s address can read it");
const AGAIN: Said = At("Which plan or coffee comes again, and whether it is paused.");
const MESSAGES: Said = At("What you write to us and the files that you send. What we answer");
const REACTIONS: Said = At(
    "Which of our messages you got, saw, opened, closed or answered, and the face that you chose for one.",
);
const VISITS: Said = At("How often and when you were here, and the site or the campaign that led you here.");
const BROWSER: Said = At("Your browser’s name and version, its system and language, and your time zone.");
const LOCATION: Said =
    At("Your country, region and city, where this shop looks them up by your network address.");
const PAGES: Said =
    At("The address, the title and the time of each page you open, and the page that led you there.");
const MOMENTS: Said = At("The three moments above, and a record of what the chat did, with your name.");
const OF_ACCOUNT: Said = At("what the Messenger sends of your account, your company and your shopping.");
const NETWORK: Said = At("The network address that a file came from, in a scrambled form");
const SAID_OF: Said =
    At("The words by which our team sorts people, companies and conversations, and what it notes about you.");
const LISTS: Said =
    At("Where our team brings a list of people from elsewhere, the row of the list that is about you.");
const CHOICES: Said = At("Which newsletters and the like you chose to get or not to get, and when.");
const IDS: Said = Nothing("numbers that join rows, and say nothing by themselves");
const TEAM: Said = Nothing("the team's own");
const SETTINGS: Said = Nothing("settings of the workspace");

/// A table, some of its columns, and what the page says of them.
const COLUMNS: &[(&str, &str, &Said)] = &[
    ("accounts", "email email_folded name password_hash created_at company_name", &ACCOUNT),
    ("accounts", "id role revision company_id", &IDS),
    ("sessions", "device created_at last_used_at", &LOG_INS),
    ("sessions", "id_hash account_id key", &IDS),
    (
        "known_browsers",
        "id_hash account_id last_used_at",
        &At("A scrambled number for each, so that somebody who tries"),
    ),
    (
        "tries",
        "key spent_until_ms",
        &At("We count them by network address, email address and account, in a scrambled form"),
    ),
    (
        "deleted_accounts",
        "account_id deleted_at",
        &At("The account’s number, so that nothing that comes late brings it back."),
    ),
    (
        "second_factors",
        "account_id secret confirmed_at last_step",
        &At("Of our team, the secret of a second factor."),
    ),
    (
        "carts",
        "id account_id cookie_hash used_at",
        &At("after its last use; the cart of an account until you empty it"),
    ),
    ("cart_lines", "cart_id item quantity number", &At("What lies in it.")),
    ("orders", "placed_at currency goods post name street extra postcode city country", &ORDERS),
    ("orders", "id account_id key", &IDS),
    ("orders", "email cookie_hash", &GUESTS),
    (
        "saved_addresses",
        "account_id name street extra postcode city country",
        &At("The name and postal address of your last order, so that the check-out has them filled in."),
    ),
    ("order_lines", "order_id number item name quantity each", &ORDERS),
    ("subscriptions", "id account_id order_id item name quantity currency each state started_at", &AGAIN),
    ("ordered_again", "account_id key at", &Nothing("forms that were sent, so that none counts twice")),
    ("stock", "slug bags batch_at", &Nothing("the shop's coffees")),
    (
        "support_outbox",
        "id app_id account_id name metadata created_at due_at_ms attempts told_at failed_at failure",
        &Nothing(
            "of a hosted workspace alone, whose page says it: see `the_outbox_of_a_hosted_workspace_is_said`",
        ),
    ),
    ("people", "email email_folded", &At("The one that you give in the chat, or your account’s.")),
    ("people", "user_id name signed_up_at details attributes owner", &OF_ACCOUNT),
    ("people", "browser browser_version os language time_zone", &BROWSER),
    ("people", "location", &LOCATION),
    (
        "people",
        "impressions created_at first_seen_at last_seen_at session_count viewed_at campaign referrer",
        &VISITS,
    ),
    ("people", "blocked_at", &At("Whether we have blocked your messages.")),
    ("people", "lead_since last_contacted_at last_heard_from_at", &MESSAGES),
    ("people", "last_opened_at", &REACTIONS),
    ("people", "archived_at updated_at", &TEAM),
    ("people", "id app_id role visitor_id verified email_proved", &IDS),
    ("person_values", "name text number date", &OF_ACCOUNT),
    ("person_values", "person_id app_id", &IDS),
    ("merged_people", "id app_id person_id merged_at", &IDS),
    ("messenger_sessions", "last_url last_ping_hash", &PAGES),
    ("messenger_sessions", "expires_at ended created_at last_seen_at", &VISITS),
    ("messenger_sessions", "id_hash app_id platform person_id key_id token_hash outbound", &IDS),
    ("impressions", "url title referrer created_at", &PAGES),
    (
        "impressions",
        "messages hold",
        &At("Whether an open chat, or your typing, held back a message of ours."),
    ),
    ("impressions", "id app_id person_id", &IDS),
    ("data_events", "name metadata created_at", &MOMENTS),
    ("data_events", "id app_id person_id", &IDS),
    ("data_event_names", "app_id name proved archived_at", &SETTINGS),
    ("events", "at_ms kind", &MOMENTS),
    ("events", "number app_id ping_id person_id", &IDS),
    (
        "ledger",
        "number app_id at_ms kind actor actor_id person_id company_id conversation subject fields",
        &IDS,
    ),
    ("ledger_readers", "app_id name position", &SETTINGS),
    ("tags", "name name_folded", &SAID_OF),
    ("tags", "id app_id created_at made_by made_by_id", &TEAM),
    ("person_tags", "tag subject applied_at applied_by applied_by_id", &SAID_OF),
    ("company_tags", "tag subject applied_at applied_by applied_by_id", &SAID_OF),
    ("conversation_tags", "tag subject applied_at applied_by applied_by_id", &SAID_OF),
    ("part_tags", "tag subject applied_at applied_by applied_by_id", &SAID_OF),
    ("notes", "body created_at author", &SAID_OF),
    ("notes", "id app_id person_id company_id", &IDS),
    ("segments", "id app_id name name_folded conditions created_at updated_at", &SETTINGS),
    (
        "subscription_types",
        "id app_id consent_type state content_types translations created_at updated_at",
        &SETTINGS,
    ),
    ("consents", "consented chosen_at chosen_by", &CHOICES),
    ("consents", "subscription_type person_id chosen_by_id", &IDS),
    ("csv_import_rows", "cells named_id named_user_id named_email undo", &LISTS),
    ("csv_import_rows", "import number outcome problem person_id", &IDS),
    (
        "csv_imports",
        "id app_id teammate undone_by file_name state columns mapping row_count made changed unchanged refused undone created_at \
         ended_at",
        &TEAM,
    ),
    ("event_counter", "id number live_messages", &IDS),
    ("companies", "company_id name details attributes created_at updated_at", &OF_ACCOUNT),
    ("companies", "made_by archived_at", &TEAM),
    ("companies", "id app_id", &IDS),
    ("company_members", "company person_id active last_seen_at", &OF_ACCOUNT),
    ("conversations", "source created_at updated_at person_first_at person_last_at", &MESSAGES),
    ("conversations", "teammate_first_at teammate_last_at", &MESSAGES),
    (
        "conversations",
        "person_read_to teammates_read_to",
        &At("When each was sent and read, and on which page you began."),
    ),
    ("conversations", "state waiting_since snoozed_until parts teammate_assignee team_assignee", &MESSAGES),
    ("conversations", "title priority attributes", &MESSAGES),
    ("conversations", "rating_requested_at rated_at rating_score rating_remark rated_teammate", &MESSAGES),
    ("conversations", "number app_id person_id last_part", &IDS),
    ("parts", "body kind author at_ms teammate audience assigned_to assigned_team", &MESSAGES),
    ("parts", "number conversation", &IDS),
    ("sends", "app_id author key body_hash part", &MESSAGES),
    ("attachments", "name content_type size width height created_at position", &MESSAGES),
    ("attachments", "network_hash", &NETWORK),
    ("attachments", "id app_id person_id part teammate", &IDS),
    ("uploads", "network_hash size started_at", &NETWORK),
    ("uploads", "id app_id person_id teammate", &IDS),
    (
        "outbound_receipts",
        "at_ms seen_at_ms clicked_at_ms dismissed_at_ms read_at_ms reaction body",
        &REACTIONS,
    ),
    ("outbound_receipts", "message person_id session conversation number", &IDS),
    (
        "outbound_messages",
        "number app_id delivery style state title sender content pages audience priority starts_at stops_at created_at \
         updated_at sent_at sent_up_to test_of",
        &TEAM,
    ),
    ("outbound_messages", "recipient", &REACTIONS),
    (
        "identity_not_before",
        "app_id user_id_hash not_before",
        &At("its number, in a scrambled form. What was signed"),
    ),
    (
        "teammates",
        "app_id number account_id name removed_at email avatar away_since away_reassigns manages_people",
        &TEAM,
    ),
    ("team_members", "app_id team teammate", &TEAM),
    ("teams", "app_id number name removed_at", &TEAM),
    ("messenger_settings", "app_id usual_reply sound cookie_domain messages_per_day time_zone", &SETTINGS),
    ("workspace_apps", "app_id created_at name", &SETTINGS),
    ("identity_keys", "id app_id platform number name secret created_at retired_at", &SETTINGS),
    ("environment_keys", "app_id key_id", &SETTINGS),
    ("unenforced_platforms", "app_id platform since", &SETTINGS),
    (
        "data_attributes",
        "app_id number model name data_type options description browser_writable token_writable api_writable is_proved made_at
         updated_at archived_at",
        &SETTINGS,
    ),
    ("database_id", "only_row id", &SETTINGS),
    ("readiness_check", "only_row checked_at_ms", &SETTINGS),
];

#[tokio::test]
async fn each_column_of_the_database_is_said_at_privacy_or_holds_nothing_of_a_person() {
    let server = Server::start().await;
    let there: BTreeSet<String> = columns(&server.state.db)
        .await
        .into_iter()
        .flat_map(|(table, columns)| columns.into_iter().map(move |column| format!("{table}.{column}")))
        .collect();
    let listed: Vec<String> = COLUMNS
        .iter()
        .flat_map(|(table, columns, _)| {
            columns.split_whitespace().map(move |column| format!("{table}.{column}"))
        })
        .collect();
    let known: BTreeSet<String> = listed.iter().cloned().collect();
    assert_eq!(known.len(), listed.len(), "a column stands in COLUMNS twice");
    let unsaid: Vec<_> = there.difference(&known).collect();
    let gone: Vec<_> = known.difference(&there).collect();
    assert!(unsaid.is_empty(), "say these at /privacy, and in COLUMNS where: {unsaid:?}");
    assert!(gone.is_empty(), "no database has these of COLUMNS: {gone:?}");
    let page = privacy(&[]).await;
    for (table, _, said) in COLUMNS {
        match said {
            At(words) => assert!(page.contains(words), "{table}: the page does not say “{words}”: {page}"),
            Nothing(reason) => assert!(!reason.is_empty()),
        }
    }
}

#[tokio::test]
async fn the_outbox_of_a_hosted_workspace_is_said() {
    let token: &[_] = &[
        ("INTERCOM_APP_ID", "hosted1x"),
        ("INTERCOM_IDENTITY_SECRET", "between-us"),
        ("INTERCOM_ACCESS_TOKEN", "dG9r"),
    ];
    let page = privacy(token).await;
    assert!(page.contains("A moment that our server passes on waits here until it is sent"), "{page}");
}
