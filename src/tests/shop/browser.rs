//! A browser without JavaScript: it keeps cookies, follows links and redirects, and sends the forms of a page.

use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_TYPE, COOKIE, LOCATION, REFERER, SET_COOKIE};
use axum::http::{Request, StatusCode};
use std::collections::BTreeMap;

use crate::server::{Server, text};

pub struct Browser<'a> {
    server: &'a Server,
    cookies: BTreeMap<String, String>,
    pub status: StatusCode,
    /// Path and query of the page that is open.
    pub at: String,
    pub html: String,
}

impl<'a> Browser<'a> {
    pub fn of(server: &'a Server) -> Self {
        let (at, html) = Default::default();
        Self { server, cookies: BTreeMap::new(), status: StatusCode::OK, at, html }
    }

    pub async fn open(&mut self, path: &str) {
        self.send("GET", path, String::new()).await;
    }

    /// Sends the form whose HTML holds this, with these fields typed over what it holds already.
    pub async fn submit(&mut self, part: &str, typed: &[(&str, &str)]) {
        let form = self.form(part);
        let action = attribute(&form, "form", "action");
        let mut fields = fields(&form);
        for (name, value) in typed {
            fields.retain(|(known, _)| known != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        self.post(&action, &fields).await;
    }

    pub async fn post(&mut self, path: &str, fields: &[(String, String)]) {
        let body: Vec<_> = fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        self.send("POST", path, body.join("&")).await;
    }

    /// The first form of the page that holds this text.
    pub fn form(&self, part: &str) -> String {
        let forms = self.html.split("<form").skip(1).map(|rest| rest.split("</form>").next().unwrap());
        let found = forms.map(|form| format!("<form{form}")).find(|form| form.contains(part));
        found.unwrap_or_else(|| panic!("no form with {part} at {}: {}", self.at, self.html))
    }

    pub async fn log_in(&mut self, email: &str) {
        self.submit(r#"id="email""#, &[("email", email), ("password", "demo-password")]).await;
    }

    async fn send(&mut self, method: &str, path: &str, body: String) {
        let (mut method, mut path, mut body) = (method.to_owned(), path.to_owned(), body);
        for _ in 0..5 {
            let cookies: Vec<_> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let request = Request::builder()
                .method(method.as_str())
                .uri(&path)
                .header(ACCEPT, "text/html,application/xhtml+xml")
                .header("sec-fetch-site", "same-origin")
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(REFERER, format!("http://shop.example{}", self.at))
                .header(COOKIE, cookies.join("; "));
            let response = self.server.send(request.body(Body::from(body)).unwrap()).await;
            for line in response.headers().get_all(SET_COOKIE) {
                let (pair, _) = line.to_str().unwrap().split_once(';').unwrap();
                let (name, value) = pair.split_once('=').unwrap();
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
            self.status = response.status();
            let location = response.headers().get(LOCATION).map(|to| to.to_str().unwrap().to_owned());
            if let Some(to) = location.filter(|_| self.status.is_redirection()) {
                let to = to.strip_prefix("http://shop.example").unwrap_or(&to);
                (method, path, body) = ("GET".to_owned(), to.to_owned(), String::new());
                continue;
            }
            self.html = text(response).await;
            self.at = path;
            return;
        }
        panic!("redirected in a circle at {path}");
    }

    /// The words of the page.
    pub fn says(&self, words: &str) -> bool {
        let plain: String =
            self.html.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text)).collect();
        plain.contains(words)
    }
}

/// Name and value of all that a form would send, its first button included.
fn fields(form: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for tag in form.split('<').filter(|tag| tag.starts_with("input")) {
        let is_choice = matches!(value_of(tag, "type").as_deref(), Some("radio" | "checkbox"));
        if let Some(name) = value_of(tag, "name").filter(|_| !is_choice || tag.contains("checked")) {
            fields.push((name, value_of(tag, "value").unwrap_or_default()));
        }
    }
    for select in form.split("<select").skip(1) {
        let options = select.split("</select>").next().unwrap();
        let chosen = options.split("<option").skip(1).find(|option| option.contains("selected"));
        let value = chosen.and_then(|option| value_of(option, "value")).unwrap_or_default();
        fields.push((value_of(select, "name").unwrap(), value));
    }
    fields
}

fn attribute(html: &str, tag: &str, name: &str) -> String {
    let tag = html.split('<').find(|part| part.starts_with(tag)).unwrap();
    value_of(tag, name).unwrap_or_else(|| panic!("no {name} in {tag}"))
}

fn value_of(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split('>').next()?.split_once(&format!(" {name}=\""))?;
    Some(rest.split('"').next()?.to_owned())
}

fn escaped(text: &str) -> String {
    crate::accounts::escaped(text)
}
