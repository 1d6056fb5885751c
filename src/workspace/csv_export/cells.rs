//! The cells of a CSV file, and its lines.

use jiff::Timestamp;
use serde_json::Value;

use crate::error::Error;

/// A text that no spreadsheet takes for a formula: an apostrophe stands before a sign that would begin one.
/// A text that begins so itself has one more, so that [`of_harmless`] gives back each text.
/// Source: OWASP, "CSV Injection".
pub fn harmless(text: &str) -> String {
    match begins_formula(text.trim_start_matches('\'')) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

/// The text that [`harmless`] made this of. Any other text is its own.
pub fn of_harmless(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if begins_formula(text.trim_start_matches('\'')) => text,
        _ => cell,
    }
}

fn begins_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// A time as RFC 3339 writes it, in UTC. Empty of one beyond the year 9999.
pub fn of_time(unix_seconds: i64) -> String {
    Timestamp::from_second(unix_seconds).map(|at| at.to_string()).unwrap_or_default()
}

/// A value of an attribute. A number stays a number, even below zero.
pub fn of_value(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => harmless(text),
        other => other.to_string(),
    }
}

/// Writes lines, each of which ends in CR LF. A cell that needs quotation marks has them.
pub fn lines(rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(&row).map_err(Error::internal)?;
    }
    writer.into_inner().map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_text_that_a_spreadsheet_would_run_has_an_apostrophe_before_it() {
        let texts = ["=1+1", "+47 22", "-1", "@sum(a1)", "\t=1", "\r=1", "＝1"];
        assert_eq!(texts.map(harmless), texts.map(|text| format!("'{text}")));
        let plain = ["", "a=1", "Marit Solheim", "1-2", " =1", "m@shop.example", "'tis", "'"];
        assert_eq!(plain.map(harmless), plain.map(str::to_owned));
    }

    #[test]
    fn each_text_is_read_back_as_it_was_before_its_apostrophe() {
        for text in ["=1+1", "'=1", "''=1", "'tis", "'", "''", "", "\t", "Marit", "＝1", "'＝1"] {
            assert_eq!(of_harmless(&harmless(text)), text, "{text:?}");
        }
        assert_eq!(of_harmless("=1"), "=1", "what another program wrote");
    }

    #[test]
    fn a_number_stays_a_number_and_any_other_value_is_a_text() {
        let values = [json!(-4.5), json!(true), json!(null), json!("-4.5"), json!(9_007_199_254_740_993_i64)];
        assert_eq!(values.each_ref().map(of_value), ["-4.5", "true", "", "'-4.5", "9007199254740993"]);
        assert_eq!(of_time(1_800_000_000), "2027-01-15T08:00:00Z");
        assert_eq!(of_time(i64::MAX), "");
    }

    #[test]
    fn commas_quotation_marks_and_line_breaks_stay_in_their_cell() {
        let row = ["a,b", "say \"so\"", "two\nlines", ""].map(str::to_owned).to_vec();
        let written = lines([row]).expect("lines");
        assert_eq!(String::from_utf8_lossy(&written), "\"a,b\",\"say \"\"so\"\"\",\"two\nlines\",\r\n");
    }
}
