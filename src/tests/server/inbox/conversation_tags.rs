//! `/workspace/inbox`: a teammate tags conversations, and lists those with one tag.

use super::records::names;
use super::tags_page::audited;
use super::*;
use crate::server::log::log;

/// A name that would be markup, and one that turns the direction of what follows.
const HOSTILE: [(&str, &str); 2] = [
    ("%3Cimg+src%3Dx+onerror%3Dalert(1)%3E", "<img src=x onerror=alert(1)>"),
    ("%E2%80%AEgat", "\u{202e}gat"),
];

impl Desk {
    /// The id of the tag with this name, which a conversation has.
    async fn tag_of(&self, conversation: i64, name: &str) -> String {
        let tags = self.thread(conversation).await["tags"]["applied"].clone();
        let mut named = tags.as_array().expect("tags").iter().filter(|tag| tag["name"] == name);
        named.next().expect("the tag")["id"].as_str().expect("an id").to_owned()
    }

    async fn lists_none(&self, query: &str) {
        let path = format!("/api/inbox?{query}");
        assert_eq!(self.get(&path, &self.cookie).await.0, StatusCode::NOT_FOUND, "{query}");
    }
}

#[tokio::test]
async fn a_teammate_gives_a_conversation_a_tag_by_its_name_and_takes_it_away_and_others_learn_of_it() {
    let (_, desk) = (log(), Desk::open().await);
    let id = desk.writes(&desk.visitor().await, "k", None, "Hello").await;
    let mut teammates = desk.stream("/workspace/inbox/stream", ("cookie", &desk.cookie)).await;
    assert!(teammates.next().await.expect("an event").contains("ready"));
    desk.does("inbox_tag", &format!("id={id}&name=Wholesale")).await;
    teammates.until(id).await;
    let tag = desk.tag_of(id, "Wholesale").await;
    // A name that differs by its case alone is the same tag. What has it keeps it.
    desk.does("inbox_tag", &format!("id={id}&name=+wholesale+")).await;
    desk.does("inbox_tag", &format!("id={id}&name=Complaint")).await;
    teammates.until(id).await;
    let tags = desk.thread(id).await["tags"].clone();
    assert_eq!((names(&tags["applied"]), &tags["others"]), (vec!["Complaint", "Wholesale"], &json!([])));
    desk.does("inbox_untag", &format!("id={id}&tag={tag}")).await;
    teammates.until(id).await;
    desk.does("inbox_untag", &format!("id={id}&tag={tag}")).await;
    let tags = desk.thread(id).await["tags"].clone();
    assert_eq!((names(&tags["applied"]), &tags["others"]), (vec!["Complaint"], &json!(["Wholesale"])));
    let of_it = format!("conversation = {id} and kind like 'conversation_%tagged'");
    assert_eq!(
        desk.entries(&of_it).await,
        ["conversation_tagged", "conversation_tagged", "conversation_untagged"]
    );
    assert_eq!(audited(&tag), ["tagged", "tagged", "untagged", "untagged"]);
}

#[tokio::test]
async fn a_conversation_or_tag_that_the_app_does_not_have_is_not_found_and_a_refused_tag_is_not_made() {
    let desk = Desk::open().await;
    let (id, foreign) = (
        desk.writes(&desk.visitor().await, "k", None, "Hello").await,
        desk.writes(&desk.visitor().await, "k", None, "Hello").await,
    );
    for conversation in [id, foreign] {
        desk.does("inbox_tag", &format!("id={conversation}&name=Wholesale")).await;
    }
    let tag = desk.tag_of(id, "Wholesale").await;
    let db = &desk.server.state.db;
    execute(db, "insert into workspace_apps (app_id, name, created_at) values ('other', 'Other', 1)").await;
    execute(db, &format!("update conversations set app_id = 'other' where number = {foreign}")).await;
    let insert = "insert into tags (id, app_id, name, name_folded, created_at, made_by)
                  values ('theirs', 'other', 'Theirs', 'theirs', 1, 'import')";
    execute(db, insert).await;
    for (endpoint, form, words) in [
        ("inbox_tag", format!("id={id}&name="), "A name has 1 to"),
        ("inbox_tag", format!("id={id}&name={}", "a".repeat(256)), "A name has 1 to"),
        ("inbox_tag", format!("id={foreign}&name=New"), "NotFound"),
        ("inbox_tag", format!("id={}&name=New", i64::MAX), "NotFound"),
        ("inbox_untag", format!("id={id}&tag=a"), "NotFound"),
        ("inbox_untag", format!("id={id}&tag=theirs"), "NotFound"),
        ("inbox_untag", format!("id={foreign}&tag={tag}"), "NotFound"),
    ] {
        desk.refuses(endpoint, &form, words).await;
    }
    assert_eq!(desk.entries("kind = 'tag_made'").await, ["tag_made"]);
    assert_eq!(texts(db, "select subject || '' from conversation_tags").await.len(), 2);
    desk.lists_none("tag=theirs").await;
    desk.lists_none("tag=%27+or+1%3D1").await;
    desk.lists_none(&format!("tag={tag}x")).await;
    let list = desk.list(&format!("tag={tag}")).await;
    assert_eq!((ids(&list), names(&list["tags"])), (vec![id], vec!["Wholesale"]));
}

#[tokio::test]
async fn the_list_narrowed_to_a_tag_has_all_its_conversations_page_by_page_and_counts_those_without_it() {
    let desk = Desk::open().await;
    let mut all = Vec::new();
    for n in 0..68 {
        let id = desk.writes(&desk.visitor().await, "k", None, "Hello").await;
        if n % 4 == 0 {
            desk.does("inbox_reply", &format!("id={id}&key=a{n}&text=Hello+you")).await;
        }
        desk.server.state.clock.advance(1);
        all.push(id);
    }
    let (mut waiting, mut answered) = (Vec::new(), Vec::new());
    for (n, id) in all.iter().copied().enumerate().filter(|(n, _)| n % 2 == 0) {
        desk.does("inbox_tag", &format!("id={id}&name=Wholesale")).await;
        if n % 4 == 0 { answered.push(id) } else { waiting.push(id) }
    }
    let tag = desk.tag_of(all[0], "Wholesale").await;
    answered.reverse();
    let mut newest = [waiting.clone(), answered.clone()].concat();
    newest.sort_unstable_by(|one, other| other.cmp(one));
    for (order, expected) in [("waiting", [waiting, answered].concat()), ("newest", newest)] {
        let (mut listed, mut after, mut pages) = (Vec::new(), String::new(), 0);
        loop {
            let page = desk.list(&format!("order={order}&tag={tag}&after={after}")).await;
            pages += 1;
            listed.extend(ids(&page));
            let is_first = after.is_empty();
            assert_eq!(page["counts"]["open"], if is_first { json!(68) } else { Value::Null });
            assert_eq!(names(&page["tags"]).len(), usize::from(is_first));
            let Some(next) = page["next"].as_str() else { break };
            next.clone_into(&mut after);
        }
        assert_eq!((listed, pages), (expected, 2), "{order}");
    }
    desk.does("inbox_close", &format!("id={}", all[0])).await;
    assert_eq!(ids(&desk.list(&format!("folder=closed&tag={tag}")).await), [all[0]]);
    assert_eq!(ids(&desk.list(&format!("folder=snoozed&tag={tag}")).await), Vec::<i64>::new());
}

#[tokio::test]
async fn the_list_shows_three_tags_of_a_conversation_and_the_number_of_the_others() {
    let desk = Desk::open().await;
    let tagged = desk.writes(&desk.visitor().await, "k", None, "Hello").await;
    let other = desk.writes(&desk.visitor().await, "k", None, "Hello").await;
    for name in ["e", "d", "c", "b", "A"] {
        desk.does("inbox_tag", &format!("id={tagged}&name={name}")).await;
    }
    // A tag that no conversation has is not offered, unless the list is narrowed to it.
    desk.does("inbox_tag", &format!("id={other}&name=Unused")).await;
    let unused = desk.tag_of(other, "Unused").await;
    desk.does("inbox_untag", &format!("id={other}&tag={unused}")).await;
    let list = desk.list("").await;
    let shown = |n: usize| (list["rows"][n]["tags"].clone(), list["rows"][n]["more_tags"].clone());
    assert_eq!(ids(&list), [tagged, other]);
    assert_eq!([shown(0), shown(1)], [(json!(["A", "b", "c"]), json!(2)), (json!([]), json!(0))]);
    assert_eq!(names(&list["tags"]), ["A", "b", "c", "d", "e"]);
    let list = desk.list(&format!("tag={unused}")).await;
    assert_eq!((ids(&list), names(&list["tags"]).len()), (Vec::new(), 6));
}

#[tokio::test]
async fn the_page_shows_hostile_names_of_tags_as_text_and_says_that_a_tag_is_gone() {
    let desk = Desk::open().await;
    let id = desk.writes(&desk.visitor().await, "k", None, "Hello").await;
    for (sent, _) in HOSTILE {
        desk.does("inbox_tag", &format!("id={id}&name={sent}")).await;
    }
    let tags = desk.thread(id).await["tags"]["applied"].clone();
    let mut expected = HOSTILE.map(|(_, name)| name);
    expected.sort_unstable();
    assert_eq!(names(&tags), expected);
    let tag = tags[0]["id"].as_str().expect("an id");
    let path = format!("/workspace/inbox/{id}?tag={tag}");
    let (status, page) = desk.get(&path, &desk.cookie).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;") && !page.contains("<img src=x"), "{page}");
    for words in ["Add the tag", "Any tag", "/api/inbox_tag", "/api/inbox_untag", &format!("?tag={tag}")] {
        assert!(page.contains(words), "{words}");
    }
    desk.does("inbox_untag", &format!("id={id}&tag={tag}")).await;
    assert_eq!(desk.get(&path, &desk.cookie).await.0, StatusCode::OK);
    desk.does("tag_delete", &format!("id={tag}")).await;
    let (status, page) = desk.get(&path, &desk.cookie).await;
    assert!(status == StatusCode::NOT_FOUND && page.contains("No such tag"), "{status}");
    // What is no id is no part of an address.
    let (status, page) = desk.get("/workspace/inbox?tag=%22%3E%3Cb%3E", &desk.cookie).await;
    assert!(status == StatusCode::OK && !page.contains("tag=%22") && !page.contains("\"><b>"), "{status}");
}

#[tokio::test]
async fn a_teammate_tags_a_message_of_a_conversation_and_takes_the_tag_away() {
    let (_, desk) = (log(), Desk::open().await);
    let id = desk.writes(&desk.visitor().await, "k", None, "Hello").await;
    desk.does("inbox_note", &format!("id={id}&key=a1&text=Look")).await;
    let part = |thread: &Value, n: usize| thread["parts"][n]["id"].as_i64().expect("an id");
    let tags = |thread: &Value, n: usize| thread["parts"][n]["tags"].clone();
    let (message, note) = (part(&desk.thread(id).await, 0), part(&desk.thread(id).await, 1));
    for name in ["Wholesale", "+wholesale+", "%3Cb%3E"] {
        desk.does("inbox_tag_part", &format!("part={message}&name={name}")).await;
    }
    desk.does("inbox_tag_part", &format!("part={note}&name=Complaint")).await;
    let thread = desk.thread(id).await;
    assert_eq!(
        (names(&tags(&thread, 0)), names(&tags(&thread, 1))),
        (vec!["<b>", "Wholesale"], vec!["Complaint"])
    );
    assert_eq!(thread["tags"]["applied"], json!([]));
    let tag = tags(&thread, 0)[1]["id"].as_str().expect("an id").to_owned();
    desk.does("inbox_untag_part", &format!("part={message}&tag={tag}")).await;
    assert_eq!(names(&tags(&desk.thread(id).await, 0)), ["<b>"]);
    assert_eq!(audited(&tag), ["tagged", "tagged", "untagged"]);
    let db = &desk.server.state.db;
    execute(db, "insert into workspace_apps (app_id, name, created_at) values ('other', 'Other', 1)").await;
    execute(db, &format!("update conversations set app_id = 'other' where number = {id}")).await;
    for (endpoint, form) in [
        ("inbox_tag_part", format!("part={message}&name=New")),
        ("inbox_untag_part", format!("part={message}&tag={tag}")),
        ("inbox_tag_part", format!("part={}&name=New", i64::MAX)),
    ] {
        desk.refuses(endpoint, &form, "NotFound").await;
    }
    assert_eq!(
        desk.entries("kind like 'part_%tagged'").await,
        ["part_tagged", "part_tagged", "part_tagged", "part_untagged"]
    );
}
