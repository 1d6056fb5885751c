//! Subscription types, and what people consent to.

use super::ledger::refused_field;
use super::*;
use leptos_messenger::workspace::contacts::{self, PersonKey};
use leptos_messenger::workspace::ledger::ChangedBy;
use leptos_messenger::workspace::people::Role;
use leptos_messenger::workspace::refusal::Refusal;
use leptos_messenger::workspace::subscription_types::{
    self, Consent, ConsentType, ContentType, NewSubscriptionType, SubscriptionType, SubscriptionTypeState,
    SubscriptionTypeUpdate, Translation,
};

const INES: ChangedBy = ChangedBy::Teammate(1);

fn translations(names: &[(&str, &str)]) -> Vec<Translation> {
    let translation = |(name, locale): &(&str, &str)| Translation {
        name: (*name).to_owned(),
        description: "Once a month.".to_owned(),
        locale: (*locale).to_owned(),
    };
    names.iter().map(translation).collect()
}

fn of_state(state: SubscriptionTypeState) -> SubscriptionTypeUpdate {
    SubscriptionTypeUpdate { state: Some(state), ..Default::default() }
}

impl Bench {
    async fn subscription_type(&self, consent_type: ConsentType, name: &str) -> SubscriptionType {
        let app_id = self.workspace.app_id();
        let content_types = vec![ContentType::Email];
        let new =
            NewSubscriptionType { consent_type, content_types, translations: translations(&[(name, "en")]) };
        let made = self.acts(async |batch| subscription_types::make(batch, &INES, app_id, new).await).await;
        made.0.expect("a type")
    }

    async fn live_type(&self, consent_type: ConsentType, name: &str) -> String {
        let id = self.subscription_type(consent_type, name).await.id;
        self.change_type(&id, of_state(SubscriptionTypeState::Live)).await.0.expect("live");
        id
    }

    async fn change_type(
        &self,
        id: &str,
        update: SubscriptionTypeUpdate,
    ) -> (Result<SubscriptionType, Refusal>, Vec<String>) {
        let app_id = self.workspace.app_id();
        self.acts(async |batch| subscription_types::change(batch, &INES, app_id, id, update).await).await
    }

    async fn chooses(
        &self,
        by: &ChangedBy,
        person: &str,
        id: &str,
        consented: bool,
    ) -> (Result<(), Refusal>, Vec<String>) {
        let app_id = self.workspace.app_id();
        let act = self
            .acts(async |batch| subscription_types::choose(batch, by, app_id, id, person, consented).await);
        act.await
    }

    async fn consents_of(&self, person: &str) -> Vec<Consent> {
        let mut batch = self.workspace.begin().await.expect("a batch");
        let app_id = self.workspace.app_id();
        subscription_types::of_person(&mut batch.transaction, app_id, person).await.expect("consents")
    }

    /// The name of each type that the person may choose, whether they consent, and whether they have chosen so.
    async fn consented(&self, person: &str) -> Vec<String> {
        let line = |consent: &Consent| {
            let name = consent.subscription_type.default_translation().map_or("", |words| &words.name);
            let chosen = if consent.choice.is_some() { "chosen" } else { "default" };
            format!("{name} {} {chosen}", consent.consents())
        };
        let mut lines: Vec<_> = self.consents_of(person).await.iter().map(line).collect();
        lines.sort();
        lines
    }
}

#[tokio::test]
async fn a_type_is_a_draft_then_live_then_archived_and_each_change_of_it_has_its_event() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    let new = NewSubscriptionType {
        consent_type: ConsentType::OptIn,
        content_types: vec![ContentType::SmsMessage, ContentType::Email, ContentType::Email],
        translations: translations(&[("News", "en"), ("Nyheter", "nb")]),
    };
    let (made, said) =
        bench.acts(async |batch| subscription_types::make(batch, &INES, app_id, new).await).await;
    let made = made.expect("a type");
    assert_eq!(said, [format!("subscription_type_made {}", made.id)]);
    assert_eq!((made.state, made.created_at), (SubscriptionTypeState::Draft, NOW));
    assert_eq!(made.content_types.0, [ContentType::Email, ContentType::SmsMessage]);
    assert_eq!(made.default_translation().map(|words| words.locale.as_str()), Some("en"));
    bench.clock.advance(5);
    for (update, expected) in [
        (of_state(SubscriptionTypeState::Draft), None),
        (of_state(SubscriptionTypeState::Live), Some("changed ID state")),
        (of_state(SubscriptionTypeState::Live), None),
        (
            SubscriptionTypeUpdate {
                content_types: Some(vec![ContentType::Email]),
                translations: Some(translations(&[("The news", "en")])),
                ..Default::default()
            },
            Some("changed ID content_types,translations"),
        ),
        (of_state(SubscriptionTypeState::Archived), Some("archived ID state")),
        (of_state(SubscriptionTypeState::Live), Some("changed ID state")),
    ] {
        let expected = expected.map(|line| format!("subscription_type_{}", line.replace("ID", &made.id)));
        let (changed, said) = bench.change_type(&made.id, update.clone()).await;
        changed.expect("changed");
        assert_eq!(said, Vec::from_iter(expected), "{update:?}");
    }
    assert_eq!(
        refused_field(bench.change_type(&made.id, of_state(SubscriptionTypeState::Draft)).await.0),
        "state"
    );
    for (content_types, translations, field) in [
        (Some(vec![]), None, "content_types"),
        (None, Some(vec![]), "translations"),
        (None, Some(translations(&[("a\0b", "en")])), "name"),
    ] {
        let update = SubscriptionTypeUpdate { state: None, content_types, translations };
        assert_eq!(refused_field(bench.change_type(&made.id, update).await.0), field);
    }
    let nothing = bench.change_type("nothing", of_state(SubscriptionTypeState::Live)).await;
    assert!(matches!(nothing.0, Err(Refusal::NoSubscriptionType)));
    let listed = subscription_types::list(bench.workspace.db(), app_id).await.expect("types");
    assert_eq!((listed.len(), listed[0].updated_at), (1, NOW + 5));
    assert_eq!(listed[0].default_translation().map(|words| words.name.as_str()), Some("The news"));
    let fill = format!(
        "insert into subscription_types (id, app_id, consent_type, state, content_types, translations, created_at, updated_at)
         with recursive n (n) as (select 1 union all select n + 1 from n where n < 99)
         select 's' || n, '{app_id}', 'opt_in', 'draft', '[]', '[]', 1, 1 from n"
    );
    execute(bench.workspace.db(), &fill).await;
    let new = NewSubscriptionType {
        consent_type: ConsentType::OptIn,
        content_types: vec![ContentType::Email],
        translations: translations(&[("News", "en")]),
    };
    let more = bench.acts(async |batch| subscription_types::make(batch, &INES, app_id, new).await).await;
    assert_eq!(refused_field(more.0), "subscription_types");
}

#[tokio::test]
async fn who_chose_nothing_gets_what_is_opt_out_and_nothing_that_is_opt_in_and_people_choose_live_types_alone()
 {
    let bench = Bench::new().await;
    let news = bench.live_type(ConsentType::OptIn, "News").await;
    let offers = bench.live_type(ConsentType::OptOut, "Offers").await;
    let draft = bench.subscription_type(ConsentType::OptOut, "Draft").await.id;
    let person = bench.create(Role::Lead, json!({ "email": "a@b.no" })).await.expect("a lead").id;
    let ines = async |id: &str, consented: bool| bench.chooses(&INES, &person, id, consented).await;
    assert_eq!(bench.consented(&person).await, ["News false default", "Offers true default"]);
    assert_eq!(refused_field(ines(&draft, true).await.0), "subscription_type");
    assert!(matches!(ines("nothing", true).await.0, Err(Refusal::NoSubscriptionType)));
    let nobody = bench.chooses(&INES, "nobody", &news, true).await;
    assert!(matches!(nobody.0, Err(Refusal::NoPerson)));

    bench.clock.advance(9);
    assert_eq!(ines(&news, true).await.1, [format!("person_subscribed {news}")]);
    assert_eq!(ines(&news, true).await.1, Vec::<String>::new());
    assert_eq!(
        ines(&offers, true).await.1,
        [format!("person_subscribed {offers}")],
        "a choice, though the default"
    );
    let themselves = ChangedBy::Person(person.clone());
    let left = bench.chooses(&themselves, &person, &offers, false).await;
    assert_eq!(left.1, [format!("person_unsubscribed {offers}")]);
    assert_eq!(bench.consented(&person).await, ["News true chosen", "Offers false chosen"]);
    let updated = format!("select updated_at from people where id = '{person}'");
    assert_eq!(texts(bench.workspace.db(), &updated).await, [(NOW + 9).to_string()]);

    bench.change_type(&offers, of_state(SubscriptionTypeState::Archived)).await.0.expect("archived");
    assert_eq!(refused_field(ines(&offers, true).await.0), "subscription_type");
    assert_eq!(
        bench.consented(&person).await,
        ["News true chosen", "Offers false chosen"],
        "a choice is kept"
    );
    let other = bench.create(Role::Lead, json!({ "email": "b@b.no" })).await.expect("a lead").id;
    assert_eq!(bench.consented(&other).await, ["News false default"]);
    let app = "insert into workspace_apps (app_id, name, created_at) values ('other', 'Other', 1)";
    execute(bench.workspace.db(), app).await;
    let foreign = bench
        .acts(async |batch| subscription_types::choose(batch, &INES, "other", &news, &person, false).await);
    assert!(matches!(foreign.await.0, Err(Refusal::NoPerson)));
}

#[tokio::test]
async fn of_two_people_who_are_merged_the_later_choice_holds_and_a_deleted_person_has_none() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    let mut ids = Vec::new();
    for name in
        ["A of the lead", "B later of the lead", "C later of the user", "D at once", "E the same later"]
    {
        ids.push(bench.live_type(ConsentType::OptIn, name).await);
    }
    let lead = bench.create(Role::Lead, json!({ "email": "a@b.no" })).await.expect("a lead").id;
    bench.boot_user("u_1").await;
    let user = bench.id_of(PersonKey::UserId("u_1")).await;
    for (seconds, person, id, consented) in [
        (0, &lead, &ids[0], true),
        (0, &user, &ids[1], true),
        (0, &lead, &ids[2], false),
        (1, &lead, &ids[1], false),
        (0, &user, &ids[2], true),
        (0, &lead, &ids[3], false),
        (0, &user, &ids[3], true),
        (0, &user, &ids[4], true),
        (1, &lead, &ids[4], true),
    ] {
        bench.clock.advance(seconds);
        bench.chooses(&ChangedBy::Person(person.clone()), person, id, consented).await.0.expect("chosen");
    }
    let before = texts(bench.workspace.db(), "select number || '' from event_counter").await.remove(0);
    bench.merge(&lead, &user).await.expect("merged");
    assert_eq!(
        bench.consented(&user).await,
        [
            "A of the lead true chosen",
            "B later of the lead false chosen",
            "C later of the user true chosen",
            "D at once true chosen",
            "E the same later true chosen"
        ]
    );
    let said = format!(
        "select kind || ' ' || subject from ledger where number > {before} and kind like 'person_%subscribed' and person_id = '{user}'"
    );
    let mut said = texts(bench.workspace.db(), &said).await;
    said.sort();
    assert_eq!(said, [format!("person_subscribed {}", ids[0]), format!("person_unsubscribed {}", ids[1])]);
    let consents = bench.consents_of(&user).await;
    let at = |id: &str| {
        let of = consents.iter().find(|consent| consent.subscription_type.id == id).expect("a consent");
        of.choice.clone().expect("a choice")
    };
    assert_eq!(
        (at(&ids[0]).chosen_at, at(&ids[4]).chosen_at),
        (NOW, NOW + 2),
        "the later one, though the same"
    );
    assert_eq!(at(&ids[0]).chosen_by_id.as_deref(), Some(user.as_str()), "who chose is the user now");
    let mut batch = bench.workspace.begin().await.expect("a batch");
    let export = contacts::export(&mut batch.transaction, app_id, &user, NOW).await.expect("an export");
    drop(batch);
    assert_eq!(export["consents"].as_array().map(Vec::len), Some(5));
    bench.workspace.delete_person(&INES, &user).await.expect("deleted");
    assert_eq!(texts(bench.workspace.db(), "select count(*) from consents").await, ["0"]);
}
