//! Encodings of old systems: strict in both directions, so that no letter is ever replaced by another.

mod ebcdic;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use encoding_rs::{DecoderResult, EncoderResult, Encoding};
use oem_cp::code_table::{DECODING_TABLE_CP_MAP, ENCODING_TABLE_CP_MAP};

/// An encoding by its name: those of the WHATWG (`windows-1256`, `shift_jis`, `utf-8` …), DOS code pages (`cp864`), and EBCDIC
/// (`ebcdic-037`, `-420`, `-500`, `-1047`).
#[derive(Clone)]
pub struct Charset(Kind);

#[derive(Clone)]
enum Kind {
    Utf8,
    Web(&'static Encoding),
    Table(Box<Table>),
}

/// An encoding of one byte a character.
#[derive(Clone)]
struct Table {
    decoded: Vec<Option<char>>,
    encoded: HashMap<char, u8>,
    is_ascii: bool,
}

impl Charset {
    /// The encoding of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let lower = name.to_ascii_lowercase();
        if let Some(page) = lower.strip_prefix("ebcdic-") {
            return Some(Self(Kind::Table(Box::new(Table::ebcdic(page)?))));
        }
        if let Some(page) = lower.strip_prefix("cp").and_then(|page| page.parse().ok())
            && let Some(table) = Table::oem(page)
        {
            return Some(Self(Kind::Table(Box::new(table))));
        }
        let encoding = Encoding::for_label(lower.as_bytes())?;
        // Bytes of lines and quotation marks are looked for before the text is decoded.
        let can_be_split = encoding.is_ascii_compatible();
        if encoding == encoding_rs::UTF_8 {
            Some(Self(Kind::Utf8))
        } else {
            can_be_split.then_some(Self(Kind::Web(encoding)))
        }
    }

    /// The text, if every byte stands for a character.
    #[must_use]
    pub fn decode<'b>(&self, bytes: &'b [u8]) -> Option<Cow<'b, str>> {
        match &self.0 {
            Kind::Utf8 => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
            Kind::Web(encoding) => {
                if bytes.is_ascii() && *encoding != encoding_rs::ISO_2022_JP {
                    return std::str::from_utf8(bytes).ok().map(Cow::Borrowed);
                }
                let mut decoder = encoding.new_decoder_without_bom_handling();
                let mut text = String::with_capacity(decoder.max_utf8_buffer_length(bytes.len())?);
                let (result, _) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
                matches!(result, DecoderResult::InputEmpty).then_some(Cow::Owned(text))
            }
            Kind::Table(table) => {
                let characters = bytes.iter().map(|byte| table.decoded.get(usize::from(*byte)).copied().flatten());
                characters.collect::<Option<String>>().map(Cow::Owned)
            }
        }
    }

    /// The bytes, if the encoding has every character.
    #[must_use]
    pub fn encode<'t>(&self, text: &'t str) -> Option<Cow<'t, [u8]>> {
        match &self.0 {
            Kind::Utf8 => Some(Cow::Borrowed(text.as_bytes())),
            Kind::Web(encoding) => {
                if text.is_ascii() && *encoding != encoding_rs::ISO_2022_JP {
                    return Some(Cow::Borrowed(text.as_bytes()));
                }
                let mut encoder = encoding.new_encoder();
                let mut bytes =
                    Vec::with_capacity(encoder.max_buffer_length_from_utf8_without_replacement(text.len())?);
                let (result, _) = encoder.encode_from_utf8_to_vec_without_replacement(text, &mut bytes, true);
                matches!(result, EncoderResult::InputEmpty).then_some(Cow::Owned(bytes))
            }
            Kind::Table(table) => {
                let bytes = text.chars().map(|character| table.encoded.get(&character).copied());
                bytes.collect::<Option<Vec<u8>>>().map(Cow::Owned)
            }
        }
    }

    /// Whether ASCII characters are the bytes of ASCII, so that lines and cells can be found before decoding.
    #[must_use]
    pub fn is_ascii_based(&self) -> bool {
        match &self.0 {
            Kind::Utf8 => true,
            Kind::Web(encoding) => encoding.is_ascii_compatible(),
            Kind::Table(table) => table.is_ascii,
        }
    }

    /// Whether this byte can also be the second byte of a character.
    #[must_use]
    pub fn may_trail(&self, byte: u8) -> bool {
        match &self.0 {
            Kind::Web(encoding) if !encoding.is_single_byte() => (0x40..=0x7E).contains(&byte),
            _ => false,
        }
    }
}

impl Table {
    fn oem(page: u16) -> Option<Self> {
        let decoding = DECODING_TABLE_CP_MAP.get(&page)?;
        let _ = ENCODING_TABLE_CP_MAP.get(&page)?;
        Some(Self::of((0..=u8::MAX).map(|byte| decoding.decode_char_checked(byte)).collect()))
    }

    fn ebcdic(page: &str) -> Option<Self> {
        let characters = match page {
            "037" => ebcdic::CP037,
            "420" => ebcdic::CP420,
            "500" => ebcdic::CP500,
            "1047" => ebcdic::CP1047,
            _ => return None,
        };
        Some(Self::of(characters.chars().map(|character| (character != '\u{FFFD}').then_some(character)).collect()))
    }

    fn of(decoded: Vec<Option<char>>) -> Self {
        let mut encoded = HashMap::new();
        for (byte, character) in (0..=u8::MAX).zip(&decoded) {
            if let Some(character) = character {
                // The first byte of a character wins, as its table has it.
                encoded.entry(*character).or_insert(byte);
            }
        }
        let is_ascii = (0..128_u8).zip(&decoded).all(|(byte, character)| *character == Some(char::from(byte)));
        Self { decoded, encoded, is_ascii }
    }
}

impl fmt::Debug for Charset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Utf8 => f.write_str("utf-8"),
            Kind::Web(encoding) => f.write_str(encoding.name()),
            Kind::Table(_) => f.write_str("table"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_go_there_and_back() {
        for (name, text, length) in [
            ("utf-8", "Émile محمد", 15),
            ("windows-1252", "Émile Exemple", 13),
            ("windows-1256", "إميل مثال", 9),
            ("shift_jis", "例題 太郎", 9),
            ("euc-kr", "예시", 4),
            ("cp850", "Émile", 5),
            ("cp866", "Пример", 6),
            ("ebcdic-500", "EXEMPLE [é]", 11),
            ("ebcdic-1047", "a^b[c]", 6),
            ("ebcdic-037", "a^b[c]", 6),
        ] {
            let charset = Charset::named(name).unwrap();
            let bytes = charset.encode(text).unwrap();
            assert_eq!(bytes.len(), length, "{name}");
            assert_eq!(charset.decode(&bytes).unwrap(), text, "{name}");
        }
        assert_eq!(&*Charset::named("ebcdic-1047").unwrap().encode("[^]").unwrap(), [0xAD, 0x5F, 0xBD]);
        assert_eq!(&*Charset::named("ebcdic-037").unwrap().encode("[^]").unwrap(), [0xBA, 0xB0, 0xBB]);
    }

    #[test]
    fn what_an_encoding_lacks_is_refused_and_never_replaced() {
        for (name, text) in [("windows-1256", "ی"), ("windows-1252", "محمد"), ("cp850", "Пример"), ("shift_jis", "é")]
        {
            assert!(Charset::named(name).unwrap().encode(text).is_none(), "{name}");
        }
        for (name, bytes) in [("utf-8", &b"\xFF"[..]), ("shift_jis", b"\x81"), ("windows-1253", b"\xAA")] {
            assert!(Charset::named(name).unwrap().decode(bytes).is_none(), "{name}");
        }
        for name in ["utf-16le", "klingon", "ebcdic-9", "cp1", "replacement"] {
            assert!(Charset::named(name).is_none(), "{name}");
        }
    }
}
