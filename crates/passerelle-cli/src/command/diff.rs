//! `passerelle diff`.

use std::path::{Path, PathBuf};

use clap::Args;
use passerelle::diff::{self, ChangeKind, changes_of_copies, describe};
use passerelle::json::{Object, Value};
use passerelle::redaction::Partial;
use serde::Serialize;

use crate::arguments::Format;
use crate::context::{Context, Values};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::Source;
use crate::output::{Examined, Out, Pen, print, refuse, shown_pointer};
use crate::record_in::partial_in;

/// Say in words what changed between two revisions
///
/// Items of lists are known again by what they are, so that a leg put into a route is one addition. Nothing is verified.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The earlier revision, a draft or signed
    #[arg(value_name = "A")]
    from: PathBuf,
    /// The later revision
    #[arg(value_name = "B")]
    to: PathBuf,
}

#[derive(Serialize)]
struct Body {
    from: String,
    to: String,
    changes: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    kind: &'static str,
    section: String,
    pointer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    earlier_pointer: Option<String>,
    text: String,
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    context.only(&[Format::Human, Format::Json])?;
    let (earlier, later) = match (read(&arguments.from)?, read(&arguments.to)?) {
        (Ok(earlier), Ok(later)) => (earlier, later),
        (Err(examined), _) | (_, Err(examined)) => return refuse(&examined, "diff", context),
    };
    let found = changes_of_copies(&earlier, &later);
    if context.format == Format::Json {
        let body = Body {
            from: Source::of(&arguments.from).name(),
            to: Source::of(&arguments.to).name(),
            changes: found.iter().map(|change| entry(change, context)).collect(),
        };
        print("diff", &body, context, out)?;
        return Ok(Exit::Valid);
    }
    let pen = Pen::new(context);
    out.line(&format!("{}  {}", pen.strong(&heading(&earlier.object)), Source::of(&arguments.from).name()))?;
    out.line(&format!("{}  {}", pen.strong(&heading(&later.object)), Source::of(&arguments.to).name()))?;
    if found.is_empty() {
        return out.line(&pen.said(pen.words().nothing_changed)).map(|()| Exit::Valid);
    }
    out.line("")?;
    for change in &found {
        let text = pen.said(&describe(change, context.language, values(context)));
        let pointer = shown_pointer(change.pointer(), context.values);
        out.line(&format!("  {} {text}  {}", pen.change(change.kind()), pen.faint(&pointer)))?;
    }
    Ok(Exit::Valid)
}

fn read(path: &Path) -> Result<Result<Partial, Box<Examined>>, Failure> {
    let source = Source::of(path);
    Ok(partial_in(source.name(), source.read()?))
}

/// What a revision says that it is.
fn heading(record: &Object) -> String {
    let rev = record.get("rev").and_then(Value::as_integer).map_or("?".to_owned(), |rev| rev.to_string());
    let id = record.get("id").and_then(Value::as_str).and_then(|id| passerelle::record::RecordId::new(id).ok());
    format!("{} rev {rev}", id.map_or("?".to_owned(), |id| id.to_string()))
}

fn values(context: &Context) -> diff::Values {
    match context.values {
        Values::Shown => diff::Values::Shown,
        Values::Masked => diff::Values::Masked,
    }
}

fn entry(change: &diff::Change, context: &Context) -> Entry {
    Entry {
        kind: change.kind().as_str(),
        section: change.section().to_owned(),
        pointer: shown_pointer(change.pointer(), context.values),
        earlier_pointer: change
            .earlier_pointer()
            .filter(|earlier| change.kind() != ChangeKind::Added && *earlier != change.pointer())
            .map(|earlier| shown_pointer(earlier, context.values)),
        text: describe(change, context.language, values(context)),
    }
}
