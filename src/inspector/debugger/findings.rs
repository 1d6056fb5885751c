//! Says in words what is wrong with a token, and what helps.
//!
//! Source, where nothing else is said: Intercom's help, "Authenticating users in the Messenger with JSON web tokens
//! (JWTs)".

use serde_json::{Map, Value};

use super::claims;
use super::clocks::Clocks;
use super::finding::{Level, TokenFinding, advice, excerpt, fault, good};
use super::pasted::{Parts, Pasted, Shape};
use super::signature::{SecretReading, Signed};
use crate::inspector::format::span;
use crate::inspector::token::UnreadablePart;

/// The findings in a sentence or two.
pub fn summary(pasted: &Pasted, signed: Signed, found: &[TokenFinding]) -> String {
    let mut text = match found.iter().filter(|finding| finding.level == Level::Fault).count() {
        0 if pasted.shape == Shape::Empty => "Paste a token to see what is wrong with it.".to_owned(),
        _ if pasted.shape == Shape::NoToken => "This is no token.".to_owned(),
        0 => "No fault can be seen.".to_owned(),
        1 => "One fault.".to_owned(),
        faults => format!("{faults} faults."),
    };
    let has_signature = pasted.parts().is_some_and(|parts| matches!(parts.signature, Some(Ok(_))));
    if has_signature && signed == Signed::NotAsked {
        text += " The signature was not checked: that takes the secret.";
    }
    text
}

/// All findings about a token, faults first.
pub fn findings(pasted: &Pasted, signed: Signed, clocks: Clocks) -> Vec<TokenFinding> {
    let mut found = Vec::new();
    // Around what is no token, everything is.
    let along = pasted.along.iter().filter(|_| pasted.shape != Shape::NoToken);
    found.extend(along.map(|what| {
        let fix = "Send the bare token: three parts with two dots, and nothing around or between them.";
        fault(format!("Not part of the token: {what}."), fix)
    }));
    match &pasted.shape {
        Shape::Empty => {}
        Shape::TooLong(bytes) => found.push(fault(
            format!("{} KB are no token: it was not read.", bytes / 1024),
            "Copy the token alone. One for Intercom is well under 1 KB.",
        )),
        Shape::Hash => found.push(fault(
            "This is a user_hash, not a token.",
            "Send a hash as user_hash, or better: sign a JSON web token on the server, and send that as intercom_user_jwt.",
        )),
        Shape::NoToken => found.push(fault(
            "This is no JSON web token: no part of it holds a header or claims.",
            "Copy what the server’s signing function returned, whole.",
        )),
        Shape::Parts(count) => found.push(parts(*count)),
        Shape::Token(parts) => of_token(parts, signed, clocks, &mut found),
    }
    found.sort_by_key(|finding| finding.level);
    found
}

fn parts(count: usize) -> TokenFinding {
    match count {
        1 => fault(
            "It has one part, and a token has three with dots between them.",
            "Copy what the server’s signing function returned, whole.",
        ),
        5 => fault(
            "It has five parts: this is an encrypted token (JWE).",
            "Sign the token with HS256; do not encrypt it.",
        ),
        _ => fault(
            format!("It has {count} parts, and a token has three."),
            "Copy the token from its first letter to its last: header, claims and signature, with two dots.",
        ),
    }
}

fn of_token(parts: &Parts, signed: Signed, clocks: Clocks, found: &mut Vec<TokenFinding>) {
    match &parts.header {
        Ok(header) => found.extend(algorithm(header)),
        Err(why) => found.push(unreadable("header", *why)),
    }
    match &parts.claims {
        Ok(claims) => claims::check(claims, clocks, found),
        Err(why) => found.push(unreadable("middle part, the claims,", *why)),
    }
    match &parts.signature {
        None => found.push(fault(
            "The signature is missing.",
            "Copy the token to its end. What the inspector shows has no signature, on purpose: take it from the server.",
        )),
        Some(Err(why)) => found.push(unreadable("signature", *why)),
        Some(Ok(bytes)) if bytes.len() != 32 && is_hs256(&parts.header) => found.push(fault(
            format!("The signature has {} bytes, and one by HS256 has 32.", bytes.len()),
            "Copy the token to its last letter, and write the signature’s bytes in base64url, not their hexadecimal digits.",
        )),
        Some(Ok(_)) => {}
    }
    found.extend(signature(signed));
    if let Some(ahead) = clocks.ahead() {
        let (by, how) = (span(ahead.saturating_abs()), if ahead > 0 { "ahead of" } else { "behind" });
        found.push(advice(
            format!("This browser’s clock is {by} {how} the server’s."),
            "What is said here goes by the server’s. Set this computer’s clock; if it slept since this page was opened, reload the page first.",
        ));
    }
}

fn unreadable(part: &str, why: UnreadablePart) -> TokenFinding {
    match why {
        UnreadablePart::NotBase64url => fault(
            format!("The {part} is not base64url."),
            "Use the letters A–Z, a–z, 0–9, - and _ alone: no +, no / and no = at the end. A JWT library does this.",
        ),
        UnreadablePart::NotJson => fault(
            format!("The {part} is not a JSON object."),
            "Have a JWT library write the token: each of its first two parts is one JSON object in base64url.",
        ),
    }
}

pub fn is_hs256(header: &Result<Map<String, Value>, UnreadablePart>) -> bool {
    header.as_ref().is_ok_and(|header| header.get("alg").and_then(Value::as_str) == Some("HS256"))
}

fn algorithm(header: &Map<String, Value>) -> Option<TokenFinding> {
    const FIX: &str = "Sign with HS256 and the workspace’s Messenger API secret, on the server.";
    let finding = match header.get("alg") {
        Some(Value::String(alg)) => match alg.as_str() {
            "HS256" if header.contains_key("crit") => advice(
                "The header has crit: whoever does not know what it names must refuse the token.",
                "Leave crit out.",
            ),
            "HS256" => return None,
            none if none.eq_ignore_ascii_case("none") => {
                fault("The token is unsigned (alg none): anybody could have written it.", FIX)
            }
            "HS384" | "HS512" => fault(format!("It is signed with {alg}; Intercom takes HS256 alone."), FIX),
            other if other.starts_with(['R', 'E', 'P']) => fault(
                format!(
                    "It is signed with {}, by a private key; Intercom takes HS256 alone.",
                    excerpt(other)
                ),
                format!("The token of a log-in provider is of no use here. {FIX}"),
            ),
            other => fault(format!("The algorithm “{}” is not HS256, to the letter.", excerpt(other)), FIX),
        },
        Some(_) => fault("The header’s alg is no text.", FIX),
        None => fault("The header names no algorithm (alg).", FIX),
    };
    Some(finding)
}

fn signature(signed: Signed) -> Option<TokenFinding> {
    const SPACE: &str = "Take the white space off, also where the server reads the secret: a line break at the end of an environment variable changes the key.";
    Some(match signed {
        Signed::NotAsked | Signed::Checking => return None,
        Signed::CannotCheck => advice(
            "The signature cannot be checked here: this browser offers no cryptography to pages that are not served by HTTPS or from this machine.",
            "Open this page by HTTPS, or at 127.0.0.1.",
        ),
        Signed::By { reading: SecretReading::AsShown, spaced: false } => {
            good("The secret is the one that signed it.")
        }
        Signed::By { reading: SecretReading::AsShown, spaced: true } => {
            fault("It was signed with the white space around the secret.", SPACE)
        }
        Signed::By { reading: SecretReading::Trimmed, .. } => {
            advice("The secret signed it, but what you entered has white space around it.", SPACE)
        }
        Signed::By { reading: SecretReading::Decoded, .. } => fault(
            "It was signed with the bytes that the secret stands for in base64.",
            "The key is the secret string as shown, not decoded.",
        ),
        Signed::ByAnother => fault(
            "The secret is not the one that signed it.",
            "Copy the Messenger API secret of this workspace again. Each workspace has its own, test workspaces too, and a deleted one fails at once.",
        ),
    })
}
