//! Where each field stands in the database.

use sea_query::{
    CaseStatement, Expr, ExprTrait, Func, Keyword, Order, Query, SelectStatement, SubQueryStatement,
};

use super::context::{Dialect, Shape, SqlContext};
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
    /// A figure of the rows that belong to an id, and the figure of an id that has no row, if it is known.
    Groups { own: Expr, select: SelectStatement, value: Expr, of_none: Option<f64> },
    /// The segments that a filter names.
    Segments,
}

impl FieldSql {
    pub(super) fn of(field: &Field, model: Model, shape: Shape, context: &SqlContext) -> Self {
        let (name, dialect) = (field.name(), context.dialect);
        match (field.source(), model) {
            (FieldSource::Standard, Model::Person) => of_person(name, field.of(), shape, context.dialect),
            (FieldSource::Standard, Model::Company) => of_company(name, field.of(), shape, context.dialect),
            (FieldSource::Standard, Model::Conversation) => of_conversation(name, shape),
            (FieldSource::Custom, _) => {
                Self::Value(typed(Expr::col((model.table(), "attributes")), name, field.of(), dialect))
            }
            (FieldSource::Company, _) => of_active_company(company_value(name, field.of(), dialect), shape),
            (FieldSource::CompanyCustom, _) => {
                let attribute = typed(Expr::col(("companies", "attributes")), name, field.of(), dialect);
                of_active_company(attribute, shape)
            }
            (FieldSource::EventCount, _) => {
                of_events(name, Expr::col(("data_events", "name")).count(), Some(0.0), shape, context)
            }
            (FieldSource::EventLast, _) => {
                of_events(name, Expr::col(("data_events", "created_at")).max(), None, shape, context)
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

fn of_person(name: &str, of: Type, shape: Shape, dialect: Dialect) -> FieldSql {
    let column = |name: &'static str| Expr::col(("people", name));
    let detail = |name: &str| typed(column("details"), name, of, dialect);
    FieldSql::Value(match name {
        "tag" => return tags("person_tags", ("people", "id"), shape),
        "segment" => return FieldSql::Segments,
        "company" => {
            let of = ("company_members", "person_id");
            return several(of, "company", ("people", "id"), shape);
        }
        "page" => {
            // No index says which pages anybody has seen. That of a person does.
            return several(("impressions", "person_id"), "url", ("people", "id"), Shape::EachRow);
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

fn of_company(name: &str, of: Type, shape: Shape, dialect: Dialect) -> FieldSql {
    let column = |name: &'static str| Expr::col(("companies", name));
    FieldSql::Value(match name {
        "id" => column("id"),
        "tag" => return tags("company_tags", ("companies", "id"), shape),
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

fn of_conversation(name: &str, shape: Shape) -> FieldSql {
    match name {
        "tag" => tags("conversation_tags", ("conversations", "number"), shape),
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

/// A value of the company that the person acts for: of the one seen last, should there be several.
fn of_active_company(value: Expr, shape: Shape) -> FieldSql {
    let mut select = Query::select()
        .from("company_members")
        .inner_join("companies", Expr::col(("companies", "id")).equals(("company_members", "company")))
        .and_where(Expr::col(("company_members", "active")))
        .take();
    match shape {
        Shape::EachRow => {
            select
                .expr(value)
                .and_where(Expr::col(("company_members", "person_id")).equals(("people", "id")))
                .order_by(("company_members", "last_seen_at"), Order::Desc)
                .limit(1);
            FieldSql::Value(subquery(select))
        }
        Shape::AtOnce | Shape::Few => {
            select.column(("company_members", "person_id"));
            FieldSql::Ids { own: Expr::col(("people", "id")), select, value }
        }
    }
}

fn tags(table: &'static str, own: (&'static str, &'static str), shape: Shape) -> FieldSql {
    several((table, "subject"), "tag", own, shape)
}

/// Several values of a thing, in rows that name it.
fn several(
    names: (&'static str, &'static str),
    value: &'static str,
    own: (&'static str, &'static str),
    shape: Shape,
) -> FieldSql {
    let mut select = Query::select().column(names).from(names.0).take();
    let value = Expr::col((names.0, value));
    match shape {
        Shape::EachRow => {
            select.and_where(Expr::col(names).equals(own));
            FieldSql::Rows { select, value }
        }
        Shape::AtOnce | Shape::Few => FieldSql::Ids { own: Expr::col(own), select, value },
    }
}

/// A figure of the person's events of this name.
fn of_events(name: &str, figure: Expr, of_none: Option<f64>, shape: Shape, context: &SqlContext) -> FieldSql {
    let mut select =
        Query::select().from("data_events").and_where(Expr::col(("data_events", "name")).eq(name)).take();
    match shape {
        Shape::EachRow => {
            select.expr(figure).and_where(Expr::col(("data_events", "person_id")).equals(("people", "id")));
            FieldSql::Value(subquery(select))
        }
        Shape::AtOnce | Shape::Few => {
            select
                .column(("data_events", "person_id"))
                .and_where(Expr::col(("data_events", "app_id")).eq(context.app_id.as_str()))
                .group_by_col(("data_events", "person_id"));
            FieldSql::Groups { own: Expr::col(("people", "id")), select, value: figure, of_none }
        }
    }
}

/// A figure of the people of a company.
fn of_members(figure: Expr) -> Expr {
    let select = Query::select()
        .expr(figure)
        .from("company_members")
        .inner_join("people", Expr::col(("people", "id")).equals(("company_members", "person_id")))
        .and_where(Expr::col(("company_members", "company")).equals(("companies", "id")))
        .take();
    subquery(select)
}

fn subquery(select: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(SubQueryStatement::SelectStatement(select)))
}
