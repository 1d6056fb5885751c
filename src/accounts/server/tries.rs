//! How often somebody may try something, counted in the database, so that all servers on it count together.
//!
//! Tries are given back one by one (GCRA: one number a row shows how many are left). Each is taken before the work is
//! done, so that tries at once cannot slip past, and given back if it succeeds: only those who fail pay.
//!
//! Failed log-ins count for the network address and for the account. A flood on one account is therefore slowed, but
//! could keep its owner out for as long as it lasts: see [`super::known_browser`].

use std::net::IpAddr;

use super::{Accounts, CurrentSession, audited};
use crate::clock::Clock;
use crate::database::{Transaction, commit, execute, fetch};
use crate::error::Error;
use crate::random;

#[derive(Clone, Copy)]
pub(super) struct Quota {
    /// The purpose of the tries. Tries of one kind are no tries of another.
    kind: &'static str,
    at_once: i64,
    /// The seconds after which one more try is there.
    every_seconds: i64,
}

/// The seconds for which a count of tries is kept at most.
pub const TRIES_SECONDS: i64 = 3 * 3600;

impl Quota {
    const fn new(kind: &'static str, at_once: i64, every_seconds: i64) -> Self {
        // The job that forgets counts runs hourly.
        assert!(at_once * every_seconds + 3600 <= TRIES_SECONDS);
        Self { kind, at_once, every_seconds }
    }
}

/// The log-ins of one network address. A household or an office behind one address has several people who mistype.
pub(super) const LOG_IN_BY_ADDRESS: Quota = Quota::new("log-in, address", 30, 20);
pub(super) const LOG_IN_BY_ACCOUNT: Quota = Quota::new("log-in, account", 10, 60);
pub(super) const SIGN_UP_BY_ADDRESS: Quota = Quota::new("sign-up, address", 30, 120);
pub(super) const SIGN_UP_BY_EMAIL: Quota = Quota::new("sign-up, account", 5, 600);
/// The tries to put another address in place of one's own. That is asking whether somebody has it, as a sign-up is.
/// So it costs the tries of a sign-up, too.
pub(super) const EMAIL_BY_ACCOUNT: Quota = Quota::new("e-mail, account", 10, 600);
/// The current password, asked of whoever is logged in. It counts by account alone: each try needs one of its sessions.
pub(super) const CONFIRM_BY_ACCOUNT: Quota = Quota::new("confirm", 10, 60);

/// The orders that are placed without an account. Each takes bags off the shelf that all share.
const GUEST_ORDER_BY_ADDRESS: Quota = Quota::new("guest order, address", 5, 600);

/// A code, asked of whoever is logged in.
const CODE_BY_ACCOUNT: Quota = Quota::new("code", 10, 60);

/// The clocks of servers differ by less than these milliseconds.
/// Tries may be spent until later than a whole quota and this: then a clock that was ahead counted them. Such tries are
/// forgotten, or their people would be kept out until the right clock is as late.
const CLOCKS_DIFFER_MS: i64 = 10 * 60 * 1_000;

/// The tries that were taken. They stay taken when this is dropped.
pub(super) struct TakenTries(Vec<Try>);

pub(super) struct Try {
    key: String,
    quota: Quota,
}

impl Try {
    pub(super) fn of(quota: Quota, whose: &str) -> Self {
        Self { key: random::hash(&format!("{}\0{whose}", quota.kind)), quota }
    }

    /// Makes a try of a network address. A network of IPv6 is one household, whatever its addresses.
    pub(super) fn from_address(quota: Quota, address: IpAddr) -> Self {
        Self::of(
            quota,
            &match address.to_canonical() {
                IpAddr::V4(address) => address.to_string(),
                IpAddr::V6(address) => format!("{:x?}", &address.segments()[..4]),
            },
        )
    }

    /// Takes the try, or returns how long to wait for it.
    async fn take(&self, transaction: &mut Transaction, now: i64) -> Result<Result<(), Error>, Error> {
        let Quota { at_once, every_seconds, .. } = self.quota;
        let (every, whole) = (every_seconds * 1_000, at_once * every_seconds * 1_000);
        let took = fetch!(&mut *transaction, any
            "insert into tries (key, spent_until_ms) values ($1, $2 + $3)
             on conflict (key) do update set spent_until_ms = $3 +
               case when tries.spent_until_ms > $2 and tries.spent_until_ms <= $5
                    then tries.spent_until_ms else $2 end
             where tries.spent_until_ms + $3 - $2 <= $4 or tries.spent_until_ms > $5
             returning spent_until_ms" => &self.key, now, every, whole, now + whole + CLOCKS_DIFFER_MS)?;
        if took {
            return Ok(Ok(()));
        }
        let spent_until: i64 = fetch!(transaction, one value
            "select spent_until_ms from tries where key = $1" => &self.key)?;
        let wait = (spent_until + every - whole - now).max(1);
        Ok(Err(Error::TooMany { seconds: u32::try_from((wait + 999) / 1_000).unwrap_or(u32::MAX) }))
    }
}

/// Takes one of the orders that a network address has without an account, within the transaction that places the order:
/// an order that is refused costs nothing.
pub async fn take_guest_order_try(
    transaction: &mut Transaction,
    clock: &Clock,
    address: Option<IpAddr>,
) -> Result<(), Error> {
    let Some(from) = address else { return Ok(()) };
    let one = Try::from_address(GUEST_ORDER_BY_ADDRESS, from);
    let taken = one.take(transaction, clock.millis()).await?;
    if taken.is_err() {
        tracing::info!(target: "audit", event = "too_many_tries", of = one.quota.kind, address = audited(address));
    }
    taken
}

impl Accounts {
    /// Takes one of each, in this order, up to the first of which none is left.
    /// Always the network address comes first, then the e-mail, then the account: so no two servers wait for each
    /// other's rows. Account and address are for the audit, where they are known.
    pub(super) async fn take(
        &self,
        tries: impl IntoIterator<Item = Try>,
        account_id: Option<&str>,
        address: Option<IpAddr>,
    ) -> Result<TakenTries, Error> {
        let now = self.clock.millis();
        let mut taken = Vec::new();
        let mut transaction = self.db.begin().await?;
        for one in tries {
            if let Err(refused) = one.take(&mut transaction, now).await? {
                transaction.commit().await?;
                tracing::info!(target: "audit", event = "too_many_tries", of = one.quota.kind, account_id, address = audited(address));
                return Err(refused);
            }
            taken.push(one);
        }
        transaction.commit().await?;
        Ok(TakenTries(taken))
    }

    pub(super) async fn take_code_try(&self, session: &CurrentSession) -> Result<TakenTries, Error> {
        let tries = [Try::of(CODE_BY_ACCOUNT, &session.account_id)];
        self.take(tries, Some(&session.account_id), session.address).await
    }

    /// Gives the tries back if the server had no place. Whoever it had no place for tried nothing.
    pub(super) async fn unless_unavailable<T>(
        &self,
        taken: TakenTries,
        served: Result<T, Error>,
    ) -> Result<(T, TakenTries), Error> {
        match served {
            Ok(served) => Ok((served, taken)),
            Err(Error::Unavailable) => {
                self.give_back(taken).await?;
                Err(Error::Unavailable)
            }
            Err(error) => Err(error),
        }
    }

    pub(super) async fn give_back(&self, TakenTries(tries): TakenTries) -> Result<(), Error> {
        let mut transaction = self.db.begin().await?;
        for one in tries {
            execute!(&mut transaction,
                "update tries set spent_until_ms = spent_until_ms - $2 where key = $1"
                => &one.key, one.quota.every_seconds * 1_000)?;
        }
        Ok(transaction.commit().await?)
    }

    /// Forgets the counts whose tries are all given back. Returns how many.
    pub(super) async fn sweep_tries(&self) -> Result<u64, Error> {
        Ok(commit!(&self.db, "delete from tries where spent_until_ms <= $1" => self.clock.millis())?)
    }
}
