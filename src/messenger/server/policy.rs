//! The page's Content-Security-Policy with the widget's sources in it.
//!
//! How browsers read a policy: W3C, "Content Security Policy Level 3", sections 2.2 (parsing), 6.7.2 (source lists) and
//! 6.8.3 (which directive stands in for one that is absent).

use super::csp::{self, Needed};
use super::layer::HostContext;
use super::workspace::Workspace;

/// Adds the widget's sources to your policy, for the page that is being rendered. Call it where you set the header,
/// with the nonce in the policy already:
///
/// ```
/// # use axum::http::{HeaderValue, header::CONTENT_SECURITY_POLICY};
/// # use leptos::{nonce::use_nonce, prelude::use_context};
/// # use leptos_axum::ResponseOptions;
/// use messenger::server::merge_policy;
///
/// fn set_policy() {
///     let (Some(nonce), Some(reply)) = (use_nonce(), use_context::<ResponseOptions>()) else { return };
///     let own = format!("default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'");
///     if let Ok(policy) = HeaderValue::from_str(&merge_policy(&own)) {
///         reply.insert_header(CONTENT_SECURITY_POLICY, policy);
///     }
/// }
/// ```
///
/// While the Messenger is off, the policy stays as it is. Without the layer it does too, and the console says so.
pub fn merge_policy(policy: &str) -> String {
    let workspace = HostContext::with_current(|_, context| context.workspace);
    let workspace = workspace.inspect_err(|missing| {
        missing.report("the Messenger's sources were not added to the Content-Security-Policy");
    });
    match workspace {
        Ok(Some(workspace)) => workspace.merge_policy(policy),
        _ => policy.to_owned(),
    }
}

impl Workspace {
    /// Adds the sources that this workspace's widget needs to the policy: exactly those of its mode and region.
    ///
    /// - Sources that the policy allowed stay allowed, and only sources that the widget needs are added.
    /// - An absent directive begins with the sources of the one that stands in for it, such as `default-src`. Without a
    ///   stand-in, browsers allow everything already, and the directive stays absent.
    /// - `'none'` goes where a source is added.
    /// - Browsers read the first of two directives of one name. The second one stays: their console names it.
    /// - A page must pass each of several policies, parted by commas: each is merged.
    ///
    /// Browsers ignore the `'unsafe-inline'` that the hosted widget's styles need where `style-src` holds a nonce or
    /// hash.
    pub fn merge_policy(&self, policy: &str) -> String {
        let needed = csp::needed(self);
        let merged: Vec<String> = policy
            .split(',')
            .map(|policy| merge(policy, &needed))
            .collect();
        merged.join(", ")
    }
}

/// Absent directives that get a line of their own, and the directives that browsers read in their place. Any other
/// directive gets sources only where the policy has it. `form-action` has no stand-in, and `script-src-elem` and its
/// like have `script-src`. A new `child-src` would take the place of `script-src` for workers.
const STAND_INS: &[(&str, &[&str])] = &[
    ("script-src", &["default-src"]),
    ("style-src", &["default-src"]),
    ("connect-src", &["default-src"]),
    ("img-src", &["default-src"]),
    ("font-src", &["default-src"]),
    ("media-src", &["default-src"]),
    ("frame-src", &["child-src", "default-src"]),
];

struct Directive<'a> {
    name: &'a str,
    sources: Vec<&'a str>,
}

fn merge(policy: &str, needed: &[Needed]) -> String {
    let mut directives: Vec<Directive> = policy.split(';').filter_map(parse).collect();
    for (names, sources) in needed {
        for name in *names {
            let Some(sources_of) = find_or_add(&mut directives, name) else {
                continue;
            };
            for source in sources.split_ascii_whitespace() {
                if !sources_of
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(source))
                {
                    sources_of.retain(|known| !known.eq_ignore_ascii_case("'none'"));
                    sources_of.push(source);
                }
            }
        }
    }
    let text = |directive: Directive| {
        [&[directive.name][..], &directive.sources]
            .concat()
            .join(" ")
    };
    directives
        .into_iter()
        .map(text)
        .collect::<Vec<_>>()
        .join("; ")
}

/// Browsers skip a directive that is not ASCII: it stays as it is, under a name that none has.
fn parse(text: &str) -> Option<Directive<'_>> {
    if !text.is_ascii() {
        return Some(Directive {
            name: text.trim_ascii(),
            sources: Vec::new(),
        });
    }
    let mut words = text.split_ascii_whitespace();
    Some(Directive {
        name: words.next()?,
        sources: words.collect(),
    })
}

/// The sources that browsers read for a directive of this name; none where it is absent and stays so.
fn find_or_add<'d, 'a>(
    directives: &'d mut Vec<Directive<'a>>,
    name: &'a str,
) -> Option<&'d mut Vec<&'a str>> {
    let at = match position(directives, name) {
        Some(at) => at,
        None => {
            let (_, stand_ins) = STAND_INS.iter().find(|(absent, _)| *absent == name)?;
            let at = stand_ins
                .iter()
                .find_map(|name| position(directives, name))?;
            let sources = directives[at].sources.clone();
            directives.push(Directive { name, sources });
            directives.len() - 1
        }
    };
    Some(&mut directives[at].sources)
}

fn position(directives: &[Directive], name: &str) -> Option<usize> {
    directives
        .iter()
        .position(|directive| directive.name.eq_ignore_ascii_case(name))
}
