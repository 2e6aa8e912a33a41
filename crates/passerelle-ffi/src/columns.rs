//! Many answers at once, as columns: the number of values that cross the boundary does not grow with the number of records.
//!
//! A column has the layout of Apache Arrow, so that a caller with Arrow reads it without copying and one without it needs a few lines.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
#[allow(clippy::exhaustive_enums, reason = "a new kind of column needs new callers")]
pub enum ColumnKind {
    /// One bit a row in `data`, the lowest bit of a byte first.
    Boolean,
    /// Eight bytes a row in `data`, little-endian.
    Int64,
    /// UTF-8 in `data`, between the `offsets` of a row and of the next.
    Text,
    /// Bytes in `data`, between the `offsets` of a row and of the next.
    Binary,
}

/// One column.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Column {
    /// What it is called.
    pub name: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// One bit a row: whether there is a value.
    pub validity: Vec<u8>,
    /// Where the rows begin, and where the last one ends: eight bytes each, little-endian. Empty where rows have one length.
    pub offsets: Vec<u8>,
    /// The values.
    pub data: Vec<u8>,
}

/// The verdicts on many records, a row each, in the order of the input.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Verdicts {
    /// How many rows there are.
    pub rows: u64,
    /// The columns.
    pub columns: Vec<Column>,
}

/// Prints how many there are, never what they say.
impl std::fmt::Debug for Column {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Column").field("name", &self.name).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// Prints how many there are, never what they say.
impl std::fmt::Debug for Verdicts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Verdicts").field("rows", &self.rows).finish_non_exhaustive()
    }
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    count: usize,
}

impl Bits {
    fn push(&mut self, bit: bool) {
        if self.count.is_multiple_of(8) {
            self.bytes.push(0);
        }
        if let Some(last) = self.bytes.last_mut() {
            *last |= u8::from(bit) << (self.count % 8);
        }
        self.count += 1;
    }
}

/// A column of booleans.
pub(crate) fn booleans(name: &str, values: impl Iterator<Item = bool>) -> Column {
    let (mut validity, mut data) = (Bits::default(), Bits::default());
    for value in values {
        validity.push(true);
        data.push(value);
    }
    let (validity, data) = (validity.bytes, data.bytes);
    Column { name: name.to_owned(), kind: ColumnKind::Boolean, validity, offsets: Vec::new(), data }
}

/// A column of integers.
pub(crate) fn integers(name: &str, values: impl Iterator<Item = Option<i64>>) -> Column {
    let (mut validity, mut data) = (Bits::default(), Vec::new());
    for value in values {
        validity.push(value.is_some());
        data.extend_from_slice(&value.unwrap_or_default().to_le_bytes());
    }
    Column { name: name.to_owned(), kind: ColumnKind::Int64, validity: validity.bytes, offsets: Vec::new(), data }
}

/// A column of texts.
pub(crate) fn texts<'v>(name: &str, values: impl Iterator<Item = Option<&'v str>>) -> Column {
    Column { kind: ColumnKind::Text, ..binary(name, values.map(|value| value.map(str::as_bytes))) }
}

/// A column of byte strings.
pub(crate) fn binary<'v>(name: &str, values: impl Iterator<Item = Option<&'v [u8]>>) -> Column {
    let (mut validity, mut offsets, mut data) = (Bits::default(), 0_i64.to_le_bytes().to_vec(), Vec::new());
    for value in values {
        validity.push(value.is_some());
        data.extend_from_slice(value.unwrap_or_default());
        offsets.extend_from_slice(&i64::try_from(data.len()).unwrap_or(i64::MAX).to_le_bytes());
    }
    Column { name: name.to_owned(), kind: ColumnKind::Binary, validity: validity.bytes, offsets, data }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_has_the_layout_of_arrow() {
        let flags = booleans("flags", (0..10).map(|row| row % 3 == 0));
        assert_eq!((flags.validity, flags.data), (vec![0xff, 0b11], vec![0b0100_1001, 0b10]));
        let numbers = integers("numbers", [Some(-1), None].into_iter());
        assert_eq!((numbers.validity, numbers.data.len()), (vec![0b01], 16));
        let words = texts("words", [Some("ab"), None, Some("c")].into_iter());
        let offsets: Vec<u8> = [0_i64, 2, 2, 3].iter().flat_map(|offset| offset.to_le_bytes()).collect();
        assert_eq!((words.validity, words.offsets, words.data), (vec![0b101], offsets, b"abc".to_vec()));
    }
}
