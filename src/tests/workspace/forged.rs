//! Forged and mangled identities and bodies, made from a table of mutations. None may be accepted.

use super::unproved::hash_of;
use super::*;

/// How many of each mutation, each from a seed of its own.
const SEEDS: u64 = 16;
/// After so many refused ones, the true ones are tried again.
const BETWEEN: usize = 50;

type Accepted = (&'static str, fn() -> Value);

/// Settings of a boot that is accepted. The mutations begin with these: a workspace that refuses everything proves nothing.
const ACCEPTED: &[Accepted] = &[
    ("nobody's", || json!({})),
    ("a token", || json!({ "intercom_user_jwt": token("u_1") })),
    ("a token beside the same user_id", || json!({ "intercom_user_jwt": token("u_1"), "user_id": "u_1" })),
    ("a token beside the same email", || {
        let signed = sign(&json!({ "user_id": "u_1", "email": "u_1@example.com", "exp": NOW + 60 }));
        json!({ "intercom_user_jwt": signed, "email": "u_1@example.com" })
    }),
    ("a token with all its times", || {
        let signed =
            sign(&json!({ "user_id": "u_1", "nbf": NOW, "iat": NOW, "exp": NOW + 60, "created_at": 5 }));
        json!({ "intercom_user_jwt": signed })
    }),
    ("a user_hash", || json!({ "user_id": "u_1", "user_hash": hash_of("u_1") })),
];

/// What an attacker sends: settings of a boot, or a whole body.
enum Forged {
    Settings(Value),
    Body(Vec<u8>),
}

type Mutation = (&'static str, fn(&mut Dice) -> Forged);

/// One line each: what is wrong, and how it is made. The victim is `u_1`, whose true token is at hand.
const MUTATIONS: &[Mutation] = &[
    // The header
    ("alg none, unsigned", |d| jwt(&[&part(d.pick(&NONES)), &claims(d), ""])),
    ("alg none, true signature", |d| jwt(&[&part(d.pick(&NONES)), &true_parts()[1], &true_parts()[2]])),
    ("another algorithm named", |d| jwt(&[&part(d.pick(&OTHERS)), &true_parts()[1], &true_parts()[2]])),
    ("another algorithm used", |d| {
        token_of(sign_with(d.pick(&[Algorithm::HS384, Algorithm::HS512]), SECRET, &identity(d)))
    }),
    ("a header that is none", |d| {
        jwt(&[&part(d.pick(&["", "[]", "1", "{", "\"HS256\"", "{}"])), &claims(d), &true_parts()[2]])
    }),
    ("a header with crit", |d| {
        jwt(&[
            &part(&format!(r#"{{"alg":"HS256","crit":["{}"]}}"#, d.word())),
            &true_parts()[1],
            &true_parts()[2],
        ])
    }),
    // The signature
    ("signed with another secret", |d| {
        let secret = d.word();
        token_of(sign_with(Algorithm::HS256, &secret, &identity(d)))
    }),
    ("signed with an empty secret", |d| token_of(sign_with(Algorithm::HS256, "", &identity(d)))),
    ("signed with nearly the secret", |d| {
        let secret = d.mangle(SECRET);
        token_of(sign_with(Algorithm::HS256, &secret, &identity(d)))
    }),
    ("signed with the secret in capitals", |d| {
        token_of(sign_with(Algorithm::HS256, &SECRET.to_uppercase(), &identity(d)))
    }),
    ("a signature with one letter changed", |d| {
        let parts = true_parts();
        jwt(&[&parts[0], &parts[1], &d.mangle(&parts[2])])
    }),
    ("a signature cut short", |d| {
        let parts = true_parts();
        let to = d.below(parts[2].len());
        jwt(&[&parts[0], &parts[1], &parts[2][..to]])
    }),
    ("another token's signature", |d| {
        let other = token(&d.word());
        jwt(&[&true_parts()[0], &true_parts()[1], other.rsplit('.').next().expect("a part")])
    }),
    // The claims
    ("claims exchanged under the signature", |d| jwt(&[&true_parts()[0], &claims(d), &true_parts()[2]])),
    ("one letter of the claims changed", |d| {
        let parts = true_parts();
        jwt(&[&parts[0], &d.mangle(&parts[1]), &parts[2]])
    }),
    ("expired", |d| {
        let ago = 11 + d.below(1_000_000) as i64;
        token_of(token_until("u_1", NOW - ago))
    }),
    ("not yet valid", |d| {
        let nbf = NOW + 11 + d.below(1_000_000) as i64;
        token_of(sign(&json!({ "user_id": "u_1", "nbf": nbf, "exp": NOW + 2_000_000 })))
    }),
    ("no user_id", |d| {
        let name = d.word();
        token_of(sign(&json!({ "sub": "u_1", "email": "u_1@example.com", "name": name, "exp": NOW + 60 })))
    }),
    ("a user_id that is no string", |d| {
        let id =
            d.pick(&[json!(1), json!(null), json!(true), json!(["u_1"]), json!({ "id": "u_1" }), json!(1.5)]);
        token_of(sign(&json!({ "user_id": id, "exp": NOW + 60 })))
    }),
    ("an empty user_id", |d| {
        let id = d.pick(&["", " ", "\t", "\n", "\u{a0}"]).to_owned();
        token_of(sign(&json!({ "user_id": id, "exp": NOW + 60 })))
    }),
    ("times that are none", |d| {
        let (claim, time) = (
            d.pick(&["exp", "nbf", "iat"]),
            d.pick(&[json!("1900000000"), json!([]), json!(true), json!({})]),
        );
        token_of(sign(&json!({ "user_id": "u_1", claim: time })))
    }),
    ("an email or name that is no string", |d| {
        let (claim, text) =
            (d.pick(&["email", "name"]), d.pick(&[json!(7), json!([]), json!({}), json!(true)]));
        token_of(sign(&json!({ "user_id": "u_1", claim: text, "exp": NOW + 60 })))
    }),
    // Its form
    ("a part too many or too few", |d| {
        let parts = true_parts().join(".");
        token_of(d.pick(&[
            format!("{parts}."),
            format!(".{parts}"),
            format!("{parts}.e30"),
            parts.replace('.', ""),
            parts.rsplit_once('.').expect("parts").0.to_owned(),
        ]))
    }),
    ("a token that is no text", |d| {
        settings(
            json!({ "user_id": "u_1", "intercom_user_jwt": d.pick(&[json!(1), json!(true), json!([]), json!({}), json!([true_parts().join(".")])]) }),
        )
    }),
    ("letters in place of a token", |d| token_of(d.word())),
    ("the token in another setting", |d| {
        settings(
            json!({ "user_id": "u_1", (d.pick(&["jwt", "token", "intercom_user_JWT", "user_jwt"])): true_parts().join(".") }),
        )
    }),
    // In clear
    ("a user_id without a token", |d| {
        let id = d.pick(&[json!("u_1"), json!(1), json!(["u_1"]), json!(true)]);
        settings(json!({ "user_id": id }))
    }),
    ("an email without a token", |d| {
        let email = d.pick(&["u_1@example.com", "U_1@EXAMPLE.COM", "x"]);
        settings(json!({ "email": email, "name": d.word() }))
    }),
    ("another user_id beside the token", |d| {
        let id = d.pick(&["u_2", "U_1", "u_1 ", " u_1", "u_1\u{0}", "u_1\u{200b}", "ս_1"]);
        settings(json!({ "intercom_user_jwt": token("u_1"), "user_id": id }))
    }),
    ("another email beside the token", |d| {
        let email = d.word();
        let signed = sign(&json!({ "user_id": "u_1", "email": "u_1@example.com", "exp": NOW + 60 }));
        settings(json!({ "intercom_user_jwt": signed, "email": email }))
    }),
    ("a wrong user_hash", |d| settings(json!({ "user_id": "u_1", "user_hash": d.hex(64) }))),
    ("a user_hash that is none", |d| {
        settings(
            json!({ "user_id": "u_1", "user_hash": d.pick(&[json!(""), json!(1), json!(true), json!([]), json!("0")]) }),
        )
    }),
    // Bodies
    ("bytes", |d| Forged::Body((0..d.below(200)).map(|_| d.below(256) as u8).collect())),
    ("a ping cut short", |d| {
        let body = body(&d.app_id, &json!({}));
        let to = d.below(body.len() - 1);
        Forged::Body(body.as_bytes()[..to].to_vec())
    }),
    ("a field of another kind", |d| {
        let (field, value) = (
            d.pick(&["app_id", "call", "page", "settings"]),
            d.pick(&[json!(1), json!([]), json!("x"), json!(true), json!(1e300)]),
        );
        changed(d, &[field], value)
    }),
    ("an address that is none", |d| {
        let url = d.pick(&[
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://a.example/",
            "/coffees",
            "",
            "http://",
            "https:///x",
            "http://a b/",
            "//a.example/",
            "http://a.example/\u{0}",
        ]);
        changed(d, &["page", "url"], json!(url))
    }),
    ("another call", |d| {
        let call = d.pick(&["", "Boot", "shutdown", "__proto__", "ping"]);
        changed(d, &["call"], json!(call))
    }),
    ("another app's id", |d| {
        let other = d.word();
        changed(d, &["app_id"], json!(other))
    }),
    ("a ping_id that is none", |d| {
        let id = d.pick(&["", " ", "a b", "<i>", "é", &"x".repeat(65)]).to_owned();
        changed(d, &["ping_id"], json!(id))
    }),
    ("too much", |d| {
        let much = "x".repeat(64 * 1_024 + d.below(1_000));
        changed(d, &["settings"], json!({ "plan": much }))
    }),
    ("too deep", |d| {
        let depth = 200 + d.below(5_000);
        Forged::Body(
            format!("{{\"settings\":{}{}", "{\"a\":".repeat(depth), "}".repeat(depth + 1)).into_bytes(),
        )
    }),
];

const NONES: [&str; 5] = [
    r#"{"alg":"none"}"#,
    r#"{"alg":"None","typ":"JWT"}"#,
    r#"{"alg":"NONE"}"#,
    r#"{"alg":"nOnE"}"#,
    r#"{"typ":"JWT"}"#,
];
const OTHERS: [&str; 8] = [
    r#"{"alg":"HS384"}"#,
    r#"{"alg":"HS512"}"#,
    r#"{"alg":"RS256"}"#,
    r#"{"alg":"ES256"}"#,
    r#"{"alg":"hs256"}"#,
    r#"{"alg":"HS256 "}"#,
    r#"{"alg":["HS256"]}"#,
    r#"{"alg":null}"#,
];

#[tokio::test]
async fn no_forged_identity_and_no_mangled_body_is_accepted() {
    let bench = Bench::new().await;
    // The victim exists, and so does somebody else.
    bench.boot_user("u_1").await;
    bench.boot_user("u_2").await;
    let mut before = state(&bench).await;
    let mut tried = 0;
    for (what, make) in MUTATIONS {
        for seed in 0..SEEDS {
            if tried % BETWEEN == 0 {
                assert_eq!(state(&bench).await, before, "{what}: something was stored, before seed {seed}");
                bench.accepts_what_is_true().await;
                before = state(&bench).await;
            }
            let app_id = bench.workspace.app_id().to_owned();
            let mut dice = Dice { state: seed ^ hash(what), app_id };
            let body = match make(&mut dice) {
                Forged::Settings(settings) => body(bench.workspace.app_id(), &settings).into_bytes(),
                Forged::Body(body) => body,
            };
            let answer = bench.post_bytes("/messenger/web/ping", body).await;
            let status = answer.status.as_u16();
            assert!(
                [400, 403, 404, 409, 413].contains(&status),
                "{what}, seed {seed}: {status}: {}",
                answer.body
            );
            for said in ["token", "signature", "expired", "user_id", "secret", "alg"] {
                assert!(status == 400 || !answer.body.contains(said), "{what}, seed {seed}: {}", answer.body);
            }
            tried += 1;
        }
        assert_eq!(state(&bench).await, before, "{what}: something was stored, seeds 0 to {SEEDS}");
    }
    println!(
        "{tried} forged identities and bodies refused: {} mutations, seeds 0 to {}",
        MUTATIONS.len(),
        SEEDS - 1
    );
    assert!(tried >= 500);
}

/// Everything that a ping could have changed.
async fn state(bench: &Bench) -> Vec<String> {
    let db = bench.database.open().await;
    let mut state = Vec::new();
    for select in [
        "select id || coalesce(user_id, '') || coalesce(email, '') || coalesce(name, '') || impressions || attributes
         from people order by id",
        "select id_hash || last_url || expires_at from messenger_sessions order by id_hash",
        "select url from impressions order by id",
    ] {
        state.extend(texts(&db, select).await);
    }
    db.close().await;
    state
}

fn settings(settings: Value) -> Forged {
    Forged::Settings(settings)
}

fn token_of(token: String) -> Forged {
    settings(json!({ "intercom_user_jwt": token }))
}

fn jwt(parts: &[&str; 3]) -> Forged {
    token_of(parts.join("."))
}

/// The victim's own token, taken apart.
fn true_parts() -> [String; 3] {
    let token = token("u_1");
    let mut parts = token.split('.').map(str::to_owned);
    [(); 3].map(|()| parts.next().expect("three parts"))
}

/// The victim, as somebody else would like to sign it.
fn identity(dice: &mut Dice) -> Value {
    json!({ "user_id": "u_1", "exp": NOW + 60 + dice.below(7_000) as i64, "name": dice.word() })
}

fn claims(dice: &mut Dice) -> String {
    part(&identity(dice).to_string())
}

/// A true ping's body with one field changed.
fn changed(dice: &Dice, path: &[&str], value: Value) -> Forged {
    let mut body: Value = serde_json::from_str(&body(&dice.app_id, &json!({}))).expect("JSON");
    let mut place = &mut body;
    for name in path {
        place = &mut place[*name];
    }
    *place = value;
    Forged::Body(body.to_string().into_bytes())
}

/// SplitMix64: the same numbers for the same seed.
struct Dice {
    state: u64,
    app_id: String,
}

impl Dice {
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    fn word(&mut self) -> String {
        (0..=4 + self.below(20))
            .map(|_| self.pick(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") as char)
            .collect()
    }

    fn hex(&mut self, letters: usize) -> String {
        (0..letters).map(|_| self.pick(b"0123456789abcdef") as char).collect()
    }

    /// With one letter exchanged, but not the last: its lowest bits may say nothing.
    fn mangle(&mut self, text: &str) -> String {
        let at = self.below(text.len() - 1);
        let other = if text.as_bytes()[at] == b'A' { "B" } else { "A" };
        format!("{}{other}{}", &text[..at], &text[at + 1..])
    }
}

fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A boot, whole.
fn body(app_id: &str, settings: &Value) -> String {
    let page = json!({ "url": HOME, "title": "A page", "referrer": "" });
    json!({ "app_id": app_id, "ping_id": "p", "call": "boot", "page": page, "settings": settings })
        .to_string()
}

impl Bench {
    async fn accepts_what_is_true(&self) {
        for (what, settings) in ACCEPTED {
            let before = state(self).await;
            let body = body(self.workspace.app_id(), &settings()).into_bytes();
            let answer = self.post_bytes("/messenger/web/ping", body).await;
            assert_eq!(answer.status, StatusCode::OK, "{what}: {}", answer.body);
            let after = state(self).await;
            assert!(after.len() >= before.len() + 2, "{what}: a session and an impression are stored");
        }
    }

    async fn post_bytes(&self, path: &str, body: Vec<u8>) -> Answer {
        let request =
            Request::post(path).header(header::CONTENT_TYPE, "application/json").body(Body::from(body));
        let response = self.send(request.expect("a request")).await;
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        Answer { status, body: String::from_utf8(body.to_vec()).expect("text") }
    }
}
