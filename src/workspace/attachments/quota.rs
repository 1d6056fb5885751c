//! The space on the disk that files may take.

const MIB: i64 = 1_024 * 1_024;
const GIB: i64 = 1_024 * MIB;

/// Limits of the space that files take, in bytes. 0 is no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// The most bytes of the files of one person, sent or not; and as many of teammates' files for that person.
    pub person: i64,
    /// The most bytes of the files that came from one network (IPv6: one /64) within 24 hours.
    pub network: i64,
    /// The most bytes of the files of one app.
    pub app: i64,
    /// The bytes that stay free on the folder's disk.
    pub free: i64,
}

impl Default for Quota {
    fn default() -> Self {
        Self { person: 200 * MIB, network: GIB, app: 20 * GIB, free: GIB }
    }
}
