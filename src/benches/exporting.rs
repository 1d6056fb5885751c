//! A file of the people whom a filter fits, as a teammate downloads it.

use leptos_messenger::database::Db;
use leptos_messenger::workspace::csv_export::CsvExport;
use leptos_messenger::workspace::filter::Filter;
use std::time::Instant;

use crate::server::resident_mib;

pub struct Exported {
    pub people: usize,
    pub seconds: f64,
    pub megabytes: f64,
    /// The most memory that the process had beyond what it began with.
    pub more_memory_mib: f64,
}

/// Reads the whole file, and keeps nothing of it.
pub async fn run(db: &Db, app_id: &str, filter: &Filter, now: i64) -> Exported {
    let (began, memory) = (Instant::now(), resident_mib("self"));
    let mut export = CsvExport::begin(db, app_id, filter.clone(), now).await.expect("an export");
    let (mut lines, mut bytes, mut more_memory_mib) = (0, 0, 0.0_f64);
    while let Some(piece) = export.next().await.expect("lines") {
        lines += piece.iter().filter(|&&byte| byte == b'\n').count();
        bytes += piece.len();
        more_memory_mib = more_memory_mib.max(resident_mib("self") - memory);
    }
    let seconds = began.elapsed().as_secs_f64();
    Exported { people: lines.saturating_sub(1), seconds, megabytes: bytes as f64 / 1e6, more_memory_mib }
}
