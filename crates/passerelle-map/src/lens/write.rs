//! From a record to a row.

use passerelle::Code;
use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::read::{Built, Placed, Policy};
use super::residue::{Remark, compare};
use super::{Put, RowFault};
use crate::convert::Writing;
use crate::pack::target::Step;
use crate::pack::{Field, Group, Pack};
use crate::source::Row;
use crate::zone::folded;

/// The member by which a record denies what an element says.
const NEGATED: &str = "negated";

/// Which element of the record goes to which slot of a group.
struct Assigned {
    group: usize,
    slot: usize,
    index: usize,
}

impl Pack {
    /// Writes a record into a row: into the row that stands for it already, or into a fresh one.
    ///
    /// # Errors
    /// The row that stands there is none that this pack reads: `MAP_VALUE`, `MAP_CODE`.
    pub fn put(&self, record: &Value, old: Option<&Row>) -> Result<Put, RowFault> {
        let before = old.map(|row| self.build(row, Policy::OfPack)).transpose()?;
        let mut blank = Row::of(vec![self.source.blank.clone(); self.source.columns.len()]);
        for (column, value) in &self.constants {
            if let Some(cell) = blank.cells.get_mut(*column) {
                *cell = Some(value.clone());
            }
        }
        let mut row = old.cloned().unwrap_or(blank);
        row.children.resize(self.children.len(), Vec::new());
        let zoned = old.filter(|_| !self.zones.is_empty()).map(|old| self.wide(old, Policy::OfPack, &mut Vec::new()));
        let zoned = zoned.transpose()?;
        row.cells.resize(self.columns.len(), None);
        if let Some(zoned) = &zoned {
            row.cells.clone_from(&zoned.cells);
        }
        let mut remarks = Vec::new();
        let assigned = self.assign(record, before.as_ref(), &row);
        self.make_room(&assigned, &mut row);
        for field in &self.fields {
            match (field.group, &field.split) {
                (None, _) => {
                    let place = pointer(&field.target.above);
                    let held = before.as_ref().map(|built| self.value(field, &built.record, None));
                    let value = self.value(field, record, None);
                    self.write_field(field, 0, held, value, &place, &mut row, &mut remarks);
                }
                (Some(group), Some(between)) => {
                    self.write_list(field, group, between, record, before.as_ref(), &assigned, &mut row, &mut remarks);
                }
                (Some(group), None) => {
                    let slots = field.child.map_or(field.slots.len(), |child| row.of_child(child).len());
                    for slot in 0..slots {
                        let index = |placed: &[Placed]| {
                            placed
                                .iter()
                                .find(|placed| (placed.group, placed.slot) == (group, slot))
                                .map(|placed| placed.index)
                        };
                        let held = before.as_ref().map(|built| {
                            index(&built.placed).and_then(|index| self.value(field, &built.record, Some(index)))
                        });
                        let new = assigned.iter().find(|assigned| (assigned.group, assigned.slot) == (group, slot));
                        let value = new.and_then(|new| self.value(field, record, Some(new.index)));
                        let place = new.map(|new| format!("{}/{}", pointer(&field.target.above), new.index));
                        self.write_field(field, slot, held, value, &place.unwrap_or_default(), &mut row, &mut remarks);
                    }
                }
            }
        }
        self.write_zones(zoned.as_ref(), &mut row);
        self.join(&assigned, before.as_ref(), old, &mut row);
        let read_back = self.build(&row, Policy::Lenient)?;
        let (residue, losses) = compare(&read_back.record, record, &remarks, &self.name());
        Ok(Put { row, residue, losses })
    }

    /// Gives the elements of the record to the slots of the row: first those that the row holds already, then in their order.
    fn assign(&self, record: &Value, before: Option<&Built>, row: &Row) -> Vec<Assigned> {
        let mut assigned: Vec<Assigned> = Vec::new();
        for (index, group) in self.groups.iter().enumerate() {
            let Some(items) = record.pointer(&pointer(&group.above)).and_then(Value::as_array) else { continue };
            let is_claimed = |item: usize, assigned: &[Assigned]| {
                assigned.iter().any(|held| {
                    held.index == item && self.groups.get(held.group).is_some_and(|other| other.above == group.above)
                })
            };
            let fitting: Vec<usize> = items
                .iter()
                .enumerate()
                .filter(|(_, element)| group.item.fits(element) && self.can_say(group, element))
                .filter(|(item, _)| !is_claimed(*item, &assigned))
                .map(|(item, _)| item)
                .collect();
            let values = |record: &Value, item: usize| -> Vec<Option<Value>> {
                let fields = group.fields.iter().filter_map(|field| self.fields.get(*field));
                fields.map(|field| self.value(field, record, Some(item))).collect()
            };
            let held: Vec<(usize, Vec<Option<Value>>)> = before.map_or(Vec::new(), |built| {
                let placed = built.placed.iter().filter(|placed| placed.group == index);
                placed.map(|placed| (placed.slot, values(&built.record, placed.index))).collect()
            });
            let mut free: Vec<usize> = match (group.capacity, group.child) {
                (Some(capacity), _) => (0..capacity).collect(),
                (None, None) => (0..fitting.len().max(held.len())).collect(),
                (None, Some(child)) => {
                    // A row that says nothing here may say something that only its own system reads: it is left alone.
                    let rows = row.of_child(child).len();
                    let is_deep = self.children.get(child).is_some_and(|child| child.above.is_some());
                    // Nobody can tell to which row above a new one would belong.
                    let new = if is_deep { 0 } else { fitting.len() };
                    let held = (0..rows).filter(|slot| held.iter().any(|(held, _)| held == slot));
                    held.chain(rows..rows + new).collect()
                }
            };
            let mut rest = Vec::new();
            for item in fitting {
                let says = values(record, item);
                let slot = held.iter().find(|(slot, held)| free.contains(slot) && *held == says).map(|(slot, _)| *slot);
                match slot {
                    Some(slot) => {
                        free.retain(|other| *other != slot);
                        assigned.push(Assigned { group: index, slot, index: item });
                    }
                    None => rest.push(item),
                }
            }
            // Slots whose element has changed come before those that were empty.
            free.sort_by_key(|slot| (!held.iter().any(|(held, _)| held == slot), *slot));
            assigned.extend(rest.into_iter().zip(free).map(|(item, slot)| Assigned {
                group: index,
                slot,
                index: item,
            }));
        }
        assigned
    }

    /// Whether columns can say what an element says. Columns state something; what the record denies is for none of them, unless the pack
    /// has a place for the denial.
    ///
    /// spec: PSR-MAP-016
    fn can_say(&self, group: &Group, element: &Value) -> bool {
        let is_denied = element.get(NEGATED) == Some(&Value::Bool(true));
        let mut fields = group.fields.iter().filter_map(|field| self.fields.get(*field));
        let is_mapped =
            |field: &Field| matches!(field.target.below.as_slice(), [Step::Member(name)] if name == NEGATED);
        !is_denied || group.item.matched.contains_key(NEGATED) || fields.any(is_mapped)
    }

    /// Puts the zones together again whose parts say something else now, and takes the parts away.
    fn write_zones(&self, before: Option<&Row>, row: &mut Row) {
        for zone in &self.zones {
            let parts = row.cells.get(zone.range()).unwrap_or_default();
            let is_null =
                |cell: &Option<String>| cell.as_ref().is_none_or(|cell| cell.is_empty() || self.null.contains(cell));
            let parts: Vec<Option<String>> = parts.iter().map(|cell| cell.clone().filter(|_| !is_null(cell))).collect();
            let held = before.and_then(|before| before.cells.get(zone.range()));
            let is_same = held.map_or(parts.iter().all(Option::is_none), |held| held == parts.as_slice());
            if !is_same {
                zone.place(zone.write(&parts), self.source.blank.as_ref(), row);
            }
        }
        row.cells.truncate(self.source.columns.len());
    }

    /// Adds a row to each child table for every element that no row of it holds yet.
    fn make_room(&self, assigned: &[Assigned], row: &mut Row) {
        for assigned in assigned {
            let Some(child) = self.groups.get(assigned.group).and_then(|group| group.child) else { continue };
            let (Some(table), Some(rows)) = (self.children.get(child), row.children.get_mut(child)) else { continue };
            while rows.len() <= assigned.slot {
                rows.push(Row::of(vec![table.source.blank.clone(); table.source.columns.len()]));
            }
        }
    }

    /// Takes out child rows whose element is gone, with those that belong to them, and joins the others to the row.
    fn join(&self, assigned: &[Assigned], before: Option<&Built>, old: Option<&Row>, row: &mut Row) {
        for (index, group) in self.groups.iter().enumerate() {
            let Some(rows) = group.child.and_then(|child| row.children.get_mut(child)) else { continue };
            let was = |slot: usize| {
                before.is_some_and(|built| built.placed.iter().any(|held| (held.group, held.slot) == (index, slot)))
            };
            let is = |slot: usize| assigned.iter().any(|held| (held.group, held.slot) == (index, slot));
            let mut slot = 0;
            rows.retain(|_| {
                slot += 1;
                is(slot - 1) || !was(slot - 1)
            });
        }
        let key_of = |row: &Row, columns: &[usize]| -> Vec<Option<String>> {
            columns.iter().map(|column| row.cells.get(*column).cloned().flatten()).collect()
        };
        let key = key_of(row, &self.key);
        let is_kept = old.is_some_and(|old| same_key(&key_of(old, &self.key), &key));
        // Above before below, however the pack lists them: a table is at most as deep as there are tables.
        for _ in 0..self.children.len() {
            for (index, child) in self.children.iter().enumerate() {
                let Some(mut rows) = row.children.get_mut(index).map(std::mem::take) else { continue };
                match child.above.and_then(|above| Some((self.children.get(above)?, row.of_child(above)))) {
                    Some((table, above)) => {
                        let was_above = old.zip(child.above).map(|(old, above)| old.of_child(above));
                        rows.retain(|row| {
                            let held = key_of(row, &child.key);
                            let is_in =
                                |rows: &[Row]| rows.iter().any(|above| same_key(&key_of(above, &table.id), &held));
                            is_in(above) || !was_above.is_some_and(is_in)
                        });
                    }
                    None => {
                        // Rows that were there stay as they are while the key does.
                        let were = old.filter(|_| is_kept).map_or(0, |old| old.of_child(index).len());
                        let kept = rows.len().min(were);
                        for row in rows.iter_mut().skip(kept) {
                            for (column, cell) in child.key.iter().zip(&key) {
                                if let Some(place) = row.cells.get_mut(*column) {
                                    place.clone_from(cell);
                                }
                            }
                        }
                    }
                }
                if let Some(place) = row.children.get_mut(index) {
                    *place = rows;
                }
            }
        }
    }

    /// What a record says at the place of a field.
    fn value(&self, field: &Field, record: &Value, item: Option<usize>) -> Option<Value> {
        let above = record.pointer(&pointer(&field.target.above))?;
        let mut value = match item {
            Some(item) => above.as_array()?.get(item)?,
            None => above,
        };
        for step in &field.target.below {
            value = match step {
                Step::Member(name) => value.get(name)?,
                Step::Inner(item) => value.as_array()?.iter().find(|element| item.fits(element))?,
            };
        }
        let members = field.converter.members();
        if members.is_empty() {
            return Some(value.clone());
        }
        let held: Map<String, Value> =
            members.iter().filter_map(|name| Some((name.clone(), value.get(name)?.clone()))).collect();
        (!held.is_empty()).then_some(Value::Object(held))
    }

    #[expect(clippy::too_many_arguments, reason = "the place, what was there, and what is to be there")]
    fn write_field(
        &self,
        field: &Field,
        slot: usize,
        held: Option<Option<Value>>,
        value: Option<Value>,
        place: &str,
        row: &mut Row,
        remarks: &mut Vec<Remark>,
    ) {
        // The row says so already: its cells stay as they are. spec: PSR-MAP-017
        if held.is_some_and(|held| held == value) {
            return;
        }
        let columns = field.slots.get(if field.child.is_some() { 0 } else { slot });
        let columns = columns.map(Vec::as_slice).unwrap_or_default();
        let writing = match &value {
            None => None,
            Some(value) => match field.converter.write(value).and_then(|writing| self.fit(field, columns, writing)) {
                Ok(writing) => Some(writing),
                Err(code) => {
                    remarks.push(Remark { place: place.to_owned(), code, columns: field.from.clone(), is_loss: false });
                    None
                }
            },
        };
        if let Some(code) = writing.as_ref().and_then(|writing| writing.loss) {
            remarks.push(Remark {
                place: format!("{place}{}", below(field)),
                code,
                columns: field.from.clone(),
                is_loss: true,
            });
        }
        let empty = field.absent.clone().or_else(|| self.source_of(field).blank.clone());
        let row = match field.child {
            None => Some(row),
            Some(child) => row.children.get_mut(child).and_then(|rows| rows.get_mut(slot)),
        };
        let Some(row) = row else { return };
        for (position, column) in columns.iter().enumerate() {
            let text = writing.as_ref().and_then(|writing| writing.cells.get(position)).filter(|text| !text.is_empty());
            if let Some(cell) = row.cells.get_mut(*column) {
                *cell = text.cloned().or_else(|| empty.clone());
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the place, what was there, and what is to be there")]
    fn write_list(
        &self,
        field: &Field,
        group: usize,
        between: &str,
        record: &Value,
        before: Option<&Built>,
        assigned: &[Assigned],
        row: &mut Row,
        remarks: &mut Vec<Remark>,
    ) {
        let columns = field.slots.first().map(Vec::as_slice).unwrap_or_default();
        let held: Option<Vec<Value>> = before.map(|built| {
            let mut placed: Vec<&Placed> = built.placed.iter().filter(|placed| placed.group == group).collect();
            placed.sort_by_key(|placed| placed.index);
            placed.iter().filter_map(|placed| self.value(field, &built.record, Some(placed.index))).collect()
        });
        let mut of_group: Vec<&Assigned> = assigned.iter().filter(|assigned| assigned.group == group).collect();
        of_group.sort_by_key(|assigned| assigned.index);
        let values: Vec<(usize, Value)> = of_group
            .iter()
            .filter_map(|assigned| Some((assigned.index, self.value(field, record, Some(assigned.index))?)))
            .collect();
        if held.is_some_and(|held| held.iter().eq(values.iter().map(|(_, value)| value))) {
            return;
        }
        let mut pieces: Vec<String> = Vec::new();
        for (index, value) in values {
            let place = format!("{}/{index}", pointer(&field.target.above));
            let written = field.converter.write(&value).and_then(|writing| {
                let piece = writing.cells.into_iter().next().unwrap_or_default();
                if piece.contains(between) { Err(Code::MapNotCarried) } else { Ok((piece, writing.loss)) }
            });
            let fitted = written.and_then(|(piece, loss)| {
                let joined = pieces.iter().cloned().chain([piece.clone()]).collect::<Vec<_>>().join(between);
                let _ = self.fit(field, columns, Writing { cells: vec![joined], loss: None })?;
                Ok((piece, loss))
            });
            match fitted {
                Ok((piece, loss)) => {
                    pieces.push(piece);
                    if let Some(code) = loss {
                        remarks.push(Remark { place, code, columns: field.from.clone(), is_loss: true });
                    }
                }
                Err(code) => remarks.push(Remark { place, code, columns: field.from.clone(), is_loss: false }),
            }
        }
        let text = pieces.join(between);
        let writing = self.fit(field, columns, Writing { cells: vec![text], loss: None });
        let text = writing.ok().and_then(|writing| writing.cells.into_iter().next()).filter(|text| !text.is_empty());
        if let Some(cell) = columns.first().and_then(|column| row.cells.get_mut(*column)) {
            *cell = text.or_else(|| field.absent.clone()).or_else(|| self.source.blank.clone());
        }
    }

    /// The same cells, if the columns can hold them; without accents where the field allows that and it helps.
    ///
    /// spec: PSR-MAP-016
    fn fit(&self, field: &Field, columns: &[usize], writing: Writing) -> Result<Writing, Code> {
        let mut cells = Vec::with_capacity(writing.cells.len());
        for (column, text) in columns.iter().zip(&writing.cells) {
            // A cell that reads as empty says nothing.
            if !text.is_empty() && self.is_null(Some(text), field) {
                return Err(Code::MapNotCarried);
            }
            let source = self.source_of(field);
            let zone = self.zones.iter().find(|zone| field.child.is_none() && zone.holds(*column));
            let room = |text: &str| zone.map_or_else(|| source.room(*column, text), |zone| zone.room(*column, text));
            match room(text) {
                Ok(()) => cells.push(text.clone()),
                Err(Code::MapUnencodable) if field.fold => {
                    let folded = if zone.is_some() { folded(text) } else { fold(text) };
                    room(&folded)?;
                    cells.push(folded);
                }
                Err(code) => return Err(code),
            }
        }
        Ok(Writing { cells, ..writing })
    }
}

/// Whether two keys are the same, as rows are joined by them.
fn same_key(left: &[Option<String>], right: &[Option<String>]) -> bool {
    let text = |cell: &Option<String>| cell.as_deref().unwrap_or_default().trim().to_owned();
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| text(left) == text(right))
}

/// A text without accents and other marks on its letters.
fn fold(text: &str) -> String {
    text.nfd().filter(|character| !is_combining_mark(*character)).nfc().collect()
}

pub(super) fn pointer(members: &[String]) -> String {
    members.iter().map(|member| format!("/{member}")).collect()
}

fn below(field: &Field) -> String {
    let members = field.target.below.iter().filter_map(|step| match step {
        Step::Member(name) => Some(format!("/{name}")),
        Step::Inner(_) => None,
    });
    members.collect()
}
