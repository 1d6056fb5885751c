//! The shelf as a browser without JavaScript gets it: filters, guides, search, and what is said when there is nothing.

mod filters;
mod guides;
mod search;
mod states;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};

use crate::server::Server;

struct Page {
    status: StatusCode,
    html: String,
}

async fn get(server: &Server, path: &str) -> Page {
    let request = Request::get(path).header(header::ACCEPT, "text/html").body(Body::empty()).unwrap();
    let response = server.send(request).await;
    let status = response.status();
    let html = String::from_utf8(to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap();
    Page { status, html }
}

impl Page {
    fn cards(&self) -> usize {
        self.html.matches("<li class=\"coffee ").count()
    }

    /// What stands between tags, parted by a space.
    fn words(&self) -> String {
        let body = self.html.split_once("<main").unwrap().1.split_once("</main>").unwrap().0;
        let words = body.split('<').filter_map(|part| part.split_once('>')).map(|(_, words)| words.trim());
        words.filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// The addresses of the links that start like this.
fn links<'a>(html: &'a str, start: &str) -> Vec<&'a str> {
    html.split("href=\"")
        .skip(1)
        .filter_map(|part| part.split('"').next())
        .filter(|href| href.starts_with(start))
        .collect()
}
