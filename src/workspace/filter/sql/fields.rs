//! Where each field stands in the database.

use sea_query::{CaseStatement, Expr, ExprTrait, Func, Keyword, Query, SelectStatement, SubQueryStatement};

use super::Dialect;
use super::json::typed;
use crate::filter::field::{Field, FieldSource};
use crate::filter::fields::{Model, OF_CONVERSATION, Type};

/// The values of a field, as SQL.
pub(super) enum FieldSql {
    /// One value, null where it is unknown.
    Value(Expr),
    /// One value, which is known if the first expression is true.
    ValueIf(Expr, Expr),
    /// The values of rows that belong to the thing.
    Rows { select: SelectStatement, value: Expr },
    /// The values of rows, and the ids of what they belong to.
    Ids { own: Expr, select: SelectStatement, value: Expr },
    /// The segments that a filter names.
    Segments,
}

impl FieldSql {
    pub(super) fn of(field: &Field, model: Model, dialect: Dialect) -> Self {
        let name = field.name();
        match (field.source(), model) {
            (FieldSource::Standard, Model::Person) => of_person(name, field.of(), dialect),
            (FieldSource::Standard, Model::Company) => of_company(name, field.of(), dialect),
            (FieldSource::Standard, Model::Conversation) => of_conversation(name),
            (FieldSource::Custom, _) => {
                Self::Value(typed(Expr::col((model.table(), "attributes")), name, field.of(), dialect))
            }
            (FieldSource::Company, _) => of_active_company(company_value(name, field.of(), dialect)),
            (FieldSource::CompanyCustom, _) => {
                of_active_company(typed(Expr::col(("companies", "attributes")), name, field.of(), dialect))
            }
            (FieldSource::EventCount, _) => {
                Self::Value(of_events(name, Expr::col(("data_events", "name")).count()))
            }
            (FieldSource::EventLast, _) => {
                Self::Value(of_events(name, Expr::col(("data_events", "created_at")).max()))
            }
        }
    }
}

impl Model {
    /// The table of what a filter is of.
    pub(crate) fn table(self) -> &'static str {
        match self {
            Self::Person => "people",
            Self::Company => "companies",
            Self::Conversation => "conversations",
        }
    }
}

fn of_person(name: &str, of: Type, dialect: Dialect) -> FieldSql {
    let column = |name: &'static str| Expr::col(("people", name));
    let detail = |name: &str| typed(column("details"), name, of, dialect);
    FieldSql::Value(match name {
        "tag" => return tags("person_tags", column("id")),
        "segment" => return FieldSql::Segments,
        "company" => {
            return FieldSql::Ids {
                own: column("id"),
                select: rows("company_members", "person_id"),
                value: Expr::col(("company_members", "company")),
            };
        }
        "page" => {
            let mut select = rows("impressions", "person_id");
            select.and_where(Expr::col(("impressions", "person_id")).equals(("people", "id")));
            return FieldSql::Rows { select, value: Expr::col(("impressions", "url")) };
        }
        "last_seen_at" => {
            return FieldSql::ValueIf(column("first_seen_at").is_not_null(), column("last_seen_at"));
        }
        "language" => Func::coalesce([detail("language_override"), column("language")]).into(),
        "country" | "region" | "city" => typed(column("location"), name, of, dialect),
        "page_views" => column("impressions"),
        "id" => column("id"),
        "role" => column("role"),
        "verified" => column("verified"),
        "name" => column("name"),
        "email" => column("email"),
        "user_id" => column("user_id"),
        "owner" => column("owner"),
        "browser" => column("browser"),
        "browser_version" => column("browser_version"),
        "os" => column("os"),
        "time_zone" => column("time_zone"),
        "signed_up_at" => column("signed_up_at"),
        "created_at" => column("created_at"),
        "updated_at" => column("updated_at"),
        "first_seen_at" => column("first_seen_at"),
        "last_contacted_at" => column("last_contacted_at"),
        "last_heard_from_at" => column("last_heard_from_at"),
        "last_opened_at" => column("last_opened_at"),
        "blocked_at" => column("blocked_at"),
        "archived_at" => column("archived_at"),
        "session_count" => column("session_count"),
        name => detail(name),
    })
}

fn of_company(name: &str, of: Type, dialect: Dialect) -> FieldSql {
    let column = |name: &'static str| Expr::col(("companies", name));
    FieldSql::Value(match name {
        "id" => column("id"),
        "tag" => return tags("company_tags", column("id")),
        "segment" => return FieldSql::Segments,
        "people" => of_members(Expr::col(("company_members", "person_id")).count()),
        "session_count" => {
            let sum = Func::coalesce([Expr::col(("people", "session_count")).sum(), Expr::val(0)]);
            of_members(Expr::from(sum).cast_as("bigint"))
        }
        "last_seen_at" => {
            let was_seen = Expr::col(("people", "first_seen_at")).is_not_null();
            let last = CaseStatement::new().case(was_seen, Expr::col(("company_members", "last_seen_at")));
            of_members(Func::max(last).into())
        }
        "added_at" => column("created_at"),
        "updated_at" => column("updated_at"),
        "archived_at" => column("archived_at"),
        name => company_value(name, of, dialect),
    })
}

fn company_value(name: &str, of: Type, dialect: Dialect) -> Expr {
    match name {
        "name" => Expr::col(("companies", "name")),
        "company_id" => Expr::col(("companies", "company_id")),
        name => typed(Expr::col(("companies", "details")), name, of, dialect),
    }
}

fn of_conversation(name: &str) -> FieldSql {
    match name {
        "tag" => tags("conversation_tags", Expr::col(("conversations", "number"))),
        "contact" => FieldSql::Value(Expr::col(("conversations", "person_id"))),
        // The other fields are called as their columns.
        name => {
            let column = OF_CONVERSATION.iter().find(|(field, ..)| *field == name);
            FieldSql::Value(
                column.map_or(Expr::Keyword(Keyword::Null), |(name, ..)| Expr::col(("conversations", *name))),
            )
        }
    }
}

/// The company that the person acts for.
fn of_active_company(value: Expr) -> FieldSql {
    let mut select = rows("company_members", "person_id");
    select
        .inner_join("companies", Expr::col(("companies", "id")).equals(("company_members", "company")))
        .and_where(Expr::col(("company_members", "person_id")).equals(("people", "id")))
        .and_where(Expr::col(("company_members", "active")));
    FieldSql::Rows { select, value }
}

fn tags(table: &'static str, own: Expr) -> FieldSql {
    FieldSql::Ids { own, select: rows(table, "subject"), value: Expr::col((table, "tag")) }
}

fn rows(table: &'static str, column: &'static str) -> SelectStatement {
    Query::select().column((table, column)).from(table).take()
}

/// A figure of the person's events of this name.
fn of_events(name: &str, figure: Expr) -> Expr {
    let select = Query::select()
        .expr(figure)
        .from("data_events")
        .and_where(Expr::col(("data_events", "person_id")).equals(("people", "id")))
        .and_where(Expr::col(("data_events", "name")).eq(name))
        .take();
    Expr::SubQuery(None, Box::new(SubQueryStatement::SelectStatement(select)))
}

/// A figure of the people of a company.
fn of_members(figure: Expr) -> Expr {
    let select = Query::select()
        .expr(figure)
        .from("company_members")
        .inner_join("people", Expr::col(("people", "id")).equals(("company_members", "person_id")))
        .and_where(Expr::col(("company_members", "company")).equals(("companies", "id")))
        .take();
    Expr::SubQuery(None, Box::new(SubQueryStatement::SelectStatement(select)))
}
