//! JSON: a row is an object. A column is a member, or a JSON Pointer (RFC 6901) to a value deeper in it: `/name/family`, `/alias/0`.
//! Values are texts, numbers, or true and false.

use std::io::{self, BufRead};

use passerelle::Code;
use serde_json::{Map, Value};

use super::split::Position;
use super::{ROW_BYTES, RawRow, Row, Split, Unread};

pub(super) fn read(bytes: &[u8], columns: &[String]) -> Result<Row, Unread> {
    let members =
        serde_json::from_slice(bytes).map_err(|_| Unread::new(Code::MapRow, "the row is not one JSON object"))?;
    of_members(members, columns)
}

/// The row that an object is.
pub(crate) fn of_members(members: Map<String, Value>, columns: &[String]) -> Result<Row, Unread> {
    let mut cells: Vec<Option<String>> = vec![None; columns.len()];
    for (name, value) in members {
        match columns.iter().position(|column| *column == name) {
            Some(column) if !value.is_array() && !value.is_object() => set(&mut cells, column, value),
            Some(column) => {
                let fault = Unread::new(Code::MapRow, "the value is a list or an object");
                return Err(fault.at(columns.get(column)));
            }
            None => spread(&format!("/{}", escaped(&name)), value, columns, &mut cells)?,
        }
    }
    Ok(Row::of(cells))
}

fn set(cells: &mut [Option<String>], column: usize, value: Value) {
    if let Some(cell) = cells.get_mut(column) {
        *cell = match value {
            Value::String(text) => Some(text),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(value) => Some(value.to_string()),
            _ => None,
        };
    }
}

/// Puts each value of a tree into the column of its pointer.
fn spread(pointer: &str, value: Value, columns: &[String], cells: &mut [Option<String>]) -> Result<(), Unread> {
    match value {
        Value::Object(members) => members
            .into_iter()
            .try_for_each(|(name, value)| spread(&format!("{pointer}/{}", escaped(&name)), value, columns, cells)),
        Value::Array(items) => items
            .into_iter()
            .enumerate()
            .try_for_each(|(index, value)| spread(&format!("{pointer}/{index}"), value, columns, cells)),
        value => {
            let column = columns
                .iter()
                .position(|column| column == pointer)
                .ok_or_else(|| Unread::new(Code::MapRow, "the object has a member that the pack does not know"))?;
            set(cells, column, value);
            Ok(())
        }
    }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Takes the rows of a child table out of the object of a row: a list of objects under the name of the table.
pub(crate) fn take_children(
    members: &mut Map<String, Value>,
    name: &str,
    columns: &[String],
) -> Result<Vec<Row>, Unread> {
    let fault = |detail: &str| Unread::new(Code::MapRow, detail).at(Some(&name.to_owned()));
    match members.remove(name) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(items)) => {
            let row = |item| match item {
                Value::Object(members) => of_members(members, columns).map_err(|fault| {
                    let column = fault.column.map_or(name.to_owned(), |column| format!("{name}.{column}"));
                    Unread { column: Some(column), ..fault }
                }),
                _ => Err(fault("child rows are a list of objects")),
            };
            items.into_iter().map(row).collect()
        }
        Some(_) => Err(fault("child rows are a list of objects")),
    }
}

/// Members of child tables as they stand in the object of a row.
pub(crate) fn children_of(rows: &[Row], columns: &[String]) -> Value {
    rows.iter().map(|row| tree(row, columns)).collect()
}

pub(super) fn write(row: &Row, columns: &[String]) -> Vec<u8> {
    serde_json::to_vec(&tree(row, columns)).unwrap_or_default()
}

/// The object that a row is.
pub(crate) fn tree(row: &Row, columns: &[String]) -> Value {
    let mut root = Value::Object(Map::new());
    for (column, cell) in columns.iter().zip(&row.cells) {
        let Some(text) = cell else { continue };
        let tokens: Vec<String> = match column.strip_prefix('/') {
            None => vec![column.clone()],
            Some(pointer) => pointer.split('/').map(|token| token.replace("~1", "/").replace("~0", "~")).collect(),
        };
        if let Some(place) = tokens.iter().try_fold(&mut root, |place, token| descend(place, token)) {
            *place = Value::String(text.clone());
        }
    }
    root
}

/// The value below a token, made where there is none: a number makes a list.
fn descend<'v>(value: &'v mut Value, token: &str) -> Option<&'v mut Value> {
    if value.is_null() {
        *value = if index(token).is_some() { Value::Array(Vec::new()) } else { Value::Object(Map::new()) };
    }
    match value {
        Value::Object(members) => Some(members.entry(token.to_owned()).or_insert(Value::Null)),
        Value::Array(items) => {
            let index = index(token)?;
            if items.len() <= index {
                items.resize(index + 1, Value::Null);
            }
            items.get_mut(index)
        }
        _ => None,
    }
}

/// A place in a list. Lists of exports are short; a greater number is a name.
fn index(token: &str) -> Option<usize> {
    let is_number = token == "0" || !token.starts_with('0') && token.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| token.parse().ok()).flatten().filter(|index| *index < 1000)
}

/// The first column that lies within another, or twice in the list.
pub(crate) fn clash(columns: &[String]) -> Option<usize> {
    columns.iter().position(|column| {
        column.starts_with('/')
            && columns.iter().any(|other| {
                column.strip_prefix(other.as_str()).is_some_and(|rest| rest.starts_with('/'))
                    || column.get(1..) == Some(other)
            })
    })
}

/// One array of objects, cut into them.
#[derive(Default)]
pub(super) struct Array {
    is_open: bool,
    is_closed: bool,
    has_rows: bool,
}

impl Array {
    /// The next object.
    pub(super) fn cut<R: BufRead>(&mut self, input: &mut R, position: &mut Position) -> io::Result<Option<Split>> {
        let mut next = |position: &mut Position| -> io::Result<Option<u8>> {
            let Some(byte) = input.fill_buf()?.first().copied() else { return Ok(None) };
            input.consume(1);
            position.pass(byte);
            Ok(Some(byte))
        };
        let mut is_due = !self.has_rows;
        loop {
            match next(position)? {
                None if self.is_closed => return Ok(None),
                None => return Err(position.fault("the file is not one whole JSON array")),
                Some(b' ' | b'\t' | b'\r' | b'\n') => {}
                Some(b'[') if !self.is_open => self.is_open = true,
                Some(b']') if self.is_open && !self.is_closed && (is_due != self.has_rows) => self.is_closed = true,
                Some(b',') if self.has_rows && !is_due && !self.is_closed => is_due = true,
                Some(b'{') if self.is_open && !self.is_closed && is_due => break,
                Some(_) => return Err(position.fault("an array of JSON objects is due")),
            }
        }
        self.has_rows = true;
        let (offset, line) = (position.offset - 1, position.line);
        let (mut bytes, mut length) = (vec![b'{'], 1_u64);
        let (mut depth, mut in_text, mut is_escaped) = (1_u64, false, false);
        while depth > 0 {
            let byte = next(position)?.ok_or_else(|| position.fault("the file ends inside an object"))?;
            length += 1;
            if bytes.len() < ROW_BYTES {
                bytes.push(byte);
            }
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' if in_text => is_escaped = true,
                b'"' => in_text = !in_text,
                b'{' | b'[' if !in_text => depth += 1,
                b'}' | b']' if !in_text => depth -= 1,
                _ => {}
            }
        }
        let row = RawRow { number: 0, line, offset, bytes };
        Ok(Some(if row.bytes.len() >= ROW_BYTES { Split::TooLong(row, length) } else { Split::Row(row) }))
    }
}
