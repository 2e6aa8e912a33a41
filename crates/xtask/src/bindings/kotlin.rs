//! The record types in Kotlin.

use std::fmt::Write as _;

use super::definition::{Definitions, Kind, Member, Named, Shape};

const HEAD: &str = r#"// Made by `cargo xtask bindings` from spec/schema/1.0/record.schema.json: change the Rust types, not this.
@file:OptIn(ExperimentalSerializationApi::class)
@file:UseSerializers(TimestampSerializer::class, DateSerializer::class)

package org.passerelle.records

import java.time.Instant
import java.time.LocalDate
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.KSerializer
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.UseSerializers
import kotlinx.serialization.json.JsonClassDiscriminator
import kotlinx.serialization.json.JsonElement
"#;

/// The file with the record types.
pub(crate) fn types(definitions: &Definitions) -> Result<String, String> {
    let mut text = HEAD.to_owned();
    for named in definitions.types.iter().filter(|named| !matches!(named.shape, Shape::Object(_))) {
        alias(named, &mut text);
    }
    for named in &definitions.types {
        if let Shape::Object(members) = &named.shape {
            class(&named.name, "", &named.doc, members.iter().map(|member| (member, false)), &mut text);
        }
    }
    let _ = write!(
        text,
        "\n/** A record of any type: what all records have. */\n@Serializable\n@JsonClassDiscriminator(\"type\")\npublic sealed interface Record {{\n"
    );
    for member in &definitions.header {
        documented(&member.doc, 4, &mut text);
        let _ = writeln!(text, "    public val {}: {}", name_of(&member.name), annotation(member));
    }
    text.push_str("}\n");
    for (code, content) in &definitions.records {
        let name = record_class(code);
        let member = Member {
            name: "content".to_owned(),
            doc: "The content of the record.".to_owned(),
            kind: Kind::Named(content.clone()),
            is_required: true,
        };
        let (required, optional): (Vec<_>, Vec<_>) = definitions.header.iter().partition(|member| member.is_required);
        let inherited = |member| (member, true);
        let members = required.into_iter().map(inherited).chain([(&member, false)]);
        let members = members.chain(optional.into_iter().map(inherited));
        let _ = write!(text, "\n/** A record of type `{code}`. */\n@SerialName(\"{code}\")");
        class(&name, " : Record", "", members, &mut text);
    }
    text.push_str("\n/** How a record of each type is read and written. */\ninternal val SERIALIZERS: Map<String, KSerializer<out Record>> = mapOf(\n");
    for (code, _) in &definitions.records {
        let _ = writeln!(text, "    \"{code}\" to {}.serializer(),", record_class(code));
    }
    text.push_str(")\n");
    Ok(text)
}

fn record_class(code: &str) -> String {
    code.split('-').map(capitalised).collect::<String>() + "Record"
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn alias(named: &Named, text: &mut String) {
    let is = match &named.shape {
        Shape::Text | Shape::Words(_) => "String".to_owned(),
        Shape::Timestamp => "Instant".to_owned(),
        Shape::Date => "LocalDate".to_owned(),
        Shape::Map(kind) => format!("Map<String, {}>", plain(kind)),
        Shape::Any | Shape::Object(_) => "JsonElement".to_owned(),
    };
    text.push('\n');
    documented(&named.doc, 0, text);
    let _ = writeln!(text, "public typealias {} = {is}", named.name);
}

fn class<'m>(name: &str, base: &str, doc: &str, members: impl Iterator<Item = (&'m Member, bool)>, text: &mut String) {
    text.push('\n');
    if !doc.is_empty() {
        documented(doc, 0, text);
    }
    let _ = writeln!(text, "@Serializable\npublic data class {name}(");
    for (member, is_inherited) in members {
        documented(&member.doc, 4, text);
        let name = name_of(&member.name);
        if name.trim_matches('`') != member.name {
            let _ = writeln!(text, "    @SerialName(\"{}\")", member.name);
        }
        let default = match (&member.kind, member.is_required) {
            (_, true) => "",
            (Kind::List(_), false) => " = emptyList()",
            (_, false) => " = null",
        };
        let modifier = if is_inherited { "override val" } else { "val" };
        let _ = writeln!(text, "    public {modifier} {name}: {}{default},", annotation(member));
    }
    let _ = writeln!(
        text,
        "){base} {{\n    /** Says nothing of what it holds. */\n    override fun toString(): String = \"{name}(…)\"\n}}"
    );
}

/// Words that are names in Kotlin only between backticks.
const KEYWORDS: [&str; 13] =
    ["as", "class", "do", "for", "fun", "in", "interface", "is", "object", "package", "return", "val", "when"];

/// The name of a member in Kotlin.
fn name_of(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    let name = first + &words.map(capitalised).collect::<String>();
    if KEYWORDS.contains(&name.as_str()) { format!("`{name}`") } else { name }
}

fn annotation(member: &Member) -> String {
    let optional = !member.is_required && !matches!(member.kind, Kind::List(_));
    plain(&member.kind) + if optional { "?" } else { "" }
}

fn plain(kind: &Kind) -> String {
    match kind {
        Kind::Text => "String".to_owned(),
        Kind::Integer => "Long".to_owned(),
        Kind::Boolean => "Boolean".to_owned(),
        Kind::Named(name) => name.clone(),
        Kind::List(kind) => format!("List<{}>", plain(kind)),
    }
}

/// A comment of KDoc, in lines of at most 120 columns.
fn documented(doc: &str, indent: usize, text: &mut String) {
    let margin = " ".repeat(indent);
    let words = doc.replace("*/", "* /");
    let mut lines = vec![String::new()];
    for word in words.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() || line.len() + word.len() + indent < 112 => {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    if let [line] = lines.as_slice() {
        let _ = writeln!(text, "{margin}/** {line} */");
    } else {
        let _ = writeln!(text, "{margin}/**\n{margin} * {}\n{margin} */", lines.join(&format!("\n{margin} * ")));
    }
}
