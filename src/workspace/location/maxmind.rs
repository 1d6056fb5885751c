//! A file in MaxMind's format, such as GeoLite2 City or DB-IP Lite.

use maxminddb::Reader;
use serde::Deserialize;
use std::fmt;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use super::{Location, LocationLookup};

/// A file of locations, held in memory.
#[derive(Clone)]
pub struct LocationFile {
    reader: Arc<Reader<Vec<u8>>>,
}

/// Why a file has no locations of networks.
#[derive(Debug)]
pub struct BadLocationFile(String);

impl fmt::Display for BadLocationFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is read of a network. Source: MaxMind's docs, "GeoIP City and Country web services" (`continent`, `country`, …).
#[derive(Deserialize)]
struct Record {
    #[serde(default)]
    continent: Place,
    #[serde(default)]
    country: Place,
    /// From the largest to the smallest.
    #[serde(default)]
    subdivisions: Vec<Place>,
    #[serde(default)]
    city: Place,
}

#[derive(Default, Deserialize)]
struct Place {
    code: Option<String>,
    iso_code: Option<String>,
    #[serde(default)]
    names: Names,
}

#[derive(Default, Deserialize)]
struct Names {
    en: Option<String>,
}

impl LocationFile {
    /// Reads a file of cities or countries.
    pub fn open(path: &Path) -> Result<Self, BadLocationFile> {
        let bytes = std::fs::read(path).map_err(|error| BadLocationFile(error.to_string()))?;
        Self::of(bytes)
    }

    fn of(bytes: Vec<u8>) -> Result<Self, BadLocationFile> {
        let reader = Reader::from_source(bytes).map_err(|error| BadLocationFile(error.to_string()))?;
        let kind = &reader.metadata().database_type;
        match kind.contains("City") || kind.contains("Country") || kind.contains("Location") {
            true => Ok(Self { reader: Arc::new(reader) }),
            false => Err(BadLocationFile(format!("it holds no cities and no countries: its type is {kind}"))),
        }
    }
}

impl LocationLookup for LocationFile {
    fn look_up(&self, address: IpAddr) -> Option<Location> {
        let record: Record = self.reader.lookup(address.to_canonical()).ok()?.decode().ok()??;
        let found = Location {
            country: record.country.names.en,
            country_code: record.country.iso_code,
            continent_code: record.continent.code,
            region: record.subdivisions.into_iter().next().and_then(|region| region.names.en),
            city: record.city.names.en,
        };
        (found != Location::default()).then_some(found)
    }
}

impl fmt::Debug for LocationFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocationFile").field("type", &self.reader.metadata().database_type).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value of MaxMind's data section. Source: the MaxMind DB file format specification 2.0.
    enum Value<'a> {
        Text(&'a str),
        /// A number of two, four or eight bytes: its type, and its bytes.
        Number(u8, Vec<u8>),
        Map(Vec<(&'a str, Value<'a>)>),
        List(Vec<Value<'a>>),
    }
    use Value::{List, Map, Number, Text};

    /// Writes a value: a byte with its type and size, and what it consists of. No size here is over 28.
    fn write(value: &Value, bytes: &mut Vec<u8>) {
        let begin = |bytes: &mut Vec<u8>, kind: u8, size: usize| {
            let size = u8::try_from(size).expect("a small value");
            assert!(size < 29, "a longer value has its size elsewhere");
            match kind {
                ..8 => bytes.push(kind << 5 | size),
                extended => bytes.extend([size, extended - 7]),
            }
        };
        match value {
            Text(text) => {
                begin(bytes, 2, text.len());
                bytes.extend(text.bytes());
            }
            Number(kind, number) => {
                begin(bytes, *kind, number.len());
                bytes.extend(number);
            }
            Map(pairs) => {
                begin(bytes, 7, pairs.len());
                for (name, value) in pairs {
                    write(&Text(name), bytes);
                    write(value, bytes);
                }
            }
            List(values) => {
                begin(bytes, 11, values.len());
                values.iter().for_each(|value| write(value, bytes));
            }
        }
    }

    fn short(number: u16) -> Value<'static> {
        Number(5, number.to_be_bytes().into())
    }

    /// A file whose one record is of every IPv4 address that begins with the bit 1.
    fn file(kind: &str, record: &Value) -> Vec<u8> {
        // One node: left there is nothing, right the first record, behind the tree's 16 empty bytes.
        let mut bytes = vec![0, 0, 1, 0, 0, 17];
        bytes.extend([0; 16]);
        write(record, &mut bytes);
        bytes.extend(b"\xab\xcd\xefMaxMind.com");
        let metadata = Map(vec![
            ("binary_format_major_version", short(2)),
            ("binary_format_minor_version", short(0)),
            ("build_epoch", Number(9, 1_u64.to_be_bytes().into())),
            ("database_type", Text(kind)),
            ("description", Map(vec![])),
            ("ip_version", short(4)),
            ("languages", List(vec![])),
            ("node_count", Number(6, 1_u32.to_be_bytes().into())),
            ("record_size", short(24)),
        ]);
        write(&metadata, &mut bytes);
        bytes
    }

    fn named(name: &str) -> Value<'_> {
        Map(vec![("names", Map(vec![("en", Text(name)), ("de", Text("anders"))]))])
    }

    #[test]
    fn a_file_says_where_a_network_is_and_nothing_of_another() {
        let country = vec![("iso_code", Text("NO")), ("names", Map(vec![("en", Text("Norway"))]))];
        let record = Map(vec![
            ("continent", Map(vec![("code", Text("EU"))])),
            ("country", Map(country)),
            ("subdivisions", List(vec![named("Vestland"), named("Bergen region")])),
            ("city", named("Bergen")),
            ("location", Map(vec![("accuracy_radius", short(20))])),
        ]);
        let file = LocationFile::of(file("Test-City", &record)).expect("a file");
        let text = |text: &str| Some(text.to_owned());
        let bergen = Location {
            country: text("Norway"),
            country_code: text("NO"),
            continent_code: text("EU"),
            region: text("Vestland"),
            city: text("Bergen"),
        };
        assert_eq!(file.look_up([200, 1, 2, 3].into()), Some(bergen.clone()));
        assert_eq!(file.look_up("::ffff:200.1.2.3".parse().expect("an address")), Some(bergen));
        assert_eq!(file.look_up([10, 0, 0, 1].into()), None);
        assert_eq!(file.look_up("2001:db8::1".parse().expect("an address")), None);
    }

    #[test]
    fn a_file_of_a_country_alone_says_the_country_and_one_of_something_else_is_refused() {
        let record = Map(vec![("country", named("Norway"))]);
        let found = LocationFile::of(file("Test-Country", &record)).expect("a file");
        let found = found.look_up([200, 1, 2, 3].into()).expect("a location");
        assert_eq!((found.country.as_deref(), found.city), (Some("Norway"), None));
        assert!(LocationFile::of(file("Test-ASN", &record)).is_err());
        assert!(LocationFile::of(b"no file".to_vec()).is_err());
        assert!(LocationFile::open(Path::new("no/such/file")).is_err());
    }
}
