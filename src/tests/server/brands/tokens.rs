//! Each brand signs identity tokens with its own key.

use axum::http::StatusCode;
use serde_json::Value;

use super::{ALPHA, ALPHAS_SECRET, BETA, GAMMA, GAMMAS_SECRET, start};
use crate::database::texts;

#[tokio::test]
async fn a_token_is_signed_with_the_key_of_its_brand_and_refused_by_another() {
    let server = start().await;
    let betas = server.brand(1).app_id().to_owned();
    let mut tokens = Vec::new();
    for (host, secret) in [(ALPHA, Some(ALPHAS_SECRET)), (BETA, None), (GAMMA, Some(GAMMAS_SECRET))] {
        let cookie = server.log_in_at(host, "customer").await;
        let token = server.token_at(host, &cookie).await;
        for (own, known) in [(ALPHA, ALPHAS_SECRET), (GAMMA, GAMMAS_SECRET)] {
            assert_eq!(is_signed_by(&token, known), own == host, "{host}, {secret:?}");
        }
        tokens.push(token);
    }
    for (app_id, host, own) in [("alpha001", ALPHA, 0), (betas.as_str(), BETA, 1)] {
        for (at, token) in tokens.iter().enumerate() {
            let status = server.boot_at(host, app_id, Some(token)).await.status();
            let expected = if at == own { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(status, expected, "token {at} at {host}");
        }
    }
}

#[tokio::test]
async fn an_account_is_one_person_in_each_workspace() {
    let server = start().await;
    let betas = server.brand(1).app_id().to_owned();
    for (host, app_id) in [(ALPHA, "alpha001"), (BETA, betas.as_str())] {
        let cookie = server.log_in_at(host, "customer").await;
        let token = server.token_at(host, &cookie).await;
        assert_eq!(server.boot_at(host, app_id, Some(&token)).await.status(), StatusCode::OK);
    }
    let select = "select app_id || ' ' || user_id from people order by app_id";
    let mut expected = ["alpha001 demo-customer".to_owned(), format!("{betas} demo-customer")];
    expected.sort();
    assert_eq!(texts(&server.state.db, select).await, expected);
}

fn is_signed_by(token: &str, secret: &str) -> bool {
    use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
    let mut validation = Validation::new(Algorithm::HS256);
    validation.validate_exp = false;
    decode::<Value>(token, &DecodingKey::from_secret(secret.as_bytes()), &validation).is_ok()
}
