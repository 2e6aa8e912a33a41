//! `passerelle vocab`.

use clap::Args;
use passerelle::vocabulary::{self, List, Openness};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::arguments::Format;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Out, Pen, nearest, print};

/// Show the code lists, one list, or one code
#[derive(Args)]
pub(crate) struct Arguments {
    /// A list, for example transport-mode
    #[arg(value_name = "LIST")]
    list: Option<String>,
    /// A code of that list
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Body {
    Lists(Vec<ListEntry>),
    List(ListEntry),
}

#[derive(Serialize)]
struct ListEntry {
    name: &'static str,
    title: &'static str,
    edition: &'static str,
    openness: &'static str,
    source: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    codes: Vec<CodeEntry>,
}

#[derive(Serialize)]
struct CodeEntry {
    code: &'static str,
    label: &'static str,
    definition: &'static str,
    since: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    replaced_by: Option<&'static str>,
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    context.only(&[Format::Human, Format::Json])?;
    let found = arguments.list.as_deref().map(find).transpose()?;
    let chosen = match (found, arguments.code.as_deref()) {
        (Some(list), Some(code)) => vec![entry(list, code)?],
        (Some(list), None) => list.entries().iter().collect(),
        (None, _) => Vec::new(),
    };
    match (found, context.format) {
        (None, Format::Json) => {
            let lists = vocabulary::lists().map(|list| list_entry(list, &[], context)).collect();
            print("vocab", &Body::Lists(lists), context, out)?;
        }
        (Some(list), Format::Json) => {
            print("vocab", &Body::List(list_entry(list, &chosen, context)), context, out)?;
        }
        (None, _) => tell_all(context, out)?,
        (Some(list), _) => tell(list, &chosen, arguments.code.is_none(), context, out)?,
    }
    Ok(Exit::Valid)
}

fn find(name: &str) -> Result<&'static List, Failure> {
    vocabulary::list(name).ok_or_else(|| {
        let near = nearest(name, vocabulary::lists().map(List::name));
        let meant = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
        Failure::usage(format!("there is no list of this name{meant}").trim_end_matches('?')).about(name)
    })
}

fn entry(list: &'static List, code: &str) -> Result<&'static vocabulary::Entry, Failure> {
    list.get(code).ok_or_else(|| {
        let near = nearest(code, list.entries().iter().map(vocabulary::Entry::code));
        let meant = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
        let reason = format!("the list {} has no such code{meant}", list.name());
        Failure::usage(reason.trim_end_matches('?')).about(code)
    })
}

fn list_entry(list: &'static List, chosen: &[&'static vocabulary::Entry], context: &Context) -> ListEntry {
    let codes = chosen.iter().map(|entry| CodeEntry {
        code: entry.code(),
        label: entry.label(context.language),
        definition: entry.definition(context.language),
        since: entry.since(),
        replaced_by: entry.replaced_by(),
    });
    ListEntry {
        name: list.name(),
        title: list.title(context.language),
        edition: list.version(),
        openness: if list.openness() == Openness::Open { "open" } else { "closed" },
        source: list.source(),
        codes: codes.collect(),
    }
}

fn tell_all(context: &Context, out: &mut Out) -> Result<(), Failure> {
    let pen = Pen::new(context);
    for list in vocabulary::lists() {
        let gap = " ".repeat(26_usize.saturating_sub(list.name().len()));
        let count = list.entries().len();
        out.line(&format!("{}{gap}{count:>4}  {}", pen.strong(list.name()), pen.said(list.title(context.language))))?;
    }
    Ok(())
}

fn tell(
    list: &'static List,
    chosen: &[&'static vocabulary::Entry],
    with_head: bool,
    context: &Context,
    out: &mut Out,
) -> Result<(), Failure> {
    let pen = Pen::new(context);
    let words = pen.words();
    if with_head {
        out.line(&format!("{}: {}", pen.strong(list.name()), pen.said(list.title(context.language))))?;
        let openness = if list.openness() == Openness::Open { words.open } else { words.closed };
        out.line(&pen.fact(words.edition, list.version()))?;
        out.line(&pen.fact(words.list, &pen.said(openness)))?;
        out.line(&pen.fact(words.source, list.source()))?;
    }
    for (index, entry) in chosen.iter().enumerate() {
        if with_head || index > 0 {
            out.line("")?;
        }
        out.line(&format!("{}: {}", pen.strong(entry.code()), pen.strong(&pen.said(entry.label(context.language)))))?;
        for line in wrapped(entry.definition(context.language), 92) {
            out.line(&format!("    {}", pen.said(&line)))?;
        }
        if let Some(successor) = entry.replaced_by() {
            out.line(&format!("    {} {successor}", pen.said(words.replaced_by)))?;
        }
    }
    Ok(())
}

/// A text in lines of at most so many columns.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut().filter(|line| line.width() + 1 + word.width() <= width) {
            Some(line) => *line += &format!(" {word}"),
            None => lines.push(word.to_owned()),
        }
    }
    lines
}
