//! Identifiers: records, revisions, authorities, digests, pointers and the names of extensions.

use data_encoding::HEXLOWER;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::form::{Scan, checked_string, digit, lower, lower_hex, lower_or_digit, shown, upper};

checked_string! {
    /// The identifier of a record: its issuer, a slash, and a UUID of version 4 or 7 in lower case.
    ///
    /// All revisions of a record bear the same identifier. As the issuer is part of it, nobody can take the identifier of
    /// another issuer's record.
    RecordId: "a record identifier `<issuer>/<uuid>`",
    pattern: "^[A-Z]{2,3}/[a-z0-9]([a-z0-9-]*[a-z0-9])?/\
              [0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
    max: 128,
    standard: "RFC 9562 (UUID)",
    examples: ["XX/test-unit-a/01890a5d-ac96-774b-bcce-b302099a8057"],
    check: |text| {
        let mut scan = Scan::new(text);
        authority(&mut scan) && scan.eat(b'/') && uuid(&mut scan) && scan.at_end()
    },
}

impl RecordId {
    /// The issuer's identifier, as text.
    pub fn issuer(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(issuer, _)| issuer)
    }

    /// The UUID, as text.
    pub fn uuid(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(_, uuid)| uuid)
    }
}

checked_string! {
    /// The identifier of an authority: a country or organisation code in capitals, a slash, and the name of the unit.
    ///
    /// Test authorities bear the country code `XX`.
    AuthorityId: "an authority identifier `<COUNTRY>/<unit>`",
    pattern: "^[A-Z]{2,3}/[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
    max: 64,
    standard: "ISO 3166-1 alpha-2, or a code of an international organisation",
    examples: ["XX/test-unit-a"],
    check: |text| {
        let mut scan = Scan::new(text);
        authority(&mut scan) && scan.at_end()
    },
}

impl AuthorityId {
    /// The code of the country or organisation.
    pub fn country(&self) -> &str {
        self.0.split_once('/').map_or("", |(country, _)| country)
    }

    /// The name of the unit.
    pub fn unit(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, unit)| unit)
    }
}

checked_string! {
    /// The name of a feed: a row of manifests of one issuer, each of which follows the one before it.
    FeedName: "the name of a feed",
    pattern: "^[a-z0-9-]{1,64}$",
    max: 64,
    examples: ["daily"],
    check: |text| {
        let mut scan = Scan::new(text);
        scan.run(1, 64, |byte| lower_or_digit(byte) || byte == b'-') && scan.at_end()
    },
}

checked_string! {
    /// The name of a hash algorithm. Version 1.0 of the format has one: `sha-256`.
    HashAlgorithm: "the name of a hash algorithm",
    pattern: "^[a-z0-9]+(-[a-z0-9]+)*$",
    max: 32,
    standard: "IANA Named Information Hash Algorithm Registry",
    examples: ["sha-256"],
    check: |text| {
        text.split('-').all(|word| !word.is_empty() && word.bytes().all(lower_or_digit))
    },
}

checked_string! {
    /// A SHA-256 hash value as 64 hexadecimal digits in lower case.
    HashValue: "a hash of 64 hexadecimal digits in lower case",
    pattern: "^[0-9a-f]{64}$",
    max: 64,
    standard: "FIPS 180-4",
    examples: ["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    check: |text| {
        let mut scan = Scan::new(text);
        scan.run(64, 64, lower_hex) && scan.at_end()
    },
}

checked_string! {
    /// A JSON Pointer from the root of the record to one of its members. The pointer to the whole record is not allowed.
    JsonPointer: "a JSON Pointer",
    pattern: "^(/([^~/]|~[01])*)+$",
    max: 1024,
    standard: "RFC 6901",
    examples: ["/content/names/0"],
    check: |text| {
        text.starts_with('/') && text.split('~').skip(1).all(|after| after.starts_with(['0', '1']))
    },
}

checked_string! {
    /// The name of an extension: a domain name turned round, a colon, and a name of the owner's choice.
    ExtensionName: "an extension name `reverse.domain:name`",
    pattern: "^[a-z][a-z0-9-]*(\\.[a-z0-9][a-z0-9-]*)+:[a-z][a-z0-9_]*$",
    max: 128,
    examples: ["example.police:case_colour"],
    check: |text| {
        let Some((owner, name)) = text.split_once(':') else { return false };
        let name_starts = name.starts_with(|c: char| c.is_ascii_lowercase());
        let labels = |label: &str| {
            label.bytes().next().is_some_and(lower_or_digit) && label.bytes().all(|b| lower_or_digit(b) || b == b'-')
        };
        owner.contains('.')
            && owner.bytes().next().is_some_and(lower)
            && owner.split('.').all(labels)
            && name_starts
            && name.bytes().all(|b| lower_or_digit(b) || b == b'_')
    },
}

checked_string! {
    /// The name of a feature or extension that a reader must understand before it acts on the record.
    Feature: "the name of a feature or extension",
    pattern: "^[a-z][a-z0-9_.:/#-]*$",
    max: 128,
    examples: ["example.police:case_colour"],
    check: |text| {
        let mut scan = Scan::new(text);
        scan.run(1, 1, lower) && scan.run(0, 127, |b| lower_or_digit(b) || b"_.:/#-".contains(&b)) && scan.at_end()
    },
}

checked_string! {
    /// The version of the record format: major and minor number.
    SpecVersion: "a format version `major.minor`",
    pattern: "^[1-9][0-9]{0,3}\\.(0|[1-9][0-9]{0,3})$",
    max: 9,
    examples: ["1.0"],
    check: |text| {
        let Some((major, minor)) = text.split_once('.') else { return false };
        let number = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(digit);
        number(major) && number(minor) && !major.starts_with('0') && (minor == "0" || !minor.starts_with('0'))
    },
}

impl SpecVersion {
    /// The version that this library writes.
    #[must_use]
    pub fn current() -> Self {
        Self("1.0".into())
    }

    /// The major number.
    pub fn major(&self) -> i64 {
        self.0.split_once('.').and_then(|(major, _)| major.parse().ok()).unwrap_or_default()
    }

    /// The minor number.
    pub fn minor(&self) -> i64 {
        self.0.split_once('.').and_then(|(_, minor)| minor.parse().ok()).unwrap_or_default()
    }
}

shown!(RecordId, AuthorityId, FeedName, HashAlgorithm, HashValue, JsonPointer, ExtensionName, Feature, SpecVersion);

/// A hash value with its algorithm. The digest of a record is taken over its signed payload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Digest {
    /// The hash algorithm. Version 1.0 of the format allows `sha-256` only.
    #[schemars(extend("const" = "sha-256"))]
    pub alg: HashAlgorithm,
    /// The hash itself, in hexadecimal digits.
    pub hash: HashValue,
}

impl Digest {
    /// The digest with the 32 bytes of a SHA-256 hash.
    pub fn sha256(hash: [u8; 32]) -> Self {
        let mut hex = [0; 64];
        let hex = HEXLOWER.encode_mut_str(&hash, &mut hex);
        Self { alg: HashAlgorithm("sha-256".into()), hash: HashValue((*hex).into()) }
    }
}

/// One revision of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RevisionRef {
    /// The record that is meant, by its identifier.
    pub id: RecordId,
    /// The revision of it that is meant.
    #[schemars(range(min = 1, max = 2_147_483_647), extend("examples" = [1]))]
    pub rev: i64,
}

/// One revision of a record, and exactly which content it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExactRevision {
    /// The record that is meant, by its identifier.
    pub id: RecordId,
    /// The revision of it that is meant.
    #[schemars(range(min = 1, max = 2_147_483_647), extend("examples" = [1]))]
    pub rev: i64,
    /// The digest of its payload.
    pub digest: Digest,
}

/// A record, at one revision or at whatever revision is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RecordRef {
    /// The record that is meant, by its identifier.
    pub id: RecordId,
    /// The revision that is meant. Without it, the revision in force is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 2_147_483_647), extend("examples" = [1]))]
    pub rev: Option<i64>,
}

fn authority(scan: &mut Scan<'_>) -> bool {
    scan.run(2, 3, upper) && scan.eat(b'/') && unit(scan)
}

/// Words of lower-case letters and digits, joined by hyphens; the first and the last character are not hyphens.
fn unit(scan: &mut Scan<'_>) -> bool {
    if !scan.run(1, usize::MAX, lower_or_digit) {
        return false;
    }
    while scan.run(1, usize::MAX, |byte| byte == b'-') {
        if !scan.run(1, usize::MAX, lower_or_digit) {
            return false;
        }
    }
    true
}

fn uuid(scan: &mut Scan<'_>) -> bool {
    scan.run(8, 8, lower_hex)
        && scan.eat(b'-')
        && scan.run(4, 4, lower_hex)
        && scan.eat(b'-')
        && scan.run(1, 1, |byte| matches!(byte, b'4' | b'7'))
        && scan.run(3, 3, lower_hex)
        && scan.eat(b'-')
        && scan.run(1, 1, |byte| matches!(byte, b'8' | b'9' | b'a' | b'b'))
        && scan.run(3, 3, lower_hex)
        && scan.eat(b'-')
        && scan.run(12, 12, lower_hex)
}
