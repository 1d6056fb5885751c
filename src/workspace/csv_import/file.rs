//! The text of a file: its columns, and its rows as cells.

use std::collections::HashSet;

use crate::csv_export::of_harmless;

/// Bytes that a file may have.
pub const MOST_BYTES: usize = 5 * 1_024 * 1_024;
/// Rows that a file may have, beside the names of its columns.
pub const MOST_ROWS: usize = 10_000;
/// Columns that a file may have: an exported file has one for each attribute of an app.
const MOST_COLUMNS: usize = 300;
/// Characters that the name of a column may have.
const LONGEST_NAME: usize = 255;

foundation::text_enum! {
    /// Why a file is not read at all.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum FileRefusal {
        NoFile = "no_file",
        TooLarge = "too_large",
        NotText = "not_text",
        Empty = "empty",
        TooManyColumns = "too_many_columns",
        LongColumn = "long_column",
        SameColumn = "same_column",
        TooManyRows = "too_many_rows",
    }
}

/// A row: its number in a spreadsheet, where the names of the columns are row 1, and its cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    pub number: i64,
    pub cells: Vec<String>,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvFile {
    pub columns: Vec<String>,
    /// Those that are not wholly empty.
    pub rows: Vec<FileRow>,
}

impl CsvFile {
    /// Reads a file (RFC 4180) in UTF-8, whose cells a comma or a semicolon parts, and whose first row names the columns.
    pub fn read(bytes: &[u8]) -> Result<Self, FileRefusal> {
        if bytes.len() > MOST_BYTES {
            return Err(FileRefusal::TooLarge);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| FileRefusal::NotText)?;
        // PostgreSQL holds no NUL, and a text in UTF-16 has many.
        if text.contains('\0') {
            return Err(FileRefusal::NotText);
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter(text))
            .from_reader(text.as_bytes());
        let mut records = reader.records().zip(1_i64..).map(|(record, number)| {
            let record = record.map_err(|_| FileRefusal::NotText)?;
            let cells = record.iter().map(|cell| of_harmless(cell).to_owned()).collect();
            Ok(FileRow { number, cells })
        });
        let columns = columns(records.next().ok_or(FileRefusal::Empty)??.cells)?;
        let mut rows = Vec::new();
        for row in records {
            let row = row?;
            if row.cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            if rows.len() == MOST_ROWS {
                return Err(FileRefusal::TooManyRows);
            }
            rows.push(row);
        }
        if rows.is_empty() { Err(FileRefusal::Empty) } else { Ok(Self { columns, rows }) }
    }
}

/// The sign that parts the names of the columns: the one of the two that stands there more often.
fn delimiter(text: &str) -> u8 {
    let mut is_quoted = false;
    let (mut commas, mut semicolons) = (0, 0);
    for sign in text.trim_start_matches(['\r', '\n']).chars() {
        match sign {
            '"' => is_quoted = !is_quoted,
            '\r' | '\n' if !is_quoted => break,
            ',' if !is_quoted => commas += 1,
            ';' if !is_quoted => semicolons += 1,
            _ => {}
        }
    }
    if semicolons > commas { b';' } else { b',' }
}

/// The names of the columns. A column may have none.
fn columns(names: Vec<String>) -> Result<Vec<String>, FileRefusal> {
    let names: Vec<String> = names.into_iter().map(|name| name.trim().to_owned()).collect();
    if names.len() > MOST_COLUMNS {
        return Err(FileRefusal::TooManyColumns);
    }
    if names.iter().any(|name| name.chars().count() > LONGEST_NAME) {
        return Err(FileRefusal::LongColumn);
    }
    let mut known = HashSet::new();
    match names.iter().filter(|name| !name.is_empty()).all(|name| known.insert(name)) {
        true => Ok(names),
        false => Err(FileRefusal::SameColumn),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> CsvFile {
        CsvFile::read(text.as_bytes()).expect(text)
    }

    fn cells(file: &CsvFile) -> Vec<(i64, Vec<&str>)> {
        let row = |row: &'_ FileRow| row.number;
        file.rows.iter().map(|one| (row(one), one.cells.iter().map(String::as_str).collect())).collect()
    }

    #[test]
    fn commas_semicolons_quotation_marks_line_breaks_and_a_byte_order_mark_are_read() {
        let file = read(
            "\u{feff}email, name ,\r\na@b.no,\"Solheim, \"\"M\"\"\r\nMarit\",x\r\n\r\n , ,\r\nc@d.no\r\n",
        );
        assert_eq!(file.columns, ["email", "name", ""]);
        let many = vec!["a@b.no", "Solheim, \"M\"\r\nMarit", "x"];
        assert_eq!(cells(&file), [(2, many), (4, vec!["c@d.no"])], "rows of other lengths are there, too");
        let file = read("email;\"a,b,c\"\nø@å.no;'=1+1");
        assert_eq!(file.columns, ["email", "a,b,c"]);
        assert_eq!(cells(&file), [(2, vec!["ø@å.no", "=1+1"])]);
    }

    #[test]
    fn a_file_that_is_no_list_is_refused_as_a_whole_with_the_reason() {
        let wide =
            vec!["a"; 301].iter().enumerate().map(|(at, name)| format!("{name}{at}")).collect::<Vec<_>>();
        let long = format!("email,{}\na,b", "n".repeat(256));
        let rows = format!("email\n{}", "a@b.no\n".repeat(10_001));
        for (bytes, why) in [
            (Vec::new(), FileRefusal::Empty),
            (b"\r\n".to_vec(), FileRefusal::Empty),
            (b"email,name\n,\n".to_vec(), FileRefusal::Empty),
            (b"email\n\xff\xfe".to_vec(), FileRefusal::NotText),
            (b"email\na\0b".to_vec(), FileRefusal::NotText),
            (b"email,name,email\na,b,c".to_vec(), FileRefusal::SameColumn),
            (wide.join(",").into_bytes(), FileRefusal::TooManyColumns),
            (long.into_bytes(), FileRefusal::LongColumn),
            (rows.into_bytes(), FileRefusal::TooManyRows),
            (vec![b'a'; MOST_BYTES + 1], FileRefusal::TooLarge),
        ] {
            let start = String::from_utf8_lossy(&bytes[..bytes.len().min(20)]).into_owned();
            assert_eq!(CsvFile::read(&bytes), Err(why), "{start}");
        }
        assert_eq!(read(&format!("email\n{}", "a@b.no\n".repeat(10_000))).rows.len(), MOST_ROWS);
    }
}
