//! Machine readable zones (ICAO Doc 9303): one or several columns of a source, taken apart into columns that fields map, and put
//! together again with their check digits.

use std::ops::Range;

use mrz::{check_digit, encode_name_component, verify};
use passerelle::Code;

use crate::source::Row;

/// The form of a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Three lines of 30.
    Td1,
    /// Two lines of 36.
    Td2,
    /// Two lines of 44.
    Td3,
}

/// What a part holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Type,
    State,
    Surname,
    Given,
    Number,
    Date,
    Sex,
    Optional,
}

/// A part of a zone: where it stands, and where its check digit does. Line and place count from 0.
struct Part {
    name: &'static str,
    kind: Kind,
    line: usize,
    at: Range<usize>,
    check: Option<usize>,
}

const fn part(name: &'static str, kind: Kind, line: usize, at: Range<usize>, check: Option<usize>) -> Part {
    Part { name, kind, line, at, check }
}

const TD1: [Part; 11] = [
    part("type", Kind::Type, 0, 0..2, None),
    part("issuer", Kind::State, 0, 2..5, None),
    part("surname", Kind::Surname, 2, 0..30, None),
    part("given", Kind::Given, 2, 0..30, None),
    part("number", Kind::Number, 0, 5..14, Some(14)),
    part("nationality", Kind::State, 1, 15..18, None),
    part("birth", Kind::Date, 1, 0..6, Some(6)),
    part("sex", Kind::Sex, 1, 7..8, None),
    part("expiry", Kind::Date, 1, 8..14, Some(14)),
    part("optional", Kind::Optional, 0, 15..30, None),
    part("optional2", Kind::Optional, 1, 18..29, None),
];

const TD2: [Part; 10] = [
    part("type", Kind::Type, 0, 0..2, None),
    part("issuer", Kind::State, 0, 2..5, None),
    part("surname", Kind::Surname, 0, 5..36, None),
    part("given", Kind::Given, 0, 5..36, None),
    part("number", Kind::Number, 1, 0..9, Some(9)),
    part("nationality", Kind::State, 1, 10..13, None),
    part("birth", Kind::Date, 1, 13..19, Some(19)),
    part("sex", Kind::Sex, 1, 20..21, None),
    part("expiry", Kind::Date, 1, 21..27, Some(27)),
    part("optional", Kind::Optional, 1, 28..35, None),
];

const TD3: [Part; 10] = [
    part("type", Kind::Type, 0, 0..2, None),
    part("issuer", Kind::State, 0, 2..5, None),
    part("surname", Kind::Surname, 0, 5..44, None),
    part("given", Kind::Given, 0, 5..44, None),
    part("number", Kind::Number, 1, 0..9, Some(9)),
    part("nationality", Kind::State, 1, 10..13, None),
    part("birth", Kind::Date, 1, 13..19, Some(19)),
    part("sex", Kind::Sex, 1, 20..21, None),
    part("expiry", Kind::Date, 1, 21..27, Some(27)),
    part("optional", Kind::Optional, 1, 28..42, Some(42)),
];

/// The pieces that the last check digit is about: line and place.
type Pieces = &'static [(usize, Range<usize>)];

impl Format {
    fn parts(self) -> &'static [Part] {
        match self {
            Self::Td1 => &TD1,
            Self::Td2 => &TD2,
            Self::Td3 => &TD3,
        }
    }

    /// How many lines, and how long each is.
    pub(crate) fn size(self) -> (usize, usize) {
        match self {
            Self::Td1 => (3, 30),
            Self::Td2 => (2, 36),
            Self::Td3 => (2, 44),
        }
    }

    /// Where the last check digit stands on the second line, and what it is about.
    fn composite(self) -> (usize, Pieces) {
        match self {
            Self::Td1 => (29, &[(0, 5..30), (1, 0..7), (1, 8..15), (1, 18..29)]),
            Self::Td2 => (35, &[(1, 0..10), (1, 13..20), (1, 21..35)]),
            Self::Td3 => (43, &[(1, 0..10), (1, 13..20), (1, 21..43)]),
        }
    }

    /// The names of the parts, in their order.
    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> {
        self.parts().iter().map(|part| part.name)
    }
}

/// A zone of a source.
#[derive(Clone, Debug)]
pub(crate) struct Zone {
    pub(crate) format: Format,
    /// Its columns: one, or one for each line.
    pub(crate) columns: Vec<usize>,
    /// The first of the columns into which it is taken apart; they stand behind those of the source.
    pub(crate) first: usize,
    /// Whether a row goes without a zone that cannot be read.
    pub(crate) is_left_out: bool,
}

impl Zone {
    /// The parts of a zone, a cell each; none of them where the zone is empty.
    ///
    /// # Errors
    /// What is wrong with it, in words without a value.
    ///
    /// spec: PSR-MAP-023
    pub(crate) fn read(&self, cells: &[&str]) -> Result<Vec<Option<String>>, &'static str> {
        let parts = self.format.parts();
        let (count, length) = self.format.size();
        let text: String = cells.iter().flat_map(|cell| cell.chars()).filter(|c| !c.is_whitespace()).collect();
        if text.is_empty() {
            return Ok(vec![None; parts.len()]);
        }
        if !text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'<') {
            return Err("a zone is capital letters without accents, digits and `<`");
        }
        if text.len() != count * length {
            return Err("the zone does not have the length of its form");
        }
        let line = |line: usize| text.get(line * length..(line + 1) * length).unwrap_or_default();
        let piece = |at: usize, range: Range<usize>| line(at).get(range).unwrap_or_default();
        let digit = |at: usize, place: usize| piece(at, place..place + 1).chars().next().unwrap_or('<');
        let (place, pieces) = self.format.composite();
        let composite: String = pieces.iter().map(|(at, range)| piece(*at, range.clone())).collect();
        if !verify(&composite, digit(1, place)) {
            return Err("the last check digit does not fit the zone");
        }
        let optional = parts.iter().find(|part| part.name == "optional");
        let optional = optional.map(|part| piece(part.line, part.at.clone())).unwrap_or_default();
        let (mut long, mut rest) = (None, optional);
        let mut cells = Vec::with_capacity(parts.len());
        for part in parts {
            let text = piece(part.line, part.at.clone());
            if let Some(check) = part.check {
                let sign = digit(part.line, check);
                if part.kind == Kind::Number && sign == '<' && !text.ends_with('<') && self.format != Format::Td3 {
                    // A longer number goes on among the optional data: its rest, its check digit, and a filler.
                    let end = optional.find('<').unwrap_or(optional.len());
                    let (more, after) = optional.split_at_checked(end).unwrap_or((optional, ""));
                    let (more, sign) = more.split_at_checked(end.saturating_sub(1)).unwrap_or_default();
                    let number = format!("{text}{more}");
                    if !verify(&number, sign.chars().next().unwrap_or('A')) {
                        return Err("a check digit does not fit the number of the document");
                    }
                    (long, rest) = (Some(number), after);
                } else if !verify(text, sign) || (sign == '<' && part.kind != Kind::Optional) {
                    return Err(match part.kind {
                        Kind::Number => "a check digit does not fit the number of the document",
                        Kind::Date => "a check digit does not fit a date",
                        _ => "a check digit does not fit the optional data",
                    });
                }
            }
            let text = match part.kind {
                Kind::Surname | Kind::Given => {
                    let (surname, given) = text.split_once("<<").unwrap_or((text, ""));
                    spaced(if part.kind == Kind::Surname { surname } else { given })
                }
                Kind::Number => long.take().unwrap_or_else(|| text.trim_end_matches('<').to_owned()),
                Kind::Optional if part.name == "optional" => spaced(rest),
                Kind::Optional => spaced(text),
                Kind::Date if text.bytes().all(|byte| byte == b'<') => String::new(),
                Kind::Date => text.to_owned(),
                Kind::Type | Kind::State | Kind::Sex => text.trim_end_matches('<').to_owned(),
            };
            cells.push(Some(text).filter(|text| !text.is_empty()));
        }
        Ok(cells)
    }

    /// The lines of a zone with these parts, or nothing where it would not be one.
    pub(crate) fn write(&self, cells: &[Option<String>]) -> Option<Vec<String>> {
        let parts = self.format.parts();
        let cell = |name: &str| -> &str {
            let index = parts.iter().position(|part| part.name == name);
            index.and_then(|index| cells.get(index)?.as_deref()).unwrap_or_default()
        };
        // A zone without these is none that any document bears.
        if ["type", "issuer", "surname", "number", "nationality", "expiry"].iter().any(|name| cell(name).is_empty()) {
            return None;
        }
        let (count, length) = self.format.size();
        let mut lines = vec![vec![b'<'; length]; count];
        let mut place = |line: usize, at: Range<usize>, text: &str| -> Option<()> {
            let room = lines.get_mut(line)?.get_mut(at)?;
            let text = text.replace(' ', "<");
            room.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
            Some(())
        };
        let digit = |text: &str| check_digit(text).ok().map(|digit| digit.to_string());
        let mut optional = cell("optional").to_owned();
        for part in parts {
            let text = cell(part.name);
            let width = part.at.len();
            match part.kind {
                Kind::Given => {}
                Kind::Surname => {
                    let (surname, given) = (cell("surname"), cell("given"));
                    let name = if given.is_empty() { surname.to_owned() } else { format!("{surname}<<{given}") };
                    place(part.line, part.at.clone(), &name)?;
                }
                Kind::Number if text.len() > width => {
                    if self.format == Format::Td3 {
                        return None;
                    }
                    let (head, more) = text.split_at_checked(width)?;
                    place(part.line, part.at.clone(), head)?;
                    optional = format!("{more}{}<{optional}", digit(text)?);
                }
                Kind::Optional if part.name == "optional" => {}
                _ => {
                    place(part.line, part.at.clone(), text)?;
                    if let Some(check) = part.check {
                        let filled = format!("{text:<<width$}");
                        place(part.line, check..check + 1, &digit(&filled)?)?;
                    }
                }
            }
        }
        let part = parts.iter().find(|part| part.name == "optional")?;
        place(part.line, part.at.clone(), &optional)?;
        if let Some(check) = part.check.filter(|_| !optional.is_empty()) {
            let width = part.at.len();
            place(part.line, check..check + 1, &digit(&format!("{:<<width$}", optional.replace(' ', "<")))?)?;
        }
        let (last, pieces) = self.format.composite();
        let text = |line: usize, at: Range<usize>| -> Option<String> {
            String::from_utf8(lines.get(line)?.get(at)?.to_vec()).ok()
        };
        let composite: String = pieces.iter().map(|(line, at)| text(*line, at.clone())).collect::<Option<_>>()?;
        let sign = check_digit(&composite).ok()?.to_string();
        lines.get_mut(1)?.get_mut(last..=last)?.copy_from_slice(sign.as_bytes());
        let lines: Vec<String> = lines.into_iter().map(String::from_utf8).collect::<Result<_, _>>().ok()?;
        // What would not be read back as it was meant is not written.
        let read: Vec<&str> = lines.iter().map(String::as_str).collect();
        (self.read(&read).ok()? == cells).then_some(lines)
    }

    /// Whether a part can hold a text.
    pub(crate) fn room(&self, column: usize, text: &str) -> Result<(), Code> {
        let part = column.checked_sub(self.first).and_then(|index| self.format.parts().get(index));
        let Some(part) = part else { return Ok(()) };
        let is_letter = |byte: u8| byte.is_ascii_uppercase();
        let fits = text.bytes().all(|byte| match part.kind {
            Kind::Surname | Kind::Given => is_letter(byte) || byte == b' ',
            Kind::Type | Kind::State | Kind::Sex => is_letter(byte),
            Kind::Date => byte.is_ascii_digit() || byte == b'<',
            Kind::Number => is_letter(byte) || byte.is_ascii_digit(),
            Kind::Optional => is_letter(byte) || byte.is_ascii_digit() || byte == b' ',
        });
        if !fits || text.trim() != text || text.contains("  ") {
            return Err(Code::MapUnencodable);
        }
        let more = if part.kind == Kind::Number && self.format != Format::Td3 { 13 } else { 0 };
        if text.len() > part.at.len() + more { Err(Code::MapTooLong) } else { Ok(()) }
    }

    /// Whether a column is a part of the zone.
    pub(crate) fn holds(&self, column: usize) -> bool {
        (self.first..self.first + self.format.parts().len()).contains(&column)
    }

    /// The range of its parts among the cells of a row.
    pub(crate) fn range(&self) -> Range<usize> {
        self.first..self.first + self.format.parts().len()
    }

    /// Puts the lines into the columns of a row.
    pub(crate) fn place(&self, lines: Option<Vec<String>>, blank: Option<&String>, row: &mut Row) {
        let texts = match (lines, self.columns.len()) {
            (None, count) => vec![blank.cloned(); count],
            (Some(lines), 1) => vec![Some(lines.concat())],
            (Some(lines), _) => lines.into_iter().map(Some).collect(),
        };
        for (column, text) in self.columns.iter().zip(texts) {
            if let Some(cell) = row.cells.get_mut(*column) {
                *cell = text;
            }
        }
    }
}

/// A text without fillers at its ends, and with a space for each inside.
fn spaced(text: &str) -> String {
    text.trim_matches('<').replace('<', " ")
}

/// A name as documents print it: in capitals, with what Doc 9303-3 allows for letters that a zone lacks.
pub(crate) fn folded(text: &str) -> String {
    encode_name_component(text).replace('<', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(format: Format) -> Zone {
        Zone { format, columns: vec![0], first: 1, is_left_out: false }
    }

    fn said(format: Format, text: &str) -> Vec<(&'static str, String)> {
        let cells = zone(format).read(&[text]).unwrap();
        format.names().zip(cells).filter_map(|(name, cell)| Some((name, cell?))).collect()
    }

    /// The specimens of Doc 9303-4, -5 and -6.
    const SPECIMENS: [(Format, &str, &str, &str); 3] = [
        (
            Format::Td3,
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10",
            "P",
            "L898902C3",
        ),
        (Format::Td2, "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<D231458907UTO7408122F1204159<<<<<<<6", "I", "D23145890"),
        (
            Format::Td1,
            "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
            "I",
            "D23145890",
        ),
    ];

    #[test]
    fn specimens_are_taken_apart_and_put_together() {
        for (format, text, document, number) in SPECIMENS {
            let said = said(format, text);
            let of = |name: &str| said.iter().find(|(held, _)| *held == name).map(|(_, text)| text.as_str());
            assert_eq!((of("type"), of("issuer"), of("nationality")), (Some(document), Some("UTO"), Some("UTO")));
            assert_eq!((of("surname"), of("given")), (Some("ERIKSSON"), Some("ANNA MARIA")));
            assert_eq!(
                (of("number"), of("birth"), of("sex"), of("expiry")),
                (Some(number), Some("740812"), Some("F"), Some("120415"))
            );
            let cells = zone(format).read(&[text]).unwrap();
            assert_eq!(zone(format).write(&cells).unwrap().concat(), text);
        }
        assert_eq!(said(Format::Td3, SPECIMENS[0].1)[9], ("optional", "ZE184226B".to_owned()));
    }

    #[test]
    fn lines_can_stand_in_columns_of_their_own_or_with_breaks_between_them() {
        let (_, text, ..) = SPECIMENS[0];
        let (first, second) = text.split_at(44);
        assert_eq!(zone(Format::Td3).read(&[first, second]), zone(Format::Td3).read(&[text]));
        assert_eq!(zone(Format::Td3).read(&[&format!("{first}\r\n{second}\n")]), zone(Format::Td3).read(&[text]));
    }

    #[test]
    fn a_long_number_goes_on_among_the_optional_data() {
        let mut cells = zone(Format::Td1).read(&[SPECIMENS[2].1]).unwrap();
        cells[4] = Some("D23145890734".to_owned());
        let lines = zone(Format::Td1).write(&cells).unwrap();
        // The example of Doc 9303-5.
        assert_eq!(lines[0], "I<UTOD23145890<7349<<<<<<<<<<<");
        assert_eq!(zone(Format::Td1).read(&[&lines.concat()]).unwrap(), cells);
    }

    /// Every single sign that is misread is found by a check digit, but for those that no check digit is about.
    #[test]
    fn a_wrong_sign_in_what_is_checked_is_found() {
        for (format, text, ..) in SPECIMENS {
            let (_, length) = format.size();
            let checked = format.parts().iter().filter(|part| part.check.is_some() && part.kind != Kind::Optional);
            for at in checked.flat_map(|part| part.at.clone().map(|place| part.line * length + place)) {
                let mut wrong = text.as_bytes().to_vec();
                // Letters count from 10 on, and check digits are modulo 10: an L for a 1 is not found by any of them.
                let value = match wrong[at] {
                    digit @ b'0'..=b'9' => digit - b'0',
                    letter @ b'A'..=b'Z' => (letter - b'A') % 10,
                    _ => 0,
                };
                wrong[at] = b'0' + (value + 1) % 10;
                let wrong = String::from_utf8(wrong).unwrap();
                assert!(zone(format).read(&[&wrong]).is_err(), "{format:?} at {at}");
            }
        }
        for (text, due) in
            [("P<UTO", "length"), ("p<uto", "capital letters"), (&SPECIMENS[0].1.replace("10", "11"), "last")]
        {
            assert!(zone(Format::Td3).read(&[text]).unwrap_err().contains(due), "{text}");
        }
    }

    #[test]
    fn what_a_zone_cannot_hold_is_not_written() {
        let zone = zone(Format::Td3);
        assert_eq!(zone.room(3, "ÉMILE"), Err(Code::MapUnencodable));
        assert_eq!(folded("Émile O'Müller-Doe"), "EMILE OMUELLER DOE");
        assert_eq!(zone.room(5, "AB1234567890"), Err(Code::MapTooLong));
        let cells = zone.read(&[SPECIMENS[0].1]).unwrap();
        let with = |index: usize, text: Option<&str>| {
            let mut cells = cells.clone();
            cells[index] = text.map(str::to_owned);
            zone.write(&cells)
        };
        assert!(with(2, Some(&"A".repeat(30))).is_none(), "both names together are too long");
        assert!(with(4, None).is_none(), "no zone without a number");
        assert!(with(6, None).unwrap()[1].starts_with("L898902C36UTO<<<<<<0"), "a day of birth that is not known");
    }
}
