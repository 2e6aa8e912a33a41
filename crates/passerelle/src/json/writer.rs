//! The canonical form (RFC 8785), which is what gets signed.

use super::reader::plain_length;
use super::{Object, Value};

impl Value {
    /// Writes the canonical form: members sorted, no white space, the shortest escapes, integers in decimal.
    #[must_use]
    pub fn to_canonical(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(1024);
        write_value(self, &mut out);
        out
    }
}

impl Object {
    /// Writes the canonical form; see [`Value::to_canonical`].
    #[must_use]
    pub fn to_canonical(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(1024);
        write_object(self, &mut out);
        out
    }
}

fn write_value(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Integer(number) => write_integer(*number, out),
        Value::String(text) => write_string(text, out),
        Value::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write_value(item, out);
            }
            out.push(b']');
        }
        Value::Object(object) => write_object(object, out),
    }
}

fn write_integer(number: i64, out: &mut Vec<u8>) {
    use std::io::Write as _;
    // Writing to memory cannot fail.
    let _: std::io::Result<()> = write!(out, "{number}");
}

fn write_object(object: &Object, out: &mut Vec<u8>) {
    out.push(b'{');
    for (index, (name, value)) in object.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_string(name, out);
        out.push(b':');
        write_value(value, out);
    }
    out.push(b'}');
}

/// RFC 8785 §3.2.2.2: escapes only what JSON must have escaped, two-character escapes where there are such.
fn write_string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    let mut rest = text.as_bytes();
    loop {
        let (plain, from_escape) = rest.split_at(plain_length(rest));
        out.extend_from_slice(plain);
        let Some((escaped, behind)) = from_escape.split_first() else { break };
        write_escape(*escaped, out);
        rest = behind;
    }
    out.push(b'"');
}

fn write_escape(byte: u8, out: &mut Vec<u8>) {
    let short = match byte {
        b'"' => b'"',
        b'\\' => b'\\',
        0x08 => b'b',
        0x09 => b't',
        0x0A => b'n',
        0x0C => b'f',
        0x0D => b'r',
        other => {
            out.extend_from_slice(format!("\\u{other:04x}").as_bytes());
            return;
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8785 §3.2.2.2 and §3.2.3 (names sorted by UTF-16 code units), with strings made by hand, since the reader refuses
    /// control characters.
    #[test]
    fn strings_and_order_follow_rfc_8785() {
        let mut object = Object::new();
        object.insert("string", Value::String("\u{20ac}$\u{000F}\nA'B\"\\\\\"/".to_owned()));
        assert_eq!(object.to_canonical(), "{\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}".as_bytes());

        let mut names = Object::new();
        for name in ["\u{20ac}", "\r", "\u{fb33}", "1", "\u{1f600}", "\u{0080}", "\u{00f6}"] {
            names.insert(name, Value::Null);
        }
        let order: Vec<&str> = names.iter().map(|(name, _)| name).collect();
        assert_eq!(order, ["\r", "1", "\u{80}", "\u{f6}", "\u{20ac}", "\u{1f600}", "\u{fb33}"]);
    }
}
