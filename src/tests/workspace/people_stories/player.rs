//! Who takes the steps of a story: a browser, the people behind it, and a teammate.

use leptos_messenger::workspace::companies::{self, CompanyUpdate};
use leptos_messenger::workspace::contacts::{self, FoundPerson, NewPerson, PersonKey, fields_of};
use leptos_messenger::workspace::ledger::ChangedBy;
use leptos_messenger::workspace::people::Role;
use leptos_messenger::workspace::refusal::Refusal;

use super::steps::Step;
use super::*;

/// A browser, and the people who were behind it or whom a program made.
pub struct Player<'a> {
    pub bench: &'a Bench,
    pub name: String,
    /// The id of a subscription type.
    pub newsletter: String,
    pub session: Option<String>,
    pub visitor_id: Option<String>,
    /// Who the browser has.
    pub here: Option<String>,
    pub lead: Option<String>,
    pub last: Option<(&'static str, String, Value)>,
    /// Rises with each deletion: what was said before must be gone.
    pub life: usize,
    pub page: usize,
    /// Each id that was ever given, and the words of the life in which it was.
    pub ids: BTreeMap<String, usize>,
    pub merged: BTreeMap<String, String>,
    pub deleted: BTreeSet<String>,
    pub counts: Counts,
}

impl<'a> Player<'a> {
    pub fn new(bench: &'a Bench, nth: usize, newsletter: &str) -> Self {
        Self {
            bench,
            name: format!("canary{nth}x"),
            newsletter: newsletter.to_owned(),
            session: None,
            visitor_id: None,
            here: None,
            lead: None,
            last: None,
            life: 0,
            page: 0,
            ids: BTreeMap::new(),
            merged: BTreeMap::new(),
            deleted: BTreeSet::new(),
            counts: Counts::default(),
        }
    }

    fn user_id(&self) -> String {
        format!("{}-{}-user", self.name, self.life)
    }

    pub fn words(&self, what: &str) -> String {
        format!("{}-{}-{what}", self.name, self.life)
    }

    async fn pings(&mut self, call: &'static str, settings: Value) {
        self.page += 1;
        let url = format!("{HOME}{}", self.words(&format!("page{}", self.page)));
        self.last = Some((call, url.clone(), settings.clone()));
        self.sends(call, &url, settings).await;
    }

    async fn sends(&mut self, call: &str, url: &str, settings: Value) {
        let bench = self.bench;
        let visitor = self.visitor_id.clone();
        let answer = bench.ping_as(visitor.as_deref(), call, url, settings, self.session.as_deref()).await;
        if answer.status != StatusCode::OK {
            return;
        }
        let said = answer.json();
        let id = said["contact_id"].as_str().expect("an id").to_owned();
        if let Some(session) = said["session"].as_str() {
            self.session = Some(session.to_owned());
        }
        if let Some(from) = said["merged_from"].as_str() {
            self.counts.merged += 1;
            self.merged.insert(from.to_owned(), id.clone());
            if self.lead.as_deref() == Some(from) {
                self.lead = None;
            }
        }
        self.visitor_id = said["visitor_id"].as_str().map(str::to_owned);
        self.ids.entry(id.clone()).or_insert(self.life);
        self.here = Some(id);
    }

    fn target(&self, lead: bool) -> Option<String> {
        if lead { self.lead.clone() } else { self.here.clone() }
    }

    pub async fn takes(&mut self, step: Step) {
        let bench = self.bench;
        let app_id = bench.workspace.app_id();
        match step {
            Step::Visit => {
                self.session = None;
                self.pings("boot", json!({})).await;
            }
            Step::LogIn => {
                let claims =
                    json!({ "user_id": self.user_id(), "name": self.words("name"), "exp": NOW + 900_000 });
                self.pings("boot", json!({ "intercom_user_jwt": sign(&claims) })).await;
            }
            Step::Page(None) => self.pings("update", json!({})).await,
            Step::Page(Some(value)) => {
                self.pings("update", json!({ "taste": self.words(&format!("taste{value}")), "cups": value }))
                    .await;
            }
            Step::Again => {
                if let Some((call, url, settings)) = self.last.clone() {
                    self.counts.repeated += 1;
                    self.sends(call, &url, settings).await;
                }
            }
            Step::Write => {
                if let Some(session) = self.session.clone() {
                    let (key, text) = (format!("k{}", self.page), self.words("text"));
                    bench.write(&key, None, &text, &session).await;
                }
            }
            Step::Event => {
                let metadata = json!({ "what": self.words("event") });
                bench.track("looked", metadata, self.session.as_deref()).await;
            }
            Step::Company(company, pays) => {
                let id = self.words(&format!("company{company}"));
                let company = json!({ "company_id": id, "name": id, "monthly_spend": pays });
                self.pings("update", json!({ "company": company })).await;
            }
            Step::LogOut => {
                if let Some(session) = self.session.take() {
                    bench
                        .post(
                            "/messenger/web/shutdown",
                            json!({ "ping_id": "p" }).to_string(),
                            Some(&session),
                        )
                        .await;
                }
                (self.visitor_id, self.here) = (None, None);
            }
            Step::MakeLead => {
                self.page += 1;
                let email = format!("{}@example.com", self.words(&format!("lead{}", self.page)));
                let fields = fields_of(object(json!({ "email": email, "name": self.words("lead") })));
                let new = NewPerson { role: Role::Lead, fields: fields.expect("fields") };
                let mut batch = bench.workspace.begin().await.expect("a batch");
                let (made, _) =
                    contacts::create(&mut batch, &ChangedBy::Import, app_id, new).await.expect("a lead");
                batch.commit().await.expect("committed");
                self.ids.insert(made.id.clone(), self.life);
                self.lead = Some(made.id);
            }
            Step::Edit { lead, value } => {
                let Some(id) = self.target(lead) else { return };
                let taste =
                    if value == 0 { Value::Null } else { self.words(&format!("taste{value}")).into() };
                let fields = json!({ "phone": format!("{value}"), "custom_attributes": { "taste": taste } });
                let mut batch = bench.workspace.begin().await.expect("a batch");
                let fields = fields_of(object(fields)).expect("fields");
                match contacts::update(&mut batch, &INES, app_id, &id, fields).await {
                    Ok(_) => batch.commit().await.expect("committed"),
                    Err(Refusal::NoPerson) => {}
                    Err(other) => panic!("{other}"),
                }
            }
            Step::Merge { lead } => self.merges(lead).await,
            Step::Archive { lead, on } => {
                let Some(id) = self.target(lead) else { return };
                let mut batch = bench.workspace.begin().await.expect("a batch");
                if contacts::archive(&mut batch, &INES, app_id, &id, on).await.is_ok() {
                    batch.commit().await.expect("committed");
                }
            }
            Step::Block { lead, on } => {
                let Some(id) = self.target(lead) else { return };
                let mut batch = bench.workspace.begin().await.expect("a batch");
                if contacts::block(&mut batch, &INES, app_id, &id, on).await.is_ok() {
                    batch.commit().await.expect("committed");
                }
            }
            Step::Attach { lead, on } => self.attaches(lead, on).await,
            Step::Tag { lead, .. } | Step::Note { lead, .. } | Step::Consent { lead, .. } => {
                if let Some(id) = self.target(lead) {
                    self.says(step, &id).await;
                }
            }
            Step::Delete { lead } => {
                let Some(id) = self.target(lead) else { return };
                if bench.workspace.delete_person(&INES, &id).await.is_ok() {
                    self.counts.deleted += 1;
                    self.deleted.insert(id.clone());
                    self.life += 1;
                    let gone = |held: &Option<String>| held.as_deref() == Some(&id);
                    self.here.take_if(|held| *held == id);
                    if gone(&self.lead) {
                        self.lead = None;
                    }
                    // Another life begins: of the former one, who is left says nothing new.
                    (self.session, self.visitor_id, self.here, self.lead) = (None, None, None, None);
                }
            }
        }
    }

    async fn merges(&mut self, lead: bool) {
        let app_id = self.bench.workspace.app_id();
        let Some(from) = self.target(lead) else { return };
        let mut batch = self.bench.workspace.begin().await.expect("a batch");
        let user = contacts::find(&mut batch.transaction, app_id, PersonKey::UserId(&self.user_id())).await;
        let FoundPerson::One(user) = user.expect("a look-up") else { return };
        let Ok(person) = batch.person_of_app(app_id, &from).await else { return };
        let mut into = batch.person_of_app(app_id, &user.id).await.expect("the user");
        if contacts::merge(&mut batch, &INES, app_id, person, &mut into).await.is_err() {
            return;
        }
        batch.save_person(app_id, into, INES);
        batch.commit().await.expect("committed");
        self.counts.merged += 1;
        self.merged.insert(from.clone(), user.id.clone());
        self.lead.take_if(|held| *held == from);
        if self.here.as_deref() == Some(&from) {
            (self.session, self.visitor_id, self.here) = (None, None, None);
        }
    }

    async fn attaches(&mut self, lead: bool, on: bool) {
        let app_id = self.bench.workspace.app_id();
        let Some(id) = self.target(lead) else { return };
        let mut batch = self.bench.workspace.begin().await.expect("a batch");
        if batch.person_of_app(app_id, &id).await.is_err() {
            return;
        }
        let update = CompanyUpdate::default();
        let (company, _) = companies::set(&mut batch, &INES, app_id, &format!("of-team-{}", id), update)
            .await
            .expect("a company");
        match on {
            true => companies::attach(&mut batch, &INES, app_id, &company.id, &id).await,
            false => companies::detach(&mut batch, &INES, app_id, &company.id, &id).await,
        }
        .expect("done");
        companies::delete(&mut batch, &INES, app_id, &company.id).await.expect("deleted");
        batch.commit().await.expect("committed");
    }

    /// The person whom an id means, over all merges; none where that one was deleted.
    pub fn canonical(&self, id: &str) -> Option<String> {
        let mut id = id.to_owned();
        while let Some(into) = self.merged.get(&id) {
            id.clone_from(into);
        }
        (!self.deleted.contains(&id)).then_some(id)
    }
}
