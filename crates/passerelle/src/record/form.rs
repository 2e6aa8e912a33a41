//! The tools by which the other modules declare checked string types and keep person data out of `Debug`.

/// The text does not have the form that its type demands.
///
/// The error names the form and holds no part of the refused text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not {expected}")]
pub struct FormError {
    /// What was expected, as a noun with its article: "a date `YYYY-MM-DD`".
    pub expected: &'static str,
}

/// Reads ASCII text from left to right; each step says whether it found what it looked for.
pub(super) struct Scan<'a> {
    rest: &'a [u8],
}

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text.as_bytes() }
    }

    /// Takes the longest run of wanted bytes, but no more than `most`; true if it has at least `least`.
    pub(super) fn run(&mut self, least: usize, most: usize, wanted: impl Fn(u8) -> bool) -> bool {
        let length = self.rest.iter().take(most).take_while(|byte| wanted(**byte)).count();
        self.rest = self.rest.get(length..).unwrap_or_default();
        length >= least
    }

    /// Takes the given byte if it comes next.
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        match self.rest.split_first() {
            Some((first, rest)) if *first == byte => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    pub(super) fn at_end(&self) -> bool {
        self.rest.is_empty()
    }
}

pub(super) fn upper(byte: u8) -> bool {
    byte.is_ascii_uppercase()
}

pub(super) fn lower(byte: u8) -> bool {
    byte.is_ascii_lowercase()
}

pub(super) fn digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

pub(super) fn lower_or_digit(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

pub(super) fn upper_or_digit(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

pub(super) fn lower_hex(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

/// Declares a string type with one checking constructor, and its serde and schema sides.
///
/// `check` decides; `pattern` says the same to a JSON Schema, and a test holds the two together.
macro_rules! checked_string {
    (
        $(#[doc = $doc:literal])+
        $name:ident: $expected:literal,
        pattern: $pattern:expr,
        max: $max:literal,
        $(standard: $standard:literal,)?
        examples: [$($example:literal),+],
        check: $check:expr $(,)?
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(compact_str::CompactString);

        impl $name {
            /// Takes the text as it stands in a record.
            ///
            /// # Errors
            /// The text does not have the form that the type demands.
            pub fn new(text: impl AsRef<str>) -> Result<Self, $crate::record::form::FormError> {
                let text = text.as_ref();
                if Self::FORM.1(text) {
                    Ok(Self(text.into()))
                } else {
                    Err($crate::record::form::FormError { expected: $expected })
                }
            }

            /// The pattern of the form, and the function that says the same.
            pub(crate) const FORM: (&'static str, fn(&str) -> bool) = ($pattern, |text| {
                let check: fn(&str) -> bool = $check;
                text.len() <= $max && check(text)
            });

            /// The text as it stands in a record.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::vocabulary::code::read_text(deserializer, |text| Self::new(text))
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($name)).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "description": $crate::vocabulary::code::description(&[$($doc),+]),
                    "type": "string",
                    "pattern": $pattern,
                    "maxLength": $max,
                    $("x-standard": $standard,)?
                    "examples": [$($example),+],
                })
            }
        }
    };
}

/// Gives a checked string `Debug` and `Display` that show it: for identifiers and codes, never for data about a person.
macro_rules! shown {
    ($($name:ident),+ $(,)?) => {$(
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    )+};
}

/// Gives a type a `Debug` that prints its name and nothing of its content: for all that may hold data about a person.
macro_rules! opaque_debug {
    ($($name:ident),+ $(,)?) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )+};
}

pub(super) use {checked_string, opaque_debug, shown};
