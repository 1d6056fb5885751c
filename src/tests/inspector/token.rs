//! The token debugger's words, one finding after the other.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use leptos_messenger::inspector::Level::{Advice, Fault, Good};
use leptos_messenger::inspector::{
    Clocks, Level, Pasted, SecretReading, Signed, findings, readings, summary,
};
use serde_json::{Value, json};

const NOW: i64 = 1_800_000_000;
const RIGHT: Clocks = Clocks { browser: NOW, server: NOW };

fn part(json: &str) -> String {
    URL_SAFE_NO_PAD.encode(json)
}

fn with_header(header: &str, claims: &str) -> String {
    format!("{}.{}.{}", part(header), part(claims), URL_SAFE_NO_PAD.encode([7; 32]))
}

fn token(claims: &Value) -> String {
    with_header(r#"{"alg":"HS256","typ":"JWT"}"#, &claims.to_string())
}

/// A token without fault, but for these claims; null takes one away.
fn claims(changed: Value) -> Value {
    let mut claims =
        json!({ "user_id": "42", "email": "marit@example.com", "name": "Marit", "exp": NOW + 7200 });
    for (name, value) in changed.as_object().unwrap() {
        match value {
            Value::Null => _ = claims.as_object_mut().unwrap().remove(name),
            value => claims[name] = value.clone(),
        }
    }
    claims
}

fn reported(pasted: &str, signed: Signed, clocks: Clocks) -> Vec<(Level, String)> {
    let found = findings(&Pasted::read(pasted), signed, clocks);
    for finding in &found {
        assert_eq!(
            finding.fix.is_empty(),
            finding.level == Good,
            "a fix, where something is to be done: {finding:?}"
        );
    }
    found.into_iter().map(|finding| (finding.level, finding.what + " " + &finding.fix)).collect()
}

/// One finding and no other, with both words.
fn only(pasted: &str, signed: Signed, clocks: Clocks, level: Level, words: [&str; 2]) {
    let all = reported(pasted, signed, clocks);
    let [(found, what)] = &all[..] else { panic!("one finding about {words:?}, not {all:#?}") };
    assert_eq!(*found, level, "{what}");
    assert!(words.iter().all(|word| what.contains(word)), "{words:?} in: {what}");
}

#[test]
fn a_token_without_fault_has_no_findings_and_neither_has_an_empty_field() {
    let good = token(&claims(json!({ "iat": NOW, "nbf": NOW, "created_at": NOW - 90_000, "phone": "1" })));
    for text in [&good, "", " \n"] {
        let found = reported(text, Signed::NotAsked, RIGHT);
        assert!(found.iter().all(|(_, what)| what.contains("white space")), "{found:?}");
    }
    assert_eq!(reported(&good, Signed::NotAsked, RIGHT), []);
}

#[test]
fn each_wrong_claim_is_found_with_its_fix() {
    let table = [
        (json!({ "user_id": null, "sub": "42" }), Fault, ["is in sub", "user_id instead of sub"]),
        (json!({ "user_id": null }), Fault, ["e-mail alone", "as user_id"]),
        (json!({ "user_id": null, "email": null }), Fault, ["no user_id", "into the claim user_id"]),
        (json!({ "user_id": 42 }), Fault, ["a number, not a string", "quotation marks"]),
        (json!({ "user_id": [] }), Fault, ["a list, not a string", "quotation marks"]),
        (json!({ "user_id": " " }), Fault, ["empty", "person’s id"]),
        (json!({ "user_id": "u".repeat(256) }), Fault, ["255 characters", "short id"]),
        (json!({ "user_id": "a\u{0}" }), Fault, ["control characters", "short id"]),
        (json!({ "email": 7 }), Fault, ["email is a number", "as a string"]),
        (json!({ "name": {} }), Fault, ["name is an object", "as a string"]),
        (json!({ "exp": NOW - 7500 }), Fault, ["expired 2 h 5 min ago", "fresh token"]),
        (json!({ "exp": NOW }), Fault, ["expired", "fresh token"]),
        (json!({ "exp": null }), Advice, ["no end (exp)", "plus 7200"]),
        (json!({ "exp": (NOW + 7200) * 1000 }), Fault, ["exp is in milliseconds", "divide by 1000"]),
        (json!({ "exp": (NOW - 7200) * 1000 }), Fault, ["exp is in milliseconds", "divide by 1000"]),
        (json!({ "exp": "1800007200" }), Fault, ["exp is a text, not a time", "without quotation marks"]),
        (json!({ "exp": NOW + 30 * 86_400 }), Advice, ["lives 30 d 0 h", "short"]),
        (
            json!({ "exp": NOW + 60, "iat": NOW - 9000 }),
            Advice,
            ["longer than the usual 2 h", "fetch fresh ones"],
        ),
        (json!({ "nbf": NOW + 600 }), Fault, ["not valid yet", "in 10 min"]),
        (json!({ "nbf": NOW * 1000 }), Fault, ["nbf is in milliseconds", "divide by 1000"]),
        (json!({ "iat": NOW + 300, "exp": NOW + 7500 }), Advice, ["made in the future", "NTP"]),
        (json!({ "iat": NOW * 1000 }), Fault, ["iat is in milliseconds", "in seconds"]),
        (json!({ "created_at": NOW * 1000 }), Fault, ["created_at is in milliseconds", "in seconds"]),
        (json!({ "created_at": "yesterday" }), Fault, ["created_at is a text", "Unix time"]),
        (json!({ "plan": "pro" }), Good, ["custom attributes", "plan"]),
        (json!({ "account": u64::MAX }), Good, ["custom attributes", "account"]),
        (json!({ "address": { "city": "Skarvik" } }), Fault, ["“address”", "a value is a text"]),
        (json!({ "roles": ["admin"] }), Fault, ["“roles”", "a value is a text"]),
        (json!({ "https://example.com/plan": 1 }), Fault, ["“https://example.com/plan”", "may not hold"]),
        (json!({ "$plan": 1 }), Fault, ["“$plan”", "may not hold"]),
        (json!({ "p".repeat(191): 1 }), Fault, ["pppp…”", "190 characters"]),
        (json!({ "plan": "p".repeat(256) }), Fault, ["“plan”", "255 characters"]),
    ];
    for (changed, level, words) in table {
        only(&token(&claims(changed)), Signed::NotAsked, RIGHT, level, words);
    }
}

#[test]
fn each_wrong_header_is_found_with_its_fix() {
    let table = [
        (r#"{"alg":"none"}"#, Fault, ["unsigned", "Sign with HS256"]),
        (r#"{"alg":"RS256"}"#, Fault, ["RS256, by a private key", "log-in provider"]),
        (r#"{"alg":"ES256"}"#, Fault, ["ES256, by a private key", "log-in provider"]),
        (r#"{"alg":"HS512"}"#, Fault, ["signed with HS512", "Sign with HS256"]),
        (r#"{"alg":"hs256"}"#, Fault, ["“hs256” is not HS256", "Sign with HS256"]),
        (r#"{"alg":5}"#, Fault, ["alg is no text", "Sign with HS256"]),
        (r#"{"typ":"JWT"}"#, Fault, ["names no algorithm", "Sign with HS256"]),
        (r#"{"alg":"HS256","crit":["b64"]}"#, Advice, ["crit", "Leave crit out"]),
        ("[]", Fault, ["header is not a JSON object", "JWT library"]),
    ];
    for (header, level, words) in table {
        let pasted = with_header(header, &claims(json!({})).to_string());
        only(&pasted, Signed::NotAsked, RIGHT, level, words);
    }
}

#[test]
fn each_wrong_shape_is_found_with_its_fix() {
    let good = token(&claims(json!({})));
    let (unsigned, signature) = good.rsplit_once('.').unwrap();
    let (header, payload) = unsigned.split_once('.').unwrap();
    let table = [
        (header.to_owned(), ["one part", "whole"]),
        (format!("{good}.x"), ["4 parts", "two dots"]),
        (format!("{good}.x.y"), ["encrypted", "do not encrypt"]),
        ("0123456789abcdef".repeat(4), ["user_hash", "intercom_user_jwt"]),
        (unsigned.to_owned(), ["signature is missing", "to its end"]),
        (format!("{unsigned}."), ["signature is missing", "to its end"]),
        (format!("{unsigned}.{}", &signature[..20]), ["15 bytes", "last letter"]),
        (format!("{unsigned}.{}+", &signature[1..]), ["signature is not base64url", "no +"]),
        (format!("{unsigned}.{signature}="), ["signature is not base64url", "no = at the end"]),
        (format!("%{header}.{payload}.{signature}"), ["header is not base64url", "A–Z"]),
        (format!("{header}.ünlesbar.{signature}"), ["claims, is not base64url", "A–Z"]),
        (
            format!("{header}.{}.{signature}", part("user_id=42")),
            ["claims, is not a JSON object", "JWT library"],
        ),
        (format!("Bearer {good}"), ["“Bearer”", "bare token"]),
        (format!("authorization: bearer\t{good}"), ["“Bearer”", "bare token"]),
        (format!(" {good}\r\n"), ["white space", "bare token"]),
        (format!("\u{feff}{good}"), ["white space", "bare token"]),
        (format!("\"{good}\","), ["quotation marks", "bare token"]),
        (format!("{}\n  {}", &good[..40], &good[40..]), ["wrapped line", "between them"]),
        ("x".repeat(1_000_000), ["976 KB", "Copy the token alone"]),
    ];
    for (pasted, words) in table {
        only(&pasted, Signed::NotAsked, RIGHT, Fault, words);
    }
    let around = reported(&format!("\"Bearer  '{good}'\" "), Signed::NotAsked, RIGHT);
    assert_eq!(around.len(), 3, "white space, quotation marks, Bearer and no more: {around:?}");
}

#[test]
fn text_that_is_no_token_is_called_that_and_nothing_else() {
    for text in [
        "not-a-token",
        "a.b",
        "some.other.text",
        "a.b.c.d",
        "a.b.c.d.e",
        "“Two words, quoted.”",
        "..",
        "é.é.é",
    ] {
        only(text, Signed::NotAsked, RIGHT, Fault, ["no JSON web token", "whole"]);
        let pasted = Pasted::read(text);
        let found = findings(&pasted, Signed::NotAsked, RIGHT);
        assert_eq!(summary(&pasted, Signed::NotAsked, &found), "This is no token.");
    }
}

#[test]
fn without_the_secret_the_summary_says_that_the_signature_was_not_checked() {
    let good = token(&claims(json!({})));
    let (unsigned, _) = good.rsplit_once('.').unwrap();
    let expired = token(&claims(json!({ "exp": NOW - 1 })));
    let by = Signed::By { reading: SecretReading::AsShown, spaced: false };
    const UNCHECKED: &str = " The signature was not checked: that takes the secret.";
    for (pasted, signed, verdict, checked) in [
        (good.as_str(), Signed::NotAsked, "No fault can be seen.", UNCHECKED),
        (&expired, Signed::NotAsked, "One fault.", UNCHECKED),
        (&good, Signed::Checking, "No fault can be seen.", ""),
        (&good, by, "No fault can be seen.", ""),
        (unsigned, Signed::NotAsked, "One fault.", ""),
        ("", Signed::NotAsked, "Paste a token to see what is wrong with it.", ""),
    ] {
        let pasted = Pasted::read(pasted);
        let found = findings(&pasted, signed, RIGHT);
        assert_eq!(summary(&pasted, signed, &found), format!("{verdict}{checked}"));
    }
}

#[test]
fn each_way_to_use_the_secret_is_distinguished() {
    let by = |reading, spaced| Signed::By { reading, spaced };
    let table = [
        (by(SecretReading::AsShown, false), Good, ["the one that signed", ""]),
        (by(SecretReading::AsShown, true), Fault, ["signed with the white space", "environment variable"]),
        (by(SecretReading::Trimmed, true), Advice, ["white space around it", "environment variable"]),
        (
            by(SecretReading::Decoded, false),
            Fault,
            ["stands for in base64", "The key is the secret string as shown, not decoded."],
        ),
        (Signed::ByAnother, Fault, ["not the one that signed", "Each workspace has its own"]),
        (Signed::CannotCheck, Advice, ["cannot be checked", "HTTPS"]),
    ];
    for (signed, level, words) in table {
        only(&token(&claims(json!({}))), signed, RIGHT, level, words);
    }
}

#[test]
fn a_secret_is_tried_as_shown_then_without_white_space_then_decoded() {
    let tried = |secret| readings(secret).into_iter().map(|(reading, _)| reading).collect::<Vec<_>>();
    assert_eq!(tried("s3cr3t!"), [SecretReading::AsShown]);
    assert_eq!(tried(" s3cr3t! "), [SecretReading::AsShown, SecretReading::Trimmed]);
    assert_eq!(readings("-_-_")[1], (SecretReading::Decoded, vec![0xfb, 0xff, 0xbf]));
    assert_eq!(readings("+/+/==")[1], readings("-_-_")[1]);
    assert_eq!(tried("\t+/+/"), [SecretReading::AsShown, SecretReading::Trimmed, SecretReading::Decoded]);
    // A key of no bytes is none for the browser.
    assert_eq!(tried(""), []);
    assert_eq!(tried("="), [SecretReading::AsShown]);
}

#[test]
fn the_servers_clock_decides_and_a_wrong_clock_of_the_browser_is_reported() {
    let good = token(&claims(json!({})));
    let ahead = Clocks { browser: NOW + 10_800, server: NOW };
    only(
        &good,
        Signed::NotAsked,
        ahead,
        Advice,
        ["clock is 3 h 0 min ahead of the server’s", "Set this computer’s clock"],
    );
    let behind = Clocks { browser: NOW - 60, server: NOW };
    only(&good, Signed::NotAsked, behind, Advice, ["1 min behind the server’s", "reload"]);
    let over = Clocks { browser: NOW, server: NOW + 7200 };
    let found = reported(&good, Signed::NotAsked, over);
    assert!(found[0].1.contains("expired just now"), "{found:?}");
    let near = Clocks { browser: NOW + 10, server: NOW };
    assert_eq!(findings(&Pasted::read(&good), Signed::NotAsked, near), []);
}

#[test]
fn whatever_is_pasted_the_findings_are_few_and_short() {
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(9_000), "]".repeat(9_000));
    let mut many = claims(json!({}));
    for number in 0..900 {
        many[format!("claim.{number}")] = json!(1);
        many[format!("claim-{number}")] = json!(1);
    }
    let extremes = claims(json!({ "exp": i64::MIN, "iat": u64::MAX, "nbf": 1e308, "created_at": -1e308 }));
    for hostile in [
        with_header(r#"{"alg":"HS256"}"#, &deep),
        with_header(&deep, &deep),
        token(&many),
        token(&extremes),
        with_header(&json!({ "alg": "x".repeat(9_000) }).to_string(), "{}"),
        "\u{0}\u{1}\u{fffd}é".repeat(2_000),
        ".".repeat(30_000),
        "\"Bearer ".repeat(4_000),
        "é".repeat(500_000),
    ] {
        for clocks in [
            RIGHT,
            Clocks { browser: i64::MAX, server: i64::MIN },
            Clocks { browser: i64::MIN, server: i64::MAX },
        ] {
            let found = reported(&hostile, Signed::ByAnother, clocks);
            assert!((1..40).contains(&found.len()), "{}", found.len());
            assert!(found.iter().all(|(_, what)| what.chars().count() < 1_200), "{found:?}");
        }
    }
}
