//! Frames with a video become links to it.

use ammonia::Url;
use std::borrow::Cow;

use super::allowed::WITH_FRAMES;

/// Replaces each video frame by a link, since no player runs in the panel's sandbox. Other frames go.
/// The result is still to be cleaned.
pub fn frames_to_links(html: &str) -> Cow<'_, str> {
    if !html.to_ascii_lowercase().contains("<iframe") {
        return html.into();
    }
    // Parsed and written anew: a frame has one form now, and what looks like one in a text is escaped.
    let html = WITH_FRAMES.clean(html).to_string();
    let (mut linked, mut rest) = (String::with_capacity(html.len()), html.as_str());
    while let Some((before, frame)) = rest.split_once("<iframe") {
        let (frame, after) = frame.split_once("</iframe>").unwrap_or((frame, ""));
        linked.push_str(before);
        let source = frame.strip_prefix(" src=\"").and_then(|frame| frame.split('"').next());
        if let Some((address, name)) = source.and_then(video) {
            let address = address.as_str().replace('&', "&amp;").replace('"', "%22");
            linked.push_str(&format!("<a href=\"{address}\">Watch the video on {name}</a>"));
        }
        rest = after;
    }
    linked.push_str(rest);
    linked.into()
}

/// The address at which a video is watched, and its service's name. `source` is written as in HTML.
fn video(source: &str) -> Option<(Url, &'static str)> {
    let source =
        source.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let source = if source.starts_with("//") { format!("https:{source}") } else { source };
    let url = Url::parse(&source).ok().filter(|url| matches!(url.scheme(), "https" | "http"))?;
    let host = url.host_str()?;
    let last = url.path_segments()?.rfind(|part| !part.is_empty())?;
    if !last.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        return None;
    }
    let is_at = |domain: &str| {
        host.strip_suffix(domain).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    if is_at("youtube.com") || is_at("youtube-nocookie.com") {
        let watch = Url::parse_with_params("https://www.youtube.com/watch", [("v", last)]);
        return Some((watch.ok()?, "YouTube"));
    }
    if is_at("vimeo.com") {
        return Some((Url::parse("https://vimeo.com/").ok()?.join(last).ok()?, "Vimeo"));
    }
    if is_at("loom.com") {
        return Some((Url::parse("https://www.loom.com/share/").ok()?.join(last).ok()?, "Loom"));
    }
    (is_at("wistia.com") || is_at("wistia.net")).then_some((url, "Wistia"))
}
