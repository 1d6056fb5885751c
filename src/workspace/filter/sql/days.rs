//! When a day begins: in one zone for all, or for each person in their own.

use jiff::tz::TimeZone;
use sea_query::{CaseStatement, Expr, ExprTrait, Value};

/// The zone of days.
#[derive(Clone, Debug)]
pub enum Days {
    /// One zone for all rows.
    In(TimeZone),
    /// Each person's own. SQLite has no zones, so the names that people state stand in the query.
    OfPeople {
        /// The zones that people of the app state, by name.
        stated: Vec<(String, TimeZone)>,
        /// The zone of a person who states none that is known.
        otherwise: TimeZone,
    },
}

/// A time that may differ from person to person.
pub(super) struct Boundary {
    /// The earliest and the latest of these times, in Unix seconds.
    earliest: i64,
    latest: i64,
    /// The time of a row. None where all are the same.
    of_row: Option<Expr>,
}

impl Days {
    /// The time that `at` gives for each zone.
    pub(super) fn boundary(&self, at: impl Fn(&TimeZone) -> Option<i64>) -> Boundary {
        // No day of a filter lies beyond the calendar of a zone.
        let at = |zone: &TimeZone| at(zone).unwrap_or_default();
        match self {
            Self::In(zone) => Boundary { earliest: at(zone), latest: at(zone), of_row: None },
            Self::OfPeople { stated, otherwise } => {
                let mut times: Vec<(i64, Vec<&str>)> = Vec::new();
                let otherwise = at(otherwise);
                for (name, zone) in stated {
                    let time = at(zone);
                    match times.iter_mut().find(|(other, _)| *other == time) {
                        Some((_, names)) => names.push(name),
                        None => times.push((time, vec![name])),
                    }
                }
                let all = || times.iter().map(|(time, _)| *time).chain([otherwise]);
                Boundary {
                    earliest: all().min().unwrap_or(otherwise),
                    latest: all().max().unwrap_or(otherwise),
                    of_row: times.iter().any(|(time, _)| *time != otherwise).then(|| {
                        let of_zones = times.iter().filter(|(time, _)| *time != otherwise);
                        of_zones
                            .fold(CaseStatement::new(), |case, (time, names)| {
                                // In the query's text: a database takes some thousand values only.
                                let names = names.iter().map(|name| Expr::Constant(Value::from(*name)));
                                case.case(Expr::col(("people", "time_zone")).is_in(names), *time)
                            })
                            .finally(otherwise)
                            .into()
                    }),
                }
            }
        }
    }
}

/// Whether the value is before the boundary. Few rows need their own: the others are before or after all of them.
pub(super) fn before(value: Expr, boundary: Boundary) -> Expr {
    match boundary.of_row {
        None => value.lt(boundary.earliest),
        Some(of_row) => {
            let own = value.clone().lt(boundary.earliest).or(value.clone().lt(of_row));
            value.lt(boundary.latest).and(own)
        }
    }
}

/// Whether the value is not before the boundary.
pub(super) fn on_or_after(value: Expr, boundary: Boundary) -> Expr {
    match boundary.of_row {
        None => value.gte(boundary.earliest),
        Some(of_row) => {
            let own = value.clone().gte(boundary.latest).or(value.clone().gte(of_row));
            value.gte(boundary.earliest).and(own)
        }
    }
}
