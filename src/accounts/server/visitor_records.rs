//! What another module keeps for a browser whose person has no account, and what a sign-up and a log-out make of it.

use axum::http::HeaderMap;
use futures::future::BoxFuture;
use std::sync::Arc;

use super::Accounts;
use crate::database::Transaction;
use crate::error::Error;

/// Records of visitors, kept for the browser that a request's headers name.
pub trait VisitorRecords: Send + Sync + 'static {
    /// Gives the browser's records to an account, within the transaction that makes the account.
    fn join<'a>(
        &'a self,
        transaction: &'a mut Transaction,
        headers: &'a HeaderMap,
        account_id: &'a str,
    ) -> BoxFuture<'a, Result<(), Error>>;

    /// Takes the records from the browser: the next person there must not find them.
    fn release<'a>(&'a self, headers: &'a HeaderMap) -> BoxFuture<'a, Result<(), Error>>;
}

impl Accounts {
    pub fn with_visitor_records(self, records: impl VisitorRecords) -> Self {
        Self { visitor_records: Some(Arc::new(records)), ..self }
    }

    pub(super) async fn join_visitor_records(
        &self,
        transaction: &mut Transaction,
        headers: &HeaderMap,
        account_id: &str,
    ) -> Result<(), Error> {
        match &self.visitor_records {
            Some(records) => records.join(transaction, headers, account_id).await,
            None => Ok(()),
        }
    }

    pub(super) async fn release_visitor_records(&self, headers: &HeaderMap) -> Result<(), Error> {
        match &self.visitor_records {
            Some(records) => records.release(headers).await,
            None => Ok(()),
        }
    }
}
