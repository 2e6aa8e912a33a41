//! From a row to a draft.

use serde_json::{Map, Value};

use super::layout::{Filling, Written};
use super::{Draft, Loss, Residue, RowFault};
use crate::convert::{Reading, Unreadable};
use crate::identity::IdentityKey;
use crate::pack::target::Step;
use crate::pack::{Field, Group, Pack, Unmapped};
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

/// What a row says, and which of its elements stand for which columns.
struct Said {
    filling: Filling,
    placed: Vec<Placed>,
    left: Vec<Loss>,
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

    /// The record of a row as a tree.
    pub(super) fn build(&self, row: &Row, policy: Policy) -> Result<Built, RowFault> {
        let said = self.say(row, policy, self.identity.as_ref())?;
        let record = serde_json::from_slice(&self.layout.write(&said.filling).text).unwrap_or_default();
        Ok(Built { record, placed: said.placed, left: said.left })
    }

    /// The record of a row as its canonical text.
    pub(crate) fn write_draft(&self, row: &Row, identity: Option<&IdentityKey>) -> Result<Written, RowFault> {
        Ok(self.layout.write(&self.say(row, Policy::OfPack, identity)?.filling))
    }

    /// A row with the parts of its zones behind its cells.
    pub(super) fn wide(&self, row: &Row, policy: Policy, left: &mut Vec<Loss>) -> Result<Row, RowFault> {
        let mut wide = row.clone();
        wide.cells.truncate(self.source.columns.len());
        for zone in &self.zones {
            let texts: Vec<&str> = zone
                .columns
                .iter()
                .map(|column| row.cells.get(*column).and_then(Option::as_deref).unwrap_or_default())
                .map(|cell| if self.null.iter().any(|null| null == cell) { "" } else { cell })
                .collect();
            let parts = match zone.read(&texts) {
                Ok(parts) => parts,
                Err(detail) => {
                    let names = zone.columns.iter().filter_map(|column| self.source.columns.get(*column).cloned());
                    let columns = names.collect::<Vec<_>>().join(" + ");
                    if policy == Policy::OfPack && !zone.is_left_out {
                        let detail = detail.to_owned();
                        return Err(RowFault { code: Code::MapValue, column: Some(columns), detail });
                    }
                    left.push(Loss { place: "/content".to_owned(), code: Code::MapValue, columns: Some(columns) });
                    vec![None; zone.range().len()]
                }
            };
            wide.cells.extend(parts);
        }
        Ok(wide)
    }

    /// The same for counting; a zone that is not read counts as empty.
    pub(crate) fn widened(&self, row: &Row, left: &mut Vec<Loss>) -> Option<Row> {
        if self.zones.is_empty() { None } else { self.wide(row, Policy::Lenient, left).ok() }
    }

    /// What a row says, place by place.
    fn say(&self, row: &Row, policy: Policy, identity: Option<&IdentityKey>) -> Result<Said, RowFault> {
        let mut left = Vec::new();
        let wide = if self.zones.is_empty() { None } else { Some(self.wide(row, policy, &mut left)?) };
        let row = wide.as_ref().unwrap_or(row);
        let mut cells = Vec::with_capacity(self.fields.len());
        for (column, value) in self.constants.iter().filter(|_| policy == Policy::OfPack) {
            if row.cells.get(*column).and_then(Option::as_deref) != Some(value) {
                let detail = "the constant of the pack is due".to_owned();
                return Err(RowFault {
                    code: Code::MapValue,
                    column: self.source.columns.get(*column).cloned(),
                    detail,
                });
            }
        }
        for (index, field) in self.fields.iter().enumerate() {
            self.read_field(index, field, row, (policy, identity), &mut cells, &mut left)?;
        }
        self.drop_incomplete(&mut cells, &mut left);
        let mut filling = Filling { values: Vec::new(), lists: vec![Vec::new(); self.layout.lists()] };
        let mut placed: Vec<Placed> = Vec::new();
        for cell in cells {
            let Some(field) = self.fields.get(cell.field) else { continue };
            let Some(group) = field.group else {
                filling.values.push((cell.field, cell.value));
                continue;
            };
            let Some(Group { item, list, .. }) = self.groups.get(group) else { continue };
            let Some(items) = filling.lists.get_mut(*list) else { continue };
            let before = self.layout.constants_of(*list);
            let held = placed.iter().find(|placed| placed.group == group && placed.slot == cell.slot);
            let index = held.map_or(before + items.len(), |placed| placed.index);
            if held.is_none() {
                items.push(item.equal.clone().unwrap_or_else(|| Value::Object(item.fresh())));
                placed.push(Placed { group, slot: cell.slot, index });
            }
            if let Some(element) = items.get_mut(index - before)
                && let Some(place) = descend(element, &field.target.below)
            {
                merge(place, cell.value);
            }
        }
        Ok(Said { filling, placed, left })
    }

    fn read_field(
        &self,
        index: usize,
        field: &Field,
        row: &Row,
        (policy, identity): (Policy, Option<&IdentityKey>),
        cells: &mut Vec<Cell>,
        left: &mut Vec<Loss>,
    ) -> Result<(), RowFault> {
        let rows = field.child.map(|child| row.of_child(child));
        let count = rows.map_or(field.slots.len(), <[Row]>::len);
        let mut texts: Vec<&str> = Vec::new();
        for slot in 0..count {
            let columns = field.slots.get(if rows.is_some() { 0 } else { slot });
            let columns = columns.map(Vec::as_slice).unwrap_or_default();
            let row = rows.map_or(Some(row), |rows| rows.get(slot)).unwrap_or(row);
            texts.clear();
            texts.extend(columns.iter().map(|column| {
                let cell = row.cells.get(*column).and_then(Option::as_deref);
                if self.is_null(cell, field) { "" } else { cell.unwrap_or_default() }
            }));
            if !texts.iter().all(|text| text.is_empty()) {
                self.read_slot((index, slot), columns, field, &texts, (policy, identity), cells, left)?;
            }
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "where the cells are, how they are read, and where the value goes")]
    fn read_slot(
        &self,
        (index, slot): (usize, usize),
        columns: &[usize],
        field: &Field,
        texts: &[&str],
        (policy, identity): (Policy, Option<&IdentityKey>),
        cells: &mut Vec<Cell>,
        left: &mut Vec<Loss>,
    ) -> Result<(), RowFault> {
        let mut read = |slot: usize, texts: &[&str]| -> Result<(), RowFault> {
            match field.converter.read_known(texts, identity) {
                Ok(Reading::Value(value)) => cells.push(Cell { field: index, slot, value }),
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
                    let column = columns.first().and_then(|column| self.column_name(field, *column));
                    let which =
                        if field.child.is_some() { format!(", in child row {}", slot + 1) } else { String::new() };
                    return Err(RowFault { code, column, detail: format!("{detail}{which}") });
                }
            }
            Ok(())
        };
        match &field.split {
            None => read(slot, texts)?,
            Some(between) => {
                let text = texts.first().copied().unwrap_or_default();
                let pieces = text.split(between.as_str()).map(str::trim).filter(|piece| !piece.is_empty());
                for (piece, text) in pieces.enumerate() {
                    read(slot + piece, &[text])?;
                }
            }
        }
        Ok(())
    }

    /// Takes out elements that lack a value they are nothing without.
    fn drop_incomplete(&self, cells: &mut Vec<Cell>, left: &mut Vec<Loss>) {
        for (index, group) in self.needed.iter().copied() {
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
