//! One JSON object a line. Members are columns; their values are texts, numbers, or true and false.

use passerelle::Code;
use serde_json::{Map, Value};

use super::{Row, Unread};

pub(super) fn read(bytes: &[u8], columns: &[String]) -> Result<Row, Unread> {
    let fault = |detail: &str| Unread::new(Code::MapRow, detail);
    let mut members: Map<String, Value> =
        serde_json::from_slice(bytes).map_err(|_| fault("the line is not one JSON object"))?;
    let mut cells = Vec::with_capacity(columns.len());
    for column in columns {
        cells.push(match members.remove(column) {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text),
            Some(Value::Number(number)) => Some(number.to_string()),
            Some(Value::Bool(value)) => Some(value.to_string()),
            Some(_) => return Err(fault("the value is a list or an object").at(Some(column))),
        });
    }
    if members.is_empty() {
        Ok(Row { cells })
    } else {
        Err(fault("the object has a member that the pack does not know"))
    }
}

pub(super) fn write(row: &Row, columns: &[String]) -> Vec<u8> {
    let members: Map<String, Value> = columns
        .iter()
        .zip(&row.cells)
        .filter_map(|(column, cell)| Some((column.clone(), Value::String(cell.clone()?))))
        .collect();
    serde_json::to_vec(&members).unwrap_or_default()
}
