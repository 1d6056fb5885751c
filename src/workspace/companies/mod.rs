//! The companies of an app, and who belongs to them.
//!
//! A page or a token states the companies of its user ([`store_companies`]). Teammates and programs make and change them
//! without people, too ([`set`]). Each change is in the ledger, in the transaction of the change.

mod change;
mod company;
mod export;
mod fields;
mod members;
mod stated;
mod store;

pub use change::{CompanyUpdate, archive, delete, set};
pub use company::{
    Company, CompanyFigures, Revenue, figures, find, find_all, find_by_company_id, names, revenue,
};
pub use export::export;
pub use fields::is_good;
pub use members::{
    at_limit, attach, detach, foremost, forget_person, hand_over, memberships, people_counts, people_of,
};
pub use stated::{CompanyWriters, StatedCompanies};
pub use store::store_companies;
