//! `passerelle map check`, `schema` and `explain`: looking at a pack.

use clap::Args;
use passerelle_map::FieldSummary;

use super::Folder;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Out, Pen};

/// Read a pack and hold it against the format: every mistake with its place, or every field with what it keeps
#[derive(Args)]
pub(super) struct Check {
    #[command(flatten)]
    folder: Folder,
}

/// Write the JSON Schema of map.toml, for editors
#[derive(Args)]
pub(super) struct Schema {}

/// Say what a field of a pack does
#[derive(Args)]
pub(super) struct Explain {
    #[command(flatten)]
    folder: Folder,
    /// A column, or a part of a place in the record
    field: String,
}

pub(super) fn check(arguments: &Check, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let Some(pack) = arguments.folder.open(context, out)? else { return Ok(Exit::Invalid) };
    let pen = Pen::new(context);
    out.line(&format!("{}: {} of {} columns", pen.strong(&pack.name()), pack.record_type(), pack.columns().len()))?;
    let fields = pack.fields();
    let width = fields.iter().map(|field| field.to.chars().count()).max().unwrap_or_default();
    for field in &fields {
        let space = " ".repeat(width - field.to.chars().count());
        out.line(&format!("  {:<12} {}{space}  {:<11} {}", field.class, field.to, field.converter, field.from))?;
    }
    for (column, never, reason) in pack.ignored() {
        let mode = if never { "never-export" } else { "residue" };
        out.line(&format!("  {mode:<12} {column}: {reason}"))?;
    }
    Ok(Exit::Valid)
}

pub(super) fn schema(out: &mut Out) -> Result<Exit, Failure> {
    let text = serde_json::to_string_pretty(&passerelle_map::schema()).unwrap_or_default();
    out.line(&text)?;
    Ok(Exit::Valid)
}

pub(super) fn explain(arguments: &Explain, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let Some(pack) = arguments.folder.open(context, out)? else { return Ok(Exit::Invalid) };
    let meant = arguments.field.as_str();
    let is_meant =
        |field: &&FieldSummary| field.from.split(" + ").any(|from| from == meant) || field.to.contains(meant);
    let fields = pack.fields();
    let found: Vec<&FieldSummary> = fields.iter().filter(is_meant).collect();
    for field in &found {
        let kept = match field.class.as_str() {
            "exact" => "every value has one spelling on either side",
            "normalising" => "the spelling may change, the meaning does not",
            "coarsening" => "one side can say more than the other",
            _ => "the national side has room for a part only",
        };
        out.line(&format!("{} <-> {}", field.from, field.to))?;
        out.line(&format!("  converter {}, {}: {kept}", field.converter, field.class))?;
    }
    let mut ignored = 0;
    for (column, never, reason) in pack.ignored().filter(|(column, ..)| *column == meant) {
        let mode = if never { "never leaves the country" } else { "stays in the national row" };
        out.line(&format!("{column} {mode}: {reason}"))?;
        ignored += 1;
    }
    if found.is_empty() && ignored == 0 {
        return Err(Failure::usage("the pack has no such field").about(meant));
    }
    Ok(Exit::Valid)
}
