//! Tags of people, companies, conversations and parts.

use super::ledger::refused_field;
use super::*;
use leptos_messenger::workspace::Batch;
use leptos_messenger::workspace::contacts;
use leptos_messenger::workspace::ledger::ChangedBy;
use leptos_messenger::workspace::people::Role;
use leptos_messenger::workspace::refusal::Refusal;
use leptos_messenger::workspace::tags::{self, AppliedTag, ListedTag, Tag, TagCounts, Tagged};

const INES: ChangedBy = ChangedBy::Teammate(1);

impl Bench {
    async fn tag(&self, name: &str) -> Tag {
        let app_id = self.workspace.app_id();
        self.acts(async |batch| tags::make(batch, &INES, app_id, name).await).await.0.expect("a tag")
    }

    pub(super) async fn tags_of(&self, tagged: Tagged<'_>) -> Vec<AppliedTag> {
        let mut batch = self.workspace.begin().await.expect("a batch");
        tags::of(&mut batch.transaction, self.workspace.app_id(), tagged).await.expect("tags")
    }

    async fn listed(&self) -> Vec<ListedTag> {
        tags::list(self.workspace.db(), self.workspace.app_id()).await.expect("tags")
    }
}

fn names(tags: &[AppliedTag]) -> Vec<&str> {
    tags.iter().map(|tag| tag.name.as_str()).collect()
}

#[tokio::test]
async fn a_tag_is_one_whatever_its_case_and_a_name_that_is_taken_or_broken_is_refused() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    let make =
        async |name: &str| bench.acts(async |batch| tags::make(batch, &INES, app_id, name).await).await;
    let (vip, said) = make(" Économie ").await;
    let vip = vip.expect("a tag");
    assert_eq!((vip.name.as_str(), vip.created_at, vip.made_by.as_str()), ("Économie", NOW, "teammate"));
    assert_eq!((vip.made_by_id.as_deref(), said), (Some("1"), vec![format!("tag_made {}", vip.id)]));
    let (same, said) = make("éCONOMIE").await;
    assert_eq!((same.expect("the tag that is there"), said.len()), (vip.clone(), 0));
    let other = bench.tag("Late").await;
    for broken in ["", "  ", "a\0b", "a\nb", &"x".repeat(256)] {
        assert_eq!(refused_field(make(broken).await.0), "name", "{broken:?}");
        let renamed = bench.acts(async |batch| tags::rename(batch, &INES, app_id, &vip.id, broken).await);
        assert_eq!(refused_field(renamed.await.0), "name", "{broken:?}");
    }
    let rename = async |id: &str, name: &str| {
        bench.acts(async |batch| tags::rename(batch, &INES, app_id, id, name).await).await
    };
    assert_eq!(refused_field(rename(&vip.id, "LATE").await.0), "name");
    assert!(matches!(rename("nothing", "New").await.0, Err(Refusal::NoTag)));
    assert!(rename(&vip.id, "Économie").await.1.is_empty());
    let (renamed, said) = rename(&vip.id, "ÉCONOMIE").await;
    assert_eq!(
        (renamed.expect("renamed").name.as_str(), said),
        ("ÉCONOMIE", vec![format!("tag_renamed {} name", vip.id)])
    );
    let listed = bench.listed().await;
    assert_eq!(listed.iter().map(|one| &*one.tag.name).collect::<Vec<_>>(), ["Late", "ÉCONOMIE"]);
    assert_eq!(listed[0].tag, other);
}

#[tokio::test]
async fn an_app_has_at_most_1_000_tags_and_a_thing_at_most_100() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    let person = bench.create(Role::Lead, json!({ "email": "a@b.no" })).await.expect("a lead").id;
    let first = bench.tag("First").await.id;
    let fill = format!(
        "insert into tags (id, app_id, name, name_folded, created_at, made_by)
         with recursive n (n) as (select 1 union all select n + 1 from n where n < 999)
         select 't' || n, '{app_id}', 'T' || n, 't' || n, 1, 'import' from n"
    );
    execute(bench.workspace.db(), &fill).await;
    let more = bench.acts(async |batch| tags::make(batch, &INES, app_id, "One more").await).await;
    assert_eq!(refused_field(more.0), "name");
    assert!(bench.acts(async |batch| tags::make(batch, &INES, app_id, "FIRST").await).await.0.is_ok());
    let attach = async |tag: &str| {
        let to = Tagged::Person(&person);
        bench.acts(async |batch| tags::attach(batch, &INES, app_id, tag, to).await).await.0
    };
    for n in 1..=100 {
        attach(&format!("t{n}")).await.expect("tagged");
    }
    assert_eq!(refused_field(attach(&first).await), "tag");
    attach("t100").await.expect("it has it already");
}

#[tokio::test]
async fn each_thing_is_tagged_and_untagged_once_and_the_ledger_says_which_thing_and_which_tag() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    let session = bench.boot_user("u_1").await.credential();
    let person = bench.id_of(contacts::PersonKey::UserId("u_1")).await;
    let company = bench.set_company("c_1", json!({})).await.id;
    let number = bench.write("k1", None, "Hello", &session).await.json()["conversation"].clone();
    let number: i64 = number.as_str().expect("a conversation").parse().expect("a number");
    bench.write("k2", Some(&number.to_string()), "And again", &session).await;
    let part = texts(bench.workspace.db(), "select max(number) from parts").await.remove(0);
    let part: i64 = part.parse().expect("a number");
    bench.clock.advance(100);
    let tag = bench.tag("Wholesale").await.id;
    for (thing, named, counts) in [
        (Tagged::Person(&person), "person", [1, 0, 0, 0]),
        (Tagged::Company(&company), "company", [1, 1, 0, 0]),
        (Tagged::Conversation(number), "conversation", [1, 1, 1, 0]),
        (Tagged::Part(part), "part", [1, 1, 1, 1]),
    ] {
        let attach = async |batch: &mut Batch| tags::attach(batch, &INES, app_id, &tag, thing).await;
        assert_eq!(bench.acts(attach).await.1, [format!("{named}_tagged {tag}")]);
        let columns = "select coalesce(person_id, '-') || ' ' || coalesce(company_id, '-') || ' ' || coalesce(conversation, 0)
                       from ledger order by number desc limit 1";
        let expected = match thing {
            Tagged::Person(_) => format!("{person} - 0"),
            Tagged::Company(_) => format!("- {company} 0"),
            Tagged::Conversation(_) | Tagged::Part(_) => format!("{person} - {number}"),
        };
        assert_eq!(texts(bench.workspace.db(), columns).await, [expected]);
        assert_eq!(bench.acts(attach).await.1, Vec::<String>::new(), "{named}: again");
        let [applied] = &bench.tags_of(thing).await[..] else { panic!("{named}: one tag") };
        assert_eq!((applied.applied_at, applied.applied_by.as_str()), (NOW + 100, "teammate"));
        assert_eq!((applied.id.as_str(), applied.applied_by_id.as_deref()), (tag.as_str(), Some("1")));
        let [people, companies, conversations, parts] = counts;
        let counts = TagCounts { people, companies, conversations, parts };
        assert_eq!(bench.listed().await[0].counts, counts);
    }
    let updated = "select updated_at || '' from people union all select updated_at || '' from companies";
    assert_eq!(
        texts(bench.workspace.db(), updated).await,
        [(NOW + 100).to_string(), (NOW + 100).to_string()]
    );
    for (thing, named) in [
        (Tagged::Person(&person), "person"),
        (Tagged::Company(&company), "company"),
        (Tagged::Conversation(number), "conversation"),
        (Tagged::Part(part), "part"),
    ] {
        let detach = async |batch: &mut Batch| tags::detach(batch, &INES, app_id, &tag, thing).await;
        assert_eq!(bench.acts(detach).await.1, [format!("{named}_untagged {tag}")]);
        assert_eq!(bench.acts(detach).await.1, Vec::<String>::new(), "{named}: again");
        assert_eq!(bench.tags_of(thing).await, []);
    }
}

#[tokio::test]
async fn neither_a_tag_nor_a_thing_of_another_app_is_tagged() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    let session = bench.boot_user("u_1").await.credential();
    let person = bench.id_of(contacts::PersonKey::UserId("u_1")).await;
    let company = bench.set_company("c_1", json!({})).await.id;
    let number = bench.write("k1", None, "Hello", &session).await.json()["conversation"].clone();
    let number: i64 = number.as_str().expect("a conversation").parse().expect("a number");
    let own = bench.tag("Wholesale").await.id;
    let app = "insert into workspace_apps (app_id, name, created_at) values ('other', 'Other', 1)";
    execute(bench.workspace.db(), app).await;
    let (foreign, said) =
        bench.acts(async |batch| tags::make(batch, &INES, "other", "Wholesale").await).await;
    let foreign = foreign.expect("a tag").id;
    assert_eq!(said, [format!("tag_made {foreign}")], "an app's names are its own");
    for act in [true, false] {
        let acts = async |app_id: &str, tag: &str, thing: Tagged<'_>| {
            let done = bench.acts(async |batch| match act {
                true => tags::attach(batch, &INES, app_id, tag, thing).await,
                false => tags::detach(batch, &INES, app_id, tag, thing).await,
            });
            done.await.0.expect_err("refused")
        };
        assert!(matches!(acts(app_id, &foreign, Tagged::Person(&person)).await, Refusal::NoTag));
        assert!(matches!(acts("other", &own, Tagged::Person(&person)).await, Refusal::NoTag));
        assert!(matches!(acts("other", &foreign, Tagged::Person(&person)).await, Refusal::NoPerson));
        assert!(matches!(acts("other", &foreign, Tagged::Company(&company)).await, Refusal::NoCompany));
        assert!(matches!(
            acts("other", &foreign, Tagged::Conversation(number)).await,
            Refusal::NoConversation
        ));
        assert!(matches!(acts("other", &foreign, Tagged::Part(number)).await, Refusal::NoPart));
        assert!(matches!(acts(app_id, &own, Tagged::Part(number + 1_000)).await, Refusal::NoPart));
    }
    for (from, into) in [(&own, &foreign), (&foreign, &own)] {
        let merged = bench.acts(async |batch| tags::merge(batch, &INES, app_id, from, into).await).await;
        assert!(matches!(merged.0, Err(Refusal::NoTag)));
    }
    let deleted = bench.acts(async |batch| tags::delete(batch, &INES, app_id, &foreign).await).await;
    assert!(matches!(deleted.0, Err(Refusal::NoTag)));
}

#[tokio::test]
async fn a_merged_tags_things_have_the_other_one_once_and_a_deleted_tag_says_how_many_lost_it() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    let (one, two) = (bench.tag("Wholesale").await.id, bench.tag("Trade").await.id);
    let mut people = Vec::new();
    for (n, tagged) in [(1, vec![&one]), (2, vec![&one, &two]), (3, vec![&two])] {
        let email = format!("{n}@b.no");
        let id = bench.create(Role::Lead, json!({ "email": email })).await.expect("a lead").id;
        for tag in tagged {
            let to = Tagged::Person(&id);
            bench
                .acts(async |batch| tags::attach(batch, &INES, app_id, tag, to).await)
                .await
                .0
                .expect("tagged");
        }
        people.push(id);
    }
    let company = bench.set_company("c_1", json!({})).await.id;
    let to = Tagged::Company(&company);
    bench.acts(async |batch| tags::attach(batch, &INES, app_id, &one, to).await).await.0.expect("tagged");
    let merge = async |from: &str, into: &str| {
        bench.acts(async |batch| tags::merge(batch, &INES, app_id, from, into).await).await
    };
    assert_eq!(refused_field(merge(&one, &one).await.0), "into");
    assert_eq!(merge(&one, &two).await.1, [format!("tag_merged {two}"), format!("tag_deleted {one}")]);
    for id in &people {
        assert_eq!(names(&bench.tags_of(Tagged::Person(id)).await), ["Trade"]);
    }
    let delete =
        async |id: &str| bench.acts(async |batch| tags::delete(batch, &INES, app_id, id).await).await;
    assert!(matches!(delete(&one).await.0, Err(Refusal::NoTag)));
    let (lost, said) = delete(&two).await;
    let counts = TagCounts { people: 3, companies: 1, conversations: 0, parts: 0 };
    assert_eq!((lost.expect("deleted"), said), (counts, vec![format!("tag_deleted {two}")]));
    for table in ["tags", "person_tags", "company_tags"] {
        assert_eq!(
            texts(bench.workspace.db(), &format!("select count(*) from {table}")).await,
            ["0"],
            "{table}"
        );
    }
}

#[tokio::test]
async fn who_becomes_a_user_brings_their_tags_and_conversations_with_theirs_and_the_export_names_all() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    let visitor = bench.ping("boot", HOME, json!({}), None).await;
    let (session, id) =
        (visitor.credential(), visitor.json()["contact_id"].as_str().expect("an id").to_owned());
    let number = bench.write("k1", None, "Hello", &session).await.json()["conversation"].clone();
    let number: i64 = number.as_str().expect("a conversation").parse().expect("a number");
    for (name, to) in [
        ("Both", Tagged::Person(&id)),
        ("Of the visitor", Tagged::Person(&id)),
        ("Of the conversation", Tagged::Conversation(number)),
        ("Of the part", Tagged::Part(number)),
    ] {
        let tag = bench.tag(name).await.id;
        bench.acts(async |batch| tags::attach(batch, &INES, app_id, &tag, to).await).await.0.expect("tagged");
    }
    bench.boot_user("u_1").await;
    let user = bench.id_of(contacts::PersonKey::UserId("u_1")).await;
    let both = bench.tag("Both").await.id;
    let to = Tagged::Person(&user);
    bench.acts(async |batch| tags::attach(batch, &INES, app_id, &both, to).await).await.0.expect("tagged");
    let settings = json!({ "intercom_user_jwt": token("u_1") });
    let merged = bench.ping("boot", &format!("{HOME}a"), settings, Some(&session)).await;
    assert_eq!(merged.json()["merged_from"], id.as_str());
    assert_eq!(names(&bench.tags_of(to).await), ["Both", "Of the visitor"]);
    assert_eq!(names(&bench.tags_of(Tagged::Conversation(number)).await), ["Of the conversation"]);
    let of_visitor = bench.tag("Of the visitor").await.id;
    let tagged = format!(
        "select actor || ' ' || coalesce(actor_id, '-') from ledger
         where kind = 'person_tagged' and subject = '{of_visitor}' and person_id = '{user}' order by number"
    );
    assert_eq!(
        texts(bench.workspace.db(), &tagged).await,
        ["teammate 1".to_owned(), format!("person {user}")]
    );
    let mut batch = bench.workspace.begin().await.expect("a batch");
    let export = contacts::export(&mut batch.transaction, app_id, &user, NOW).await.expect("an export");
    drop(batch);
    assert_eq!(export["tags"].as_array().map(Vec::len), Some(2));
    assert_eq!(export["conversations"][0]["tags"], json!(["Of the conversation"]));
    assert_eq!(export["conversations"][0]["parts"][0]["tags"], json!(["Of the part"]));
    bench.workspace.delete_person(&INES, &user).await.expect("deleted");
    for table in ["person_tags", "conversation_tags", "part_tags"] {
        assert_eq!(
            texts(bench.workspace.db(), &format!("select count(*) from {table}")).await,
            ["0"],
            "{table}"
        );
    }
}
