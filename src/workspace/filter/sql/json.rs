//! Values in a JSON object, each of one type alone: a value of another type is null, and `true` is not 1.

use sea_query::{BinOper, CaseStatement, Expr, ExprTrait, Func, Query, SubQueryStatement};

use super::Dialect;
use crate::filter::fields::Type;

/// The value of this name in an object, if it is of the type.
pub(super) fn typed(object: Expr, name: &str, of: Type, dialect: Dialect) -> Expr {
    match dialect {
        Dialect::Sqlite => sqlite(object, name, of),
        Dialect::Postgres => postgres(object, name, of),
    }
}

fn sqlite(object: Expr, name: &str, of: Type) -> Expr {
    let (kind, value) = (Expr::col(("entry", "type")), Expr::col(("entry", "atom")));
    let found = match of {
        Type::Number => CaseStatement::new().case(kind.is_in(["integer", "real"]), value.cast_as("real")),
        // A whole number beyond 64 bits is read as a float.
        Type::Date => {
            let is_whole = Expr::from(Func::cust("typeof").arg(value.clone())).eq("integer");
            CaseStatement::new().case(kind.eq("integer").and(is_whole), value)
        }
        Type::Truth => CaseStatement::new().case(kind.clone().eq("true"), true).case(kind.eq("false"), false),
        _ => CaseStatement::new().case(kind.eq("text"), value),
    };
    // A path takes no name that has a quotation mark, so the names are compared.
    let select = Query::select()
        .expr(found)
        .from_function(Func::cust("json_each").arg(object), "entry")
        .and_where(Expr::col(("entry", "key")).eq(name))
        .take();
    Expr::SubQuery(None, Box::new(SubQueryStatement::SelectStatement(select)))
}

fn postgres(object: Expr, name: &str, of: Type) -> Expr {
    let kind =
        || Expr::from(Func::cust("json_typeof").arg(object.clone().binary(BinOper::Custom("->"), name)));
    let text = || object.clone().binary(BinOper::Custom("->>"), name);
    let is = |json_type: &'static str, value: Expr| -> Expr {
        CaseStatement::new().case(kind().eq(json_type), value).into()
    };
    match of {
        Type::Number => is("number", text().cast_as("double precision")),
        Type::Date => {
            // Each case guards the next one's cast, which fails otherwise.
            let fits = text().cast_as("numeric").between(Expr::val(i64::MIN), Expr::val(i64::MAX));
            let fitting = CaseStatement::new().case(fits, text().cast_as("bigint"));
            let is_whole = text().binary(BinOper::Custom("~"), "^-?[0-9]{1,19}$");
            is("number", CaseStatement::new().case(is_whole, fitting).into())
        }
        Type::Truth => is("boolean", text().cast_as("boolean")),
        _ => is("string", text()),
    }
}
