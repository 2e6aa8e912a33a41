//! Machine readable zones: which columns they are, and which columns come of them.

use std::ops::Range;

use passerelle::Code;

use super::compile::{Faults, Scope};
use super::document::{Columns, Document, MrzFormat, Unmapped};
use crate::zone::{Format, Zone};

/// The zones of a pack. Their parts become columns behind those of the source.
pub(super) fn zones(document: &Document, scope: &mut Scope, faults: &mut Faults<'_>) -> Vec<(Zone, Range<usize>)> {
    let mut zones = Vec::new();
    for described in &document.mrz {
        let format = match described.format {
            MrzFormat::Td1 => Format::Td1,
            MrzFormat::Td2 => Format::Td2,
            MrzFormat::Td3 => Format::Td3,
        };
        let span = described.from.span();
        let names = match described.from.get_ref() {
            Columns::One(name) => vec![name.clone()],
            Columns::Several(names) => names.clone(),
        };
        let (lines, length) = format.size();
        if names.len() != 1 && names.len() != lines {
            let detail = format!("a zone of this form is one column, or {lines}: one for each line of {length} signs");
            faults.add(Code::MapOption, span.clone(), detail);
        }
        let mut columns = Vec::new();
        for name in names {
            let Some(column) = scope.find(&toml::Spanned::new(span.clone(), name), faults) else { continue };
            if scope.users.insert(column, span.clone()).is_some() {
                faults.add(Code::MapColumn, span.clone(), "a column of this zone is used already");
            }
            columns.push(column);
        }
        let first = scope.columns.len();
        for part in format.names() {
            let name = format!("{}.{part}", described.name.get_ref());
            if scope.columns.contains(&name) {
                faults.add(Code::MapColumn, described.name.span(), format!("`{name}` is a column already"));
            }
            scope.columns.push(name);
        }
        let is_left_out = described.unmapped == Unmapped::Leave;
        zones.push((Zone { format, columns, first, is_left_out }, described.name.span()));
    }
    zones
}
