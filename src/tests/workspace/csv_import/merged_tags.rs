//! Imports whose tag is merged into another one before they are undone.

use super::*;

#[tokio::test]
async fn an_undo_takes_the_tag_into_which_the_tag_of_the_import_was_merged_but_not_from_who_had_it() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    let marit = bench.makes(Role::User, named("u1", "Marit")).await;
    let einar = bench.makes(Role::User, named("u2", "Einar")).await;
    bench.tags(&einar, "Trade").await;
    let id = bench.imports("user_id,tags\nu1,Wholesale\nu2,Wholesale\n").await;
    let find = async |name: &str| {
        let mut transaction = bench.workspace.db().begin_reading().await.expect("a transaction");
        let tag = tags::find_by_name(&mut transaction, app_id, name).await.expect("an answer").expect(name);
        transaction.commit().await.expect("the end");
        tag.id
    };
    let (wholesale, trade) = (find("Wholesale").await, find("Trade").await);
    bench.clock.advance(10);
    let merged = bench.acts(async |batch| tags::merge(batch, &INES, app_id, &wholesale, &trade).await);
    merged.await.0.expect("merged");
    let tags_of = async |id: &String| bench.people_stored().await[id][3].clone();
    assert_eq!((tags_of(&marit).await, tags_of(&einar).await), (json!(["Trade"]), json!(["Trade"])));
    bench.undoes(&id).await.expect("undone");
    assert_eq!((tags_of(&marit).await, tags_of(&einar).await), (json!([]), json!(["Trade"])));
}
