//! The rules for a new password.

use super::World;
use axum::http::HeaderMap;
use leptos_messenger::accounts::refusals;
use leptos_messenger::error::Error;

/// Why this one is refused to Astrid Lunde, astrid.lunde@fjord.example.
async fn refusal(world: &World, password: &str) -> Option<String> {
    let email = "astrid.lunde@fjord.example";
    match world.accounts.sign_up(&HeaderMap::new(), "Astrid Lunde", email, password).await {
        Ok(_) => None,
        Err(Error::Invalid { field, message }) if field == "password" => Some(message),
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_commonest_passwords_are_refused_in_any_case_and_with_any_ending() {
    let world = World::empty(super::HTTP).await;
    for common in [
        "1234567890",
        "0987654321",
        "1111111111",
        "12345678910",
        "123123123123",
        "1234512345",
        "password12",
        "Password123",
        "P@ssw0rd2024!",
        "PASSWORD!!!!",
        "passwordpassword",
        "qwertyuiop",
        "qwerty12345",
        "Qwerty1234567",
        "1q2w3e4r5t",
        "1qaz2wsx3edc",
        "q1w2e3r4t5",
        "qazwsxedcrfv",
        "asdfghjkl1",
        "zxcvbnm123",
        "iloveyou12",
        "iloveyou1234",
        "ILoveYou!!!",
        "sunshine123",
        "princess2010",
        "abcdefghij",
        "abc1234567",
        "football2024",
        "superman123",
        "letmein2025",
        "welcome123!",
        "administrator",
        "changeme123",
        "dragon12345",
        "monkey1234567",
        "tidewater123",
        "tidewatercoffee",
        "Lighthouse2026!",
        "aaaaaaaaaa",
        "xyxyxyxyxyxy",
        "           ",
        "liverpool1",
        "michael1987",
        "charlie12345",
        "trustno1trustno1",
        "Summer2024!!",
        "123456789a",
        "tinkerbell",
        "strawberry",
        "volleyball",
        "motherfucker",
        "california",
        "1122334455",
        "1029384756",
        "1020304050",
        "a1b2c3d4e5",
        "1a2b3c4d5e",
        "!@#$%^&*()",
        ")(*&^%$#@!",
        "aa12345678",
        "zaq12wsxcde3",
        "zaq1xsw2cde3",
        "poiuytrewq",
        "mnbvcxzlkj",
        "lkjhgfdsa1",
        "5201314520",
        "147258369a",
        "7894561230",
        "spongebob1",
        "realmadrid",
        "cocacola12",
        "aabbccddee",
        "zyxwvutsrq",
        "9988776655",
        "Elizabeth1!",
        "BasketBall99",
        "qq12345678",
        "tottenham1",
        "heartbreaker",
        "qwertzuiop",
        "azertyuiop",
    ] {
        assert_eq!(refusal(&world, common).await.as_deref(), Some(refusals::PASSWORD_COMMON), "{common}");
    }
}

#[tokio::test]
async fn a_password_made_of_ones_own_name_or_address_is_refused() {
    let world = World::empty(super::HTTP).await;
    for own in [
        "Astrid Lunde",
        "astridlunde",
        "ASTRIDLUNDE1",
        "astrid.lunde@fjord.example",
        "astrid12345",
        "lunde-2024!",
        "astridastrid",
    ] {
        let answer = refusal(&world, own).await.expect(own);
        assert!([refusals::PASSWORD_PERSONAL, refusals::PASSWORD_COMMON].contains(&answer.as_str()), "{own}");
    }
    assert_eq!(refusal(&world, "astridlunde").await.as_deref(), Some(refusals::PASSWORD_PERSONAL));
}

#[tokio::test]
async fn what_nobody_would_guess_is_taken_whatever_it_is_made_of() {
    for good in [
        "kittiwake over the bay",
        "correct horse battery",
        "xkqmvbzrtw",
        "8305719264",
        "þorskurinn syndir",
        "毛利 小五郎 と 海 の 鳥",
        "R7#kd!92mQ",
        "my astrid keeps bees",
    ] {
        let world = World::empty(super::HTTP).await;
        assert_eq!(refusal(&world, good).await, None, "{good}");
    }
}

#[tokio::test]
async fn ordinary_passphrases_and_random_passwords_are_taken() {
    let world = World::empty(super::HTTP).await;
    let good = [
        "three gulls on a chimney",
        "rain again by tuesday",
        "grandmother's blue teapot",
        "walnut-anchor-seventeen",
        "the ferry leaves at noon",
        "sleepy otter, cold soup",
        "BorrowedUmbrellaNovember",
        "never trust a tall heron",
        "mustard on everything",
        "two left boots and a kite",
        "fV7qLw2nXz",
        "t8#Hs-40pQ!e",
        "zKwrbnvyhq",
        "4mq9xw7tzb",
        "9041736285",
        "Xy_2!vR$8k",
        "hrtz48plqm",
        "aB3dE6gH9k",
        "wmtzkearuv",
        "Tr0ub4dor&3",
    ];
    for (n, password) in good.into_iter().enumerate() {
        let new =
            world.accounts.sign_up(&HeaderMap::new(), "Ann", &format!("x{n}@example.com"), password).await;
        assert!(new.is_ok(), "{password}");
    }
}

#[tokio::test]
async fn the_length_is_that_of_characters_as_people_count_them() {
    let world = World::empty(super::HTTP).await;
    assert_eq!(refusal(&world, "k3#p9x!qz").await.as_deref(), Some(refusals::PASSWORD_TOO_SHORT));
    assert_eq!(refusal(&world, "e\u{301}k3#p9x!q").await.as_deref(), Some(refusals::PASSWORD_TOO_SHORT));
    assert_eq!(refusal(&world, &"k3#p".repeat(500)).await.as_deref(), Some(refusals::PASSWORD_TOO_LONG));
    assert_eq!(refusal(&world, "k3#p9x!qzé").await, None);
}

#[tokio::test]
async fn a_password_is_the_same_whichever_keyboard_wrote_it() {
    let world = World::empty(super::HTTP).await;
    let (composed, decomposed) = ("smørbrød på kafé i dag", "smørbrød pa\u{30a} kafe\u{301} i dag");
    world.accounts.sign_up(&HeaderMap::new(), "Astrid", "a@example.com", decomposed).await.unwrap();
    for password in [composed, decomposed] {
        assert!(world.accounts.log_in(&HeaderMap::new(), "a@example.com", password).await.is_ok());
    }
}
