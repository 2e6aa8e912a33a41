//! From a row to a draft.

use serde_json::{Map, Value};

use super::layout::{Cell, Element, Filling, Written};
use super::{Draft, Loss, Residue, RowFault};
use crate::convert::{Reading, Unreadable};
use crate::identity::IdentityKey;
use crate::pack::target::Step;
use crate::pack::{Field, Group, Pack, Unmapped};
use crate::source::Row;
use passerelle::Code;

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

/// What a row says, and what of it is left out.
struct Said {
    filling: Filling,
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
        let record = serde_json::from_slice(&self.layout.write(&said.filling, Vec::new()).text).unwrap_or_default();
        let mut placed: Vec<Placed> = Vec::new();
        for (number, element) in said.filling.elements.iter().enumerate() {
            let earlier = said.filling.elements.iter().take(number);
            let before = earlier.filter(|earlier| earlier.list == element.list).count();
            let index = self.layout.constants_of(element.list) + before;
            placed.push(Placed { group: element.group, slot: element.slot, index });
        }
        Ok(Built { record, placed, left: said.left })
    }

    /// The record of a row as its canonical text, written into a buffer.
    pub(crate) fn write_draft(
        &self,
        row: &Row,
        identity: Option<&IdentityKey>,
        buffer: Vec<u8>,
    ) -> Result<Written, RowFault> {
        Ok(self.layout.write(&self.say(row, Policy::OfPack, identity)?.filling, buffer))
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
        let mut texts = Vec::new();
        for (index, field) in self.fields.iter().enumerate() {
            self.read_field(index, field, row, (policy, identity), &mut texts, &mut cells, &mut left)?;
        }
        self.drop_incomplete(&mut cells, &mut left);
        let elements = self.elements(&cells);
        Ok(Said { filling: Filling { cells, elements }, left })
    }

    /// The elements that values make, in the order in which the first of each was read.
    fn elements(&self, cells: &[Cell]) -> Vec<Element> {
        let mut elements: Vec<Element> = Vec::with_capacity(cells.len());
        for cell in cells {
            let Some(field) = self.fields.get(cell.field) else { continue };
            let Some((number, Group { item, list, .. })) =
                field.group.and_then(|group| Some((group, self.groups.get(group)?)))
            else {
                continue;
            };
            let has_layout = self.layout.has_element(number);
            let is_it = |element: &Element| element.group == number && element.slot == cell.slot;
            let held = elements.iter().position(is_it).unwrap_or(elements.len());
            if held == elements.len() {
                let fresh = || item.equal.clone().unwrap_or_else(|| Value::Object(item.fresh()));
                let made = (!has_layout).then(fresh);
                elements.push(Element { list: *list, group: number, slot: cell.slot, made });
            }
            if let Some(made) = elements.get_mut(held).and_then(|element| element.made.as_mut())
                && let Some(place) = descend(made, &field.target.below)
            {
                merge(place, cell.value.clone());
            }
        }
        elements
    }

    #[expect(clippy::too_many_arguments, reason = "where the cells are, how they are read, and where the values go")]
    fn read_field<'r>(
        &'r self,
        index: usize,
        field: &Field,
        row: &'r Row,
        (policy, identity): (Policy, Option<&IdentityKey>),
        texts: &mut Vec<&'r str>,
        cells: &mut Vec<Cell>,
        left: &mut Vec<Loss>,
    ) -> Result<(), RowFault> {
        let rows = field.child.map(|child| row.of_child(child));
        let count = rows.map_or(field.slots.len(), <[Row]>::len);
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
                self.read_slot((index, slot), columns, field, texts, (policy, identity), cells, left)?;
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
            let is_of_group = |cell: &Cell| self.fields.get(cell.field).and_then(|field| field.group) == Some(group);
            let is_whole = |slot: usize| cells.iter().any(|cell| cell.field == index && cell.slot == slot);
            if cells.iter().all(|cell| !is_of_group(cell) || is_whole(cell.slot)) {
                continue;
            }
            let present: Vec<usize> = cells.iter().filter(|cell| cell.field == index).map(|cell| cell.slot).collect();
            cells.retain(|cell| {
                let stays = !is_of_group(cell) || present.contains(&cell.slot);
                if let Some(field) = self.fields.get(cell.field).filter(|_| !stays) {
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
