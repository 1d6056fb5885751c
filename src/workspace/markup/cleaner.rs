//! Makes safe HTML from a teammate's Markdown.

use super::allowed::MESSAGE;
use super::{SafeHtml, markdown, nesting, plain_text, video};

/// Passes until HTML must not change any more. Real messages need two.
const PASSES: usize = 8;

impl SafeHtml {
    /// The version of the cleaner. It rises with what is allowed: older HTML is then made anew from its source.
    pub const VERSION: u32 = 2;

    /// Makes HTML from Markdown that may hold HTML.
    pub fn of(source: &str) -> Self {
        Self::of_html(&markdown::html_of(source)).unwrap_or_else(|| Self::of_text(source))
    }

    /// Makes HTML from Markdown, changed by `fill`, and cleans the result like any other.
    pub fn filled(source: &str, fill: impl FnOnce(&str) -> String) -> Self {
        let filled = fill(&Self::of(source).0);
        Self::of_html(&filled).unwrap_or_else(|| Self::of_text(&filled))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Cleans HTML. None where it is nested too deep, or parsed differently each time.
    fn of_html(html: &str) -> Option<Self> {
        if nesting::is_deep(html) {
            return None;
        }
        let mut html = MESSAGE.clean(&video::frames_to_links(html)).to_string();
        // A browser parses it once more: it must find what the cleaner saw, and nothing else.
        for _ in 1..PASSES {
            let again = MESSAGE.clean(&html).to_string();
            if again == html {
                return Some(Self(html));
            }
            html = again;
        }
        None
    }

    fn of_text(source: &str) -> Self {
        let text = source.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        Self(text.replace('\n', "<br>"))
    }

    pub fn plain_text(&self) -> String {
        plain_text::of(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn html_of(html: &str) -> String {
        SafeHtml::of_html(html).expect("no text").0
    }

    fn shown(source: &str) -> String {
        SafeHtml::of(source).0
    }

    #[test]
    fn markdown_is_shown_as_it_is_meant_and_lines_end_where_they_end() {
        assert_eq!(
            shown("# Hi\n\n1. *a*\n2. ~~b~~\n\nOne\ntwo\n\n> `c`"),
            "<h1>Hi</h1>\n<ol>\n<li><em>a</em></li>\n<li><del>b</del></li>\n</ol>\n<p>One<br>\ntwo</p>\n<blockquote>\n\
             <p><code>c</code></p>\n</blockquote>\n"
        );
        assert!(shown("| a | b |\n|---|---|\n| 1 | 2 |").contains("<td>1</td><td>2</td>"));
        assert_eq!(shown("7. Seven"), "<ol start=\"7\">\n<li>Seven</li>\n</ol>\n");
    }

    #[test]
    fn an_address_is_a_link_wherever_it_is_no_link_yet() {
        let link = r#"<a href="https://a.example/x_y_z" target="_blank" rel="noopener noreferrer nofollow">"#;
        let whole = format!("{link}https://a.example/x_y_z</a>");
        assert_eq!(shown("See https://a.example/x_y_z."), format!("<p>See {whole}.</p>\n"));
        for already in [
            "<https://a.example/x_y_z>",
            "[https://a.example/x_y_z](https://a.example/x_y_z)",
            r#"<a href="https://a.example/x_y_z">https://a.example/x_y_z</a>"#,
        ] {
            assert_eq!(shown(already), format!("<p>{whole}</p>\n"));
        }
        assert_eq!(shown("`https://a.example`"), "<p><code>https://a.example</code></p>\n");
    }

    #[test]
    fn a_path_of_the_site_is_a_link_and_what_a_browser_takes_for_another_site_is_none() {
        let link =
            r#"<a href="/brewing/moka-pot?at=6#grind" target="_blank" rel="noopener noreferrer nofollow">"#;
        assert_eq!(
            shown("[our guide](/brewing/moka-pot?at=6#grind)"),
            format!("<p>{link}our guide</a></p>\n")
        );
        assert!(shown("[home](/)").contains("href=\"/\""));
        let other = [
            "//a.example",
            r"/\a.example",
            "/\t/a.example",
            "/\n/a.example",
            "brewing",
            "?at=6",
            "#grind",
            "",
        ];
        for other in other {
            let html = html_of(&format!("<a href=\"{other}\">there</a>"));
            assert!(!html.contains("href"), "{other:?}: {html}");
        }
        assert!(!html_of("<img src=\"/mug.png\">").contains("src"));
    }

    #[test]
    fn an_image_is_of_https_and_tells_nobody_who_looks() {
        assert_eq!(
            html_of(r#"<img src="https://a.example/x.png" alt="A mug" width="20" height="2em" onload="x">"#)
                .replace(
                    r#"loading="lazy" referrerpolicy="no-referrer""#,
                    r#"referrerpolicy="no-referrer" loading="lazy""#
                ),
            r#"<img src="https://a.example/x.png" alt="A mug" width="20" referrerpolicy="no-referrer" loading="lazy">"#
        );
        assert!(!shown("![A mug](http://a.example/x.png)").contains("src"));
    }

    #[test]
    fn a_frame_with_a_video_is_a_link_to_it_and_another_frame_is_nothing() {
        for (source, link) in [
            ("https://www.youtube.com/embed/x_1-Z?rel=0&amp;t=3", "https://www.youtube.com/watch?v=x_1-Z"),
            ("//www.youtube-nocookie.com/embed/x", "https://www.youtube.com/watch?v=x"),
            ("https://player.vimeo.com/video/76", "https://vimeo.com/76"),
            ("https://www.loom.com/embed/a1", "https://www.loom.com/share/a1"),
            ("https://fast.wistia.net/embed/iframe/b2", "https://fast.wistia.net/embed/iframe/b2"),
        ] {
            let html = html_of(&format!("<p>See <IFRAME src='{source}' width=3>x</iframe>!</p>"));
            assert!(
                html.starts_with(&format!("<p>See <a href=\"{link}\" ")) && html.ends_with("</a>!</p>"),
                "{html}"
            );
        }
        for other in [
            "https://a.example/embed/x",
            "https://youtube.com.a.example/embed/x",
            "https://www.youtube.com/",
            "javascript:alert(1)",
            "https://www.youtube.com/embed/x%22y",
            "",
        ] {
            assert_eq!(html_of(&format!("<p>a<iframe src=\"{other}\"></iframe></p>")), "<p>a</p>", "{other}");
        }
    }

    #[test]
    fn its_words_are_lines_without_any_markup() {
        let words = |source: &str| SafeHtml::of(source).plain_text();
        assert_eq!(
            words(
                "# Hi\n\n- *a* &lt;b&gt;\n- b\n\nc\nd ![](https://a.example/x.png) ![mug](https://a.example/x.png)"
            ),
            "Hi\na <b>\nb\nc\nd Image mug"
        );
        assert_eq!(words("| a | b |\n|---|---|\n| 1 | 2 |"), "a b\n1 2");
    }

    /// Markup that means something to a parser, and words.
    fn piece() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "word",
            " ",
            "\n",
            "\n\n",
            "*",
            "**",
            "_",
            "`",
            "```\n",
            "~~",
            "> ",
            "- ",
            "1. ",
            "# ",
            "|",
            "[",
            "](",
            ")",
            "![",
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<i>",
            "</i>",
            "<a href='https://a.example'>",
            "<a href=javascript:x>",
            "</a>",
            "<table>",
            "<tr>",
            "<td>",
            "</table>",
            "<ul>",
            "<li>",
            "<pre>",
            "</pre>",
            "<code>",
            "<svg>",
            "</svg>",
            "<math>",
            "<mtext>",
            "<style>",
            "</style>",
            "<script>",
            "</script>",
            "<iframe src=//vimeo.com/1>",
            "</iframe>",
            "<!--",
            "-->",
            "<template>",
            "<select>",
            "<textarea>",
            "<img src=https://a.example/x>",
            "<h1>",
            "<blockquote>",
            "<br>",
            "<hr>",
            "<form>",
            "<title>",
            "<noscript>",
            "<p title='",
            "'>",
            "\"",
            "https://a.example/x",
        ])
    }

    proptest! {
        #[test]
        fn what_is_clean_stays_as_it_is(pieces in prop::collection::vec(piece(), 0..60)) {
            let once = shown(&pieces.concat());
            prop_assert_eq!(html_of(&once), once);
        }

        #[test]
        fn plain_text_has_no_markup(pieces in prop::collection::vec(piece(), 0..60)) {
            // What is not written as a tag is a text, and may have any sign: here none of them.
            let html = MESSAGE.clean(&pieces.concat()).to_string().replace("&lt;", "").replace("&gt;", "");
            let words = SafeHtml(html).plain_text();
            prop_assert!(!words.contains(['<', '>']), "{}", words);
        }
    }

    #[test]
    fn what_is_nested_beyond_all_use_is_shown_as_text() {
        for one in ["> ", "<ul><li>", "<b>", "<a href=x><table>", "<div></p>"] {
            let source = one.repeat(10_000);
            assert_eq!(SafeHtml::of(&source), SafeHtml::of_text(&source), "{one}");
        }
        assert!(shown(&"> ".repeat(50)).contains("<blockquote>"));
        assert!(shown(&"<p>a<li>b".repeat(5_000)).contains("<li>b"), "what ends by itself is not nested");
        assert_eq!(SafeHtml::of_text("<b>\n&").0, "&lt;b&gt;<br>&amp;");
    }
}
