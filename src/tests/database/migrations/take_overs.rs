//! What single migrations make of the rows that they find.

use super::{Database, at, execute, texts};

#[tokio::test]
async fn an_app_without_teammates_gets_the_servers_and_one_that_has_some_keeps_them() {
    let database = Database::empty().await;
    let db = at(&database, 12).await;
    for (id, role) in [("a", "teammate"), ("b", "teammate"), ("c", "customer")] {
        execute(
            &db,
            &format!(
                "insert into accounts (id, email, email_folded, name, password_hash, role, created_at)
                 values ('{id}', '{id}@example.com', '{id}@example.com', '{id}', 'x', '{role}', 5)"
            ),
        )
        .await;
    }
    for app in ["one", "two"] {
        let app = format!("insert into workspace_apps (app_id, name, created_at) values ('{app}', 'App', 1)");
        execute(&db, &app).await;
    }
    execute(&db, "insert into teammates (app_id, number, account_id, name) values ('one', 7, 'b', 'B')")
        .await;
    db.close().await;
    let db = database.open().await;
    let found =
        texts(&db, "select app_id || ' ' || number || ' ' || account_id from teammates order by 1").await;
    assert_eq!(found, ["one 7 b", "two 1 a", "two 2 b"]);
}

#[tokio::test]
async fn every_kind_of_an_event_is_an_object_and_the_others_stay_as_they_are() {
    let database = Database::empty().await;
    let db = at(&database, 18).await;
    for (number, conversation, kind) in [
        (1, "null", r#"{"SessionEnded":{"person":{"name":"Seen","user_id":null,"verified":false}}}"#),
        (2, "1", r#""Seen""#),
        (3, "1", r#"{"Part":{"kind":"comment","author":"person"}}"#),
    ] {
        let app = "insert into workspace_apps (app_id, name, created_at) values ('app', 'App', 1)
                   on conflict do nothing";
        execute(&db, app).await;
        let event = format!(
            "insert into events (number, app_id, at_ms, kind, conversation) values ({number}, 'app', 1, '{kind}', {conversation})"
        );
        execute(&db, &event).await;
    }
    let before = texts(&db, "select cast(kind as text) from events order by number").await;
    db.close().await;
    let migrated = at(&database, 19).await;
    let after = texts(&migrated, "select cast(kind as text) from events order by number").await;
    assert_eq!(after, [&before[0], r#"{"Seen":{}}"#, &before[2]]);
}

#[tokio::test]
async fn a_teammate_whose_account_is_gone_has_no_name_and_nothing_to_answer() {
    let database = Database::empty().await;
    let db = at(&database, 18).await;
    for statement in [
        "insert into accounts (id, email, email_folded, name, password_hash, role, created_at)
         values ('a', 'a@example.com', 'a@example.com', 'Ines', 'x', 'teammate', 5)",
        "insert into workspace_apps (app_id, name, created_at) values ('app', 'App', 1)",
        "insert into teammates (app_id, number, account_id, name) values ('app', 1, 'a', 'Ines'), ('app', 2, 'gone', 'Tuva')",
        "insert into people (id, app_id, kind, user_id, verified, details, attributes, impressions, created_at, last_seen_at)
         values ('p', 'app', 'user', 'u_1', true, '{}', '{}', 0, 5, 6)",
        "insert into conversations (number, app_id, person_id, state, source, created_at, updated_at, last_part, parts,
                                    person_read_to, teammates_read_to, teammate_assignee)
         values (1, 'app', 'p', 'open', '{}', 6, 6, 1, 0, 1, 0, 1), (2, 'app', 'p', 'open', '{}', 6, 6, 2, 0, 1, 0, 2)",
    ] {
        execute(&db, statement).await;
    }
    db.close().await;
    let db = database.open().await;
    let teammates = "select number || ' ' || coalesce(account_id, '-') || ' ' || coalesce(name, '-') from teammates order by 1";
    assert_eq!(texts(&db, teammates).await, ["1 a Ines", "2 - -"]);
    let assigned = "select number || ' ' || coalesce(teammate_assignee, 0) from conversations order by 1";
    assert_eq!(texts(&db, assigned).await, ["1 1", "2 0"]);
}

#[tokio::test]
async fn a_message_to_one_person_names_the_persons_id_and_is_a_draft_again_if_nobody_is_meant() {
    let database = Database::empty().await;
    let db = at(&database, 19).await;
    execute(
        &db,
        "insert into workspace_apps (app_id, name, created_at) values ('app', 'App', 1), ('other', 'App', 1)",
    )
    .await;
    for (app, id, user, email, is_proved) in [
        ("app", "p1", "u_1", "marit@example.com", true),
        ("app", "p2", "u_2", "marit@example.com", false),
        ("app", "p3", "u_3", "both@example.com", true),
        ("app", "p4", "u_4", "both@example.com", true),
        ("app", "p5", "u_5", "claimed@example.com", false),
        ("other", "p6", "u_6", "elsewhere@example.com", true),
    ] {
        let person = format!(
            "insert into people (id, app_id, kind, user_id, email, email_folded, email_proved, verified, details, attributes,
                                 impressions, created_at, last_seen_at)
             values ('{id}', '{app}', 'user', '{user}', '{email}', '{email}', {is_proved}, true, '{{}}', '{{}}', 0, 5, 6)"
        );
        execute(&db, &person).await;
    }
    execute(
        &db,
        "insert into merged_people (id, app_id, person_id, merged_at) values ('gone', 'app', 'p1', 7)",
    )
    .await;
    for (number, state, sent_at, recipient) in [
        (1, "live", "null", "'p2'"),
        (2, "live", "null", "'u_2'"),
        (3, "live", "null", "'Marit@Example.com'"),
        (4, "live", "null", "'gone'"),
        (5, "live", "null", "'both@example.com'"),
        (6, "live", "null", "'claimed@example.com'"),
        (7, "live", "null", "'elsewhere@example.com'"),
        (8, "live", "null", "''"),
        (9, "live", "5", "'nobody@example.com'"),
        (10, "stopped", "null", "'nobody@example.com'"),
        (11, "draft", "null", "'both@example.com'"),
        (12, "live", "null", "null"),
    ] {
        let message = format!(
            "insert into outbound_messages (number, app_id, delivery, style, state, title, sender, content, pages, audience,
                                            priority, created_at, updated_at, sent_at, recipient)
             values ({number}, 'app', 'manual', 'chat', '{state}', 'A', 7, '{{}}', '[]', '{{}}', 0, 6, 6, {sent_at}, {recipient})"
        );
        execute(&db, &message).await;
    }
    db.close().await;
    let db = database.open().await;
    let found = "select number || ' ' || state || ' ' || coalesce(recipient, '-') from outbound_messages order by number";
    assert_eq!(
        texts(&db, found).await,
        [
            "1 live p2",
            "2 live p2",
            "3 live p1",
            "4 live p1",
            "5 draft both@example.com",
            "6 draft claimed@example.com",
            "7 draft elsewhere@example.com",
            "8 draft ",
            "9 live nobody@example.com",
            "10 stopped nobody@example.com",
            "11 draft both@example.com",
            "12 live -",
        ]
    );
}

#[tokio::test]
async fn a_chat_that_nobody_answered_is_its_receipt_again_and_one_that_was_answered_stays() {
    let database = Database::empty().await;
    let db = at(&database, 25).await;
    for statement in [
        "insert into workspace_apps (app_id, name, created_at) values ('app', 'App', 1)",
        "insert into people (id, app_id, kind, user_id, verified, details, attributes, impressions, created_at, last_seen_at)
         values ('p', 'app', 'user', 'u_1', true, '{}', '{}', 0, 5, 6)",
        "insert into outbound_messages (number, app_id, delivery, style, state, title, sender, content, pages, audience,
                                        priority, created_at, updated_at)
         values (1, 'app', 'auto', 'chat', 'live', 'A', 7, '{}', '[]', '{}', 0, 6, 6),
                (2, 'app', 'auto', 'inbox', 'live', 'B', 7, '{}', '[]', '{}', 0, 6, 6),
                (3, 'app', 'auto', 'chat', 'live', 'C', 7, '{}', '[]', '{}', 0, 6, 6),
                (4, 'app', 'auto', 'post', 'live', 'D', 7, '{}', '[]', '{}', 0, 6, 6)",
        // Unread; read; answered; the copy of a visitor who was merged; begun by the person.
        "insert into conversations (number, app_id, person_id, state, source, created_at, updated_at, last_part, parts,
                                    person_first_at, person_read_to, teammates_read_to)
         values (10, 'app', 'p', 'closed', '{}', 6, 6, 10, 1, null, 0, 10),
                (20, 'app', 'p', 'closed', '{}', 6, 6, 20, 1, null, 20, 20),
                (30, 'app', 'p', 'open', '{}', 6, 6, 31, 2, 7, 31, 30),
                (40, 'app', 'p', 'closed', '{}', 6, 6, 40, 1, null, 0, 40),
                (50, 'app', 'p', 'closed', '{}', 6, 6, 51, 2, 6, 50, 51)",
        "insert into parts (number, conversation, kind, author, teammate, audience, body, at_ms)
         values (10, 10, 'comment', 'teammate', 7, 'person', '{\"text\":\"Ten\"}', 6000),
                (20, 20, 'comment', 'teammate', 7, 'person', '{\"text\":\"Twenty\"}', 6000),
                (30, 30, 'comment', 'teammate', 7, 'person', '{\"text\":\"Thirty\"}', 6000),
                (31, 30, 'open', 'person', null, 'person', '{\"text\":\"Yes\"}', 7000),
                (40, 40, 'comment', 'teammate', 7, 'person', '{\"text\":\"Ten\"}', 6000),
                (50, 50, 'comment', 'person', null, 'person', '{\"text\":\"Hello\"}', 6000),
                (51, 50, 'close', 'teammate', 7, 'teammates', null, 6000)",
        "insert into events (number, app_id, at_ms, kind, person_id, conversation, audience)
         values (10, 'app', 6000, '{}', 'p', 10, 'person'), (30, 'app', 6000, '{}', 'p', 30, 'person')",
        "insert into outbound_receipts (message, person_id, session, at_ms, seen_at_ms, dismissed_at_ms, conversation)
         values (1, 'p', 's', 6000, 6001, 6002, 10), (2, 'p', 'any', 6000, null, null, 20),
                (3, 'p', 's', 6000, 6001, null, 30), (4, 'p', 's', 6000, 6001, null, null)",
    ] {
        execute(&db, statement).await;
    }
    db.close().await;
    let db = database.open().await;
    let receipts = "select message || ' ' || coalesce(number, 0) || ' ' || coalesce(cast(body as text), '-') || ' ' ||
                      coalesce(seen_at_ms, 0) || ' ' || coalesce(dismissed_at_ms, 0) || ' ' || coalesce(read_at_ms, 0) || ' ' ||
                      coalesce(conversation, 0)
                    from outbound_receipts order by message";
    assert_eq!(
        texts(&db, receipts).await,
        [
            r#"1 10 {"text":"Ten"} 6001 6002 0 0"#,
            r#"2 20 {"text":"Twenty"} 0 0 6000 0"#,
            r#"3 30 {"text":"Thirty"} 6001 0 6000 30"#,
            "4 0 - 6001 0 0 0",
        ]
    );
    assert_eq!(
        texts(&db, "select cast(number as text) from conversations order by number").await,
        ["30", "50"]
    );
    assert_eq!(
        texts(&db, "select cast(number as text) from parts order by number").await,
        ["30", "31", "50", "51"]
    );
    assert_eq!(texts(&db, "select cast(number as text) from ledger order by number").await, ["30"]);
}

#[tokio::test]
async fn people_and_what_happened_in_conversations_are_what_they_were_before_there_was_a_ledger() {
    let database = Database::empty().await;
    let db = at(&database, 29).await;
    for statement in [
        "insert into workspace_apps (app_id, name, created_at) values ('app', 'App', 1)",
        "insert into people (id, app_id, kind, visitor_id, lead_since, user_id, email, email_folded, verified, details,
                             attributes, impressions, created_at, last_seen_at)
         values ('v', 'app', 'visitor', 'c1', null, null, null, null, false, '{}', '{}', 0, 5, 60),
                ('l', 'app', 'visitor', 'c2', 7, null, 'A@b.no', 'a@b.no', false, '{}', '{}', 0, 5, 61),
                ('u', 'app', 'user', null, null, 'u_1', null, null, true, '{}', '{}', 0, 5, 62)",
        "insert into conversations (number, app_id, person_id, state, source, created_at, updated_at, last_part, parts,
                                    person_last_at, teammate_last_at, person_read_to, teammates_read_to)
         values (1, 'app', 'l', 'open', '{}', 6, 6, 1, 0, 20, 30, 1, 0), (2, 'app', 'l', 'open', '{}', 6, 6, 2, 0, 25, null, 1, 0)",
        "insert into parts (number, conversation, kind, author, teammate, audience, body, at_ms)
         values (1, 1, 'comment', 'person', null, 'person', '{}', 6000), (2, 2, 'open', 'person', null, 'person', '{}', 6000),
                (3, 1, 'comment', 'teammate', 7, 'person', '{}', 6000), (4, 1, 'note', 'teammate', 7, 'teammates', '{}', 6000),
                (5, 1, 'assignment', 'teammate', 7, 'teammates', null, 6000), (6, 1, 'close', 'teammate', 7, 'teammates', null, 6000),
                (7, 1, 'snooze', 'teammate', 7, 'teammates', null, 6000), (8, 1, 'open', 'bot', null, 'teammates', null, 6000)",
        "insert into outbound_messages (number, app_id, delivery, style, state, title, sender, content, pages, audience,
                                        priority, created_at, updated_at)
         values (100, 'app', 'auto', 'chat', 'live', 'A', 7, '{}', '[]', '{}', 0, 6, 6)",
        "insert into outbound_receipts (message, person_id, session, at_ms, number, read_at_ms)
         values (100, 'u', 's', 40000, 10, 41000), (100, 'v', '', 50000, null, null)",
        r#"insert into events (number, app_id, at_ms, kind, person_id, conversation, audience)
         values (1, 'app', 1, '{"Part":{}}', 'l', 1, 'person'), (2, 'app', 2, '{"Part":{}}', 'l', 2, 'person'),
                (3, 'app', 3, '{"Part":{}}', 'l', 1, 'person'), (4, 'app', 4, '{"Part":{}}', 'l', 1, 'teammates'),
                (5, 'app', 5, '{"Part":{}}', 'l', 1, 'teammates'), (6, 'app', 6, '{"Part":{}}', 'l', 1, 'teammates'),
                (7, 'app', 7, '{"Part":{}}', 'l', 1, 'teammates'), (8, 'app', 8, '{"Part":{}}', 'l', 1, 'teammates'),
                (9, 'app', 9, '{"Seen":{}}', 'l', 1, 'person'), (10, 'app', 9, '{"Message":{}}', 'u', 10, 'person'),
                (11, 'app', 9, '{"Blocked":{}}', 'l', 1, 'teammates'), (12, 'app', 9, '{"SessionEnded":{}}', 'v', null, null)"#,
    ] {
        execute(&db, statement).await;
    }
    db.close().await;
    let db = database.open().await;
    let people = "select id || ' ' || role || ' ' || coalesce(last_contacted_at, 0) || ' ' || coalesce(last_heard_from_at, 0)
                    || ' ' || coalesce(last_opened_at, 0) || ' ' || updated_at from people order by id";
    assert_eq!(texts(&db, people).await, ["l lead 30 25 0 61", "u user 40 0 41 62", "v visitor 0 0 0 60"]);
    let ledger = "select number || ' ' || kind || ' ' || coalesce(actor, '-') || ' ' || coalesce(actor_id, '-') || ' ' || person_id
                  from ledger order by number";
    assert_eq!(
        texts(&db, ledger).await,
        [
            "1 conversation_person_replied person l l",
            "2 conversation_person_replied person l l",
            "3 conversation_teammate_replied teammate 7 l",
            "4 conversation_noted teammate 7 l",
            "5 conversation_assigned teammate 7 l",
            "6 conversation_closed teammate 7 l",
            "7 conversation_snoozed teammate 7 l",
            "8 conversation_opened workspace - l",
            "9 conversation_read - - l",
            "10 message_delivered - - u",
            "11 person_blocked - - l",
        ]
    );
    assert_eq!(texts(&db, "select number || ' ' || person_id from events").await, ["12 v"]);
    // A conversation is assigned to both a teammate and a team, a part is of a kind that nobody knew, and a lead needs no cookie.
    for now_possible in [
        "update conversations set teammate_assignee = 7, team_assignee = 3 where number = 1",
        "update parts set kind = 'rating_requested' where number = 8",
        "update people set visitor_id = null where id = 'l'",
    ] {
        assert_eq!(execute(&db, now_possible).await, 1);
    }
}

#[tokio::test]
async fn the_attributes_of_people_and_companies_are_in_the_catalogue_by_the_type_of_most_of_their_values() {
    let database = Database::empty().await;
    let db = at(&database, 30).await;
    execute(
        &db,
        "insert into workspace_apps (app_id, name, created_at) values ('app', 'App', 1), ('other', 'B', 1)",
    )
    .await;
    let many = (0..252).map(|nth| format!("\"zz{nth:03}\":1")).collect::<Vec<_>>().join(",");
    for (id, app, attributes) in [
        (
            "p1",
            "app",
            r#"{"plan":"Harbour","cups":3,"beta":true,"renewal_at":1800000000,"none":null,"a b":"x"}"#,
        ),
        ("p2", "app", r#"{"plan":"Cove","cups":"three","rate":0.5,"beta":false,"[0]":1,"a\"b":1}"#),
        ("p3", "app", r#"{"cups":4,"plan":1,"e'f":"it''s"}"#),
        ("p4", "other", &format!("{{{many}}}")),
    ] {
        let person = format!(
            "insert into people (id, app_id, role, user_id, verified, details, attributes, impressions, created_at, last_seen_at)
             values ('{id}', '{app}', 'user', '{id}', true, '{{}}', '{}', 0, 5, 6)",
            attributes.replace('\'', "''")
        );
        execute(&db, &person).await;
    }
    execute(
        &db,
        "insert into companies (id, app_id, company_id, name, details, attributes, created_at, updated_at)
         values ('c', 'app', 'c_1', 'Fjordlight', '{}', '{\"cups\":\"many\"}', 5, 6)",
    )
    .await;
    execute(&db, "insert into protected_attributes (app_id, name) values ('app', 'plan'), ('app', 'phone')")
        .await;
    db.close().await;
    let db = database.open().await;
    let found = "select model || ' ' || name || ' ' || coalesce(data_type, '-') || case when browser_writable then '' else ' protected' end
                 from data_attributes where app_id = 'app' order by model, name";
    let mut found = texts(&db, found).await;
    found.sort();
    let mut expected = [
        "company cups string",
        "person a b string",
        "person beta boolean",
        "person cups number",
        "person e'f string",
        "person phone - protected",
        "person plan string protected",
        "person rate number",
        "person renewal_at date",
    ];
    expected.sort_unstable();
    assert_eq!(found, expected);
    let counted = "select count(*) || ' ' || max(number) || ' ' || count(distinct number) from data_attributes where app_id = 'other'";
    assert_eq!(texts(&db, counted).await, ["250 250 250"]);
}

#[tokio::test]
async fn the_attributes_of_people_are_found_by_value_those_of_before_and_those_that_an_older_build_writes_afterwards()
 {
    let database = Database::empty().await;
    let db = at(&database, 35).await;
    let insert = |id: &str, attributes: &str| {
        format!(
            "insert into people (id, app_id, role, user_id, verified, details, attributes, impressions, created_at, last_seen_at)
             values ('{id}', 'app', 'user', '{id}', true, '{{}}', '{attributes}', 0, 5, 6)"
        )
    };
    let (longest, longer) = ("ö".repeat(255), "ö".repeat(256));
    let attributes = format!(
        r#"{{"a":"{longest}","b":"{longer}","c":7.5,"d":9007199254740993,"e":true,"f":null,"g_at":-100,"h_at":1.5,
             "i_at":99999999999999999999,"it''s":"\u00e5 \"","j":["x"],"k":"7"}}"#
    );
    execute(&db, "insert into workspace_apps (app_id, name, created_at) values ('app', 'App', 1)").await;
    execute(&db, &insert("p", &attributes)).await;
    execute(&db, &insert("q", r#"{"c":1}"#)).await;
    db.close().await;

    let db = database.open().await;
    let values = async || -> Vec<String> {
        texts(
            &db,
            "select person_id || ' ' || app_id || ' ' || name || ' ' || coalesce(text, date || ' s', cast(number * 2 as bigint) || ' / 2')
             from person_values where coalesce(text, cast(number as text), cast(date as text)) is not null
             order by person_id, name",
        )
        .await
    };
    let before = [
        &format!("p app a {longest}"),
        "p app c 15 / 2",
        "p app d 18014398509481984 / 2",
        "p app g_at -100 s",
        "p app it's å \"",
        "p app k 7",
        "q app c 2 / 2",
    ];
    assert_eq!(values().await, before);
    // An older build has no other words: it knows people alone.
    execute(&db, r#"update people set attributes = '{"a":"x","c":7.5,"d":"8","n_at":3}' where id = 'p'"#)
        .await;
    execute(&db, r#"update people set name = 'Q', attributes = '{"c":1}' where id = 'q'"#).await;
    execute(&db, &insert("r", r#"{"c":2}"#)).await;
    let after =
        ["p app a x", "p app c 15 / 2", "p app d 8", "p app n_at 3 s", "q app c 2 / 2", "r app c 4 / 2"];
    assert_eq!(values().await, after);
    execute(&db, "delete from people where id <> 'q'").await;
    assert_eq!(values().await, ["q app c 2 / 2"]);
}

#[tokio::test]
async fn who_is_a_teammate_manages_people_from_then_on_and_who_comes_later_does_not() {
    let database = Database::empty().await;
    let db = at(&database, 36).await;
    for statement in [
        "insert into workspace_apps (app_id, name, created_at) values ('app', 'App', 1)",
        "insert into teammates (app_id, number, account_id, name, removed_at)
         values ('app', 1, 'here', 'Ines', null), ('app', 2, 'removed', 'Tuva', 7), ('app', 3, null, null, null)",
    ] {
        execute(&db, statement).await;
    }
    db.close().await;
    let db = database.open().await;
    // As a server of the build before adds one.
    execute(
        &db,
        "insert into teammates (app_id, number, account_id, name) values ('app', 4, 'late', 'Aino')",
    )
    .await;
    let manage = "select cast(number as text) from teammates where manages_people";
    assert_eq!(texts(&db, manage).await, ["1"]);
}
