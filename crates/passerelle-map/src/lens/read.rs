//! From a row to a draft.

use serde_json::{Map, Value};

use super::{Draft, Loss, Residue, RowFault};
use crate::convert::{Reading, Unreadable};
use crate::pack::target::Step;
use crate::pack::{Field, Pack, Unmapped};
use crate::source::Row;
use passerelle::Code;

/// A value that a field reads for one element.
pub(super) struct Cell {
    field: usize,
    slot: usize,
    value: Value,
}

/// Which element of its list a slot of a group became.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) group: usize,
    pub(super) slot: usize,
    pub(super) index: usize,
}

/// What to do with a cell that its converter does not read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Policy {
    /// As the pack says.
    OfPack,
    /// Take it for empty: the row is one that `put` has made, and what is missing in it is found by comparing.
    Lenient,
}

/// A draft, and which of its elements stand for which columns.
pub(super) struct Built {
    pub(super) record: Value,
    pub(super) placed: Vec<Placed>,
    pub(super) left: Vec<Loss>,
}

impl Pack {
    /// Makes a draft of a row, with what a residue holds of it beside it.
    ///
    /// What a national clerk changed in the row since the residue was made wins over the residue; everything else of it survives.
    ///
    /// # Errors
    /// `MAP_VALUE`, `MAP_CODE`: a cell is not what its converter reads, and the pack does not say to leave such cells out.
    pub fn get(&self, row: &Row, residue: Option<&Residue>) -> Result<Draft, RowFault> {
        let built = self.build(row, Policy::OfPack)?;
        let record = match residue {
            Some(residue) => residue.restore(built.record),
            None => built.record,
        };
        Ok(Draft { record, left: built.left })
    }

    pub(super) fn build(&self, row: &Row, policy: Policy) -> Result<Built, RowFault> {
        let mut left = Vec::new();
        let mut cells = Vec::new();
        for (index, field) in self.fields.iter().enumerate() {
            self.read_field(index, field, row, policy, &mut cells, &mut left)?;
        }
        self.drop_incomplete(&mut cells, &mut left);
        let mut record = self.template.clone();
        let mut placed: Vec<Placed> = Vec::new();
        for cell in cells {
            let Some(field) = self.fields.get(cell.field) else { continue };
            let Some(above) = reach(&mut record, &field.target.above, field.group.is_some()) else { continue };
            let Some(group) = field.group else {
                merge(above, cell.value);
                continue;
            };
            let Some(item) = self.groups.get(group).map(|group| &group.item) else { continue };
            if !above.is_array() {
                *above = Value::Array(Vec::new());
            }
            let Value::Array(items) = above else { continue };
            let held = placed.iter().find(|placed| placed.group == group && placed.slot == cell.slot);
            let index = held.map_or(items.len(), |placed| placed.index);
            if held.is_none() {
                items.push(item.equal.clone().unwrap_or_else(|| Value::Object(item.fresh())));
                placed.push(Placed { group, slot: cell.slot, index });
            }
            if let Some(element) = items.get_mut(index)
                && let Some(place) = descend(element, &field.target.below)
            {
                merge(place, cell.value);
            }
        }
        Ok(Built { record, placed, left })
    }

    fn read_field(
        &self,
        index: usize,
        field: &Field,
        row: &Row,
        policy: Policy,
        cells: &mut Vec<Cell>,
        left: &mut Vec<Loss>,
    ) -> Result<(), RowFault> {
        for (slot, columns) in field.slots.iter().enumerate() {
            let texts: Vec<&str> = columns
                .iter()
                .map(|column| row.cells.get(*column).and_then(Option::as_deref))
                .map(|cell| if self.is_null(cell, field) { "" } else { cell.unwrap_or_default() })
                .collect();
            if texts.iter().all(|text| text.is_empty()) {
                continue;
            }
            let pieces: Vec<Vec<&str>> = match &field.split {
                Some(between) => {
                    let text = texts.first().copied().unwrap_or_default();
                    text.split(between.as_str())
                        .map(str::trim)
                        .filter(|piece| !piece.is_empty())
                        .map(|piece| vec![piece])
                        .collect()
                }
                None => vec![texts],
            };
            for (piece, texts) in pieces.iter().enumerate() {
                match field.converter.read(texts) {
                    Ok(Reading::Value(value)) => cells.push(Cell { field: index, slot: slot + piece, value }),
                    Ok(Reading::Nothing) => {}
                    Err(_) if policy == Policy::Lenient => {}
                    Err(unreadable) if field.unmapped == Unmapped::Leave => {
                        left.push(Loss {
                            place: field.to.clone(),
                            code: unreadable.code,
                            columns: Some(field.from.clone()),
                        });
                    }
                    Err(Unreadable { code, detail }) => {
                        let column = columns.first().and_then(|column| self.source.columns.get(*column)).cloned();
                        return Err(RowFault { code, column, detail: detail.to_owned() });
                    }
                }
            }
        }
        Ok(())
    }

    /// Takes out elements that lack a value they are nothing without.
    fn drop_incomplete(&self, cells: &mut Vec<Cell>, left: &mut Vec<Loss>) {
        let needed: Vec<(usize, usize)> = self
            .fields
            .iter()
            .enumerate()
            .filter(|(_, field)| field.needed)
            .filter_map(|(index, field)| Some((index, field.group?)))
            .collect();
        for (index, group) in needed {
            let present: Vec<usize> = cells.iter().filter(|cell| cell.field == index).map(|cell| cell.slot).collect();
            cells.retain(|cell| {
                let field = self.fields.get(cell.field);
                let is_of_group = field.and_then(|field| field.group) == Some(group);
                let stays = !is_of_group || present.contains(&cell.slot);
                if let Some(field) = field.filter(|_| !stays) {
                    let loss =
                        Loss { place: field.to.clone(), code: Code::MapNotCarried, columns: Some(field.from.clone()) };
                    left.push(loss);
                }
                stays
            });
        }
    }
}

/// The value at the members, made where there is none yet.
fn reach<'v>(record: &'v mut Value, members: &[String], is_list: bool) -> Option<&'v mut Value> {
    let mut value = record;
    for (index, member) in members.iter().enumerate() {
        let is_last = index + 1 == members.len();
        let object = value.as_object_mut()?;
        let fresh = if is_last {
            if is_list { Value::Array(Vec::new()) } else { Value::Null }
        } else {
            Value::Object(Map::new())
        };
        value = object.entry(member.clone()).or_insert(fresh);
    }
    Some(value)
}

fn descend<'v>(mut value: &'v mut Value, steps: &[Step]) -> Option<&'v mut Value> {
    for (index, step) in steps.iter().enumerate() {
        let next_is_list = matches!(steps.get(index + 1), Some(Step::Inner(_)));
        let is_last = index + 1 == steps.len();
        match step {
            Step::Member(name) => {
                let fresh = if next_is_list {
                    Value::Array(Vec::new())
                } else if is_last {
                    Value::Null
                } else {
                    Value::Object(Map::new())
                };
                value = value.as_object_mut()?.entry(name.clone()).or_insert(fresh);
            }
            Step::Inner(item) => {
                let items = value.as_array_mut()?;
                let index = items.iter().position(|element| item.fits(element)).unwrap_or(items.len());
                if index == items.len() {
                    items.push(item.equal.clone().unwrap_or_else(|| Value::Object(item.fresh())));
                }
                value = items.get_mut(index)?;
            }
        }
    }
    Some(value)
}

/// Puts a value in its place; the members of an object go beside those that are there.
fn merge(place: &mut Value, value: Value) {
    match (place, value) {
        (Value::Object(held), Value::Object(members)) => held.extend(members),
        (place, value) => *place = value,
    }
}
