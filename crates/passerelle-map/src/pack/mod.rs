//! Map packs: `map.toml` and its tables, read and held against the format.
//!
//! A pack either compiles as a whole or not at all: a column that nobody thought of, a code that its list does not have and a
//! place that a record does not have are found before the first row is read.

mod children;
mod compile;
mod diagnostic;
pub(crate) mod document;
mod sources;
mod table;
pub(crate) mod target;
mod zones;

use std::collections::BTreeMap;
use std::fmt;

use passerelle::record::RecordType;
use serde_json::Value;

use crate::convert::{Class, Convert};
use crate::identity::IdentityKey;
use crate::lens::layout::Layout;
use crate::source::{Form, Source};
use crate::zone::Zone;
pub use diagnostic::{Diagnostic, PackError};
pub(crate) use document::{IgnoreMode, Unmapped};
pub(crate) use table::{Relation, Table};
use target::{Item, Target};

/// The files of a pack, by their names from its folder.
pub trait Files {
    /// The text of a file, if there is such a file and it is UTF-8.
    fn text(&self, name: &str) -> Option<String>;
}

impl Files for BTreeMap<String, String> {
    fn text(&self, name: &str) -> Option<String> {
        self.get(name).cloned()
    }
}

impl Files for std::path::Path {
    fn text(&self, name: &str) -> Option<String> {
        // A pack names its own files and no others.
        let is_inside =
            std::path::Path::new(name).components().all(|part| matches!(part, std::path::Component::Normal(_)));
        if is_inside { std::fs::read_to_string(self.join(name)).ok() } else { None }
    }
}

/// A map pack that compiles.
pub struct Pack {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) record_type: RecordType,
    /// The members that every record of the pack has.
    pub(crate) template: Value,
    pub(crate) review_after_days: i64,
    pub(crate) expires_after_days: Option<i64>,
    pub(crate) source: Source,
    pub(crate) key: Vec<usize>,
    pub(crate) null: Vec<String>,
    pub(crate) fields: Vec<Field>,
    pub(crate) groups: Vec<Group>,
    /// Fields without which their group makes no element, with the group.
    pub(crate) needed: Vec<(usize, usize)>,
    /// Where constants and fields stand in the text of a record.
    pub(crate) layout: Layout,
    pub(crate) ignored: Vec<Ignored>,
    /// Columns that are the same in every row.
    pub(crate) constants: Vec<(usize, String)>,
    /// Tables whose rows belong to a row.
    pub(crate) children: Vec<Child>,
    /// Columns that are a machine readable zone.
    pub(crate) zones: Vec<Zone>,
    /// The columns of the source, and behind them those of the zones.
    pub(crate) columns: Vec<String>,
    /// What stands in the key of a row that is new.
    pub(crate) new_key: Option<String>,
    /// The key with which references to other rows are read outside a run.
    pub(crate) identity: Option<IdentityKey>,
}

/// A table whose rows belong to a row by its key.
pub(crate) struct Child {
    pub(crate) name: String,
    pub(crate) source: Source,
    pub(crate) null: Vec<String>,
    /// Its columns that hold the key of the row above.
    pub(crate) key: Vec<usize>,
    /// Its columns that name one of its rows.
    pub(crate) id: Vec<usize>,
    /// The child table above it.
    pub(crate) above: Option<usize>,
}

/// A column that stands for no member, and why.
pub(crate) struct Ignored {
    /// Its name, behind that of its child table.
    pub(crate) column: String,
    pub(crate) mode: IgnoreMode,
    pub(crate) reason: String,
}

/// A lens of the pack.
pub(crate) struct Field {
    /// The child table of its columns.
    pub(crate) child: Option<usize>,
    /// Its columns as the pack writes them.
    pub(crate) from: String,
    /// Its place as the pack writes it.
    pub(crate) to: String,
    /// The columns of each element; one entry where the field is no numbered one.
    pub(crate) slots: Vec<Vec<usize>>,
    pub(crate) target: Target,
    /// The element of a list that the field fills, as an index into the groups.
    pub(crate) group: Option<usize>,
    pub(crate) converter: Box<dyn Convert>,
    pub(crate) converter_name: document::ConverterName,
    pub(crate) needed: bool,
    pub(crate) fold: bool,
    pub(crate) unmapped: Unmapped,
    pub(crate) absent: Option<String>,
    pub(crate) split: Option<String>,
    pub(crate) class: Class,
}

/// The fields that fill one element of a list together.
pub(crate) struct Group {
    pub(crate) above: Vec<String>,
    pub(crate) item: Item,
    /// The number of its list in the layout.
    pub(crate) list: usize,
    pub(crate) fields: Vec<usize>,
    /// How many elements there is room for; none where one cell or a child table holds any number.
    pub(crate) capacity: Option<usize>,
    /// The child table whose rows fill it.
    pub(crate) child: Option<usize>,
}

/// What is to be known of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldSummary {
    /// The columns as the pack writes them.
    pub from: String,
    /// The place in a record.
    pub to: String,
    /// The name of the converter.
    pub converter: String,
    /// What is kept on the way there and back.
    pub class: Class,
}

impl Pack {
    /// Reads a pack and holds it against the format.
    ///
    /// # Errors
    /// Everything that is wrong with it: `MAP_SYNTAX`, `MAP_COLUMN`, `MAP_NEVER_EXPORT`, `MAP_TARGET`, `MAP_OPTION`, `MAP_TABLE`.
    pub fn load(files: &dyn Files) -> Result<Self, PackError> {
        compile::compile(files)
    }

    /// Reads the pack in a folder.
    ///
    /// # Errors
    /// As [`Pack::load`].
    pub fn open(folder: &std::path::Path) -> Result<Self, PackError> {
        struct Folder<'p>(&'p std::path::Path);
        impl Files for Folder<'_> {
            fn text(&self, name: &str) -> Option<String> {
                self.0.text(name)
            }
        }
        Self::load(&Folder(folder))
    }

    /// The same pack with the key of the authority, so that [`Pack::get`] and [`Pack::put`] know references to other rows.
    #[must_use]
    pub fn with_identity(mut self, key: &IdentityKey) -> Self {
        self.identity = Some(key.clone());
        self
    }

    /// The name and version of the pack: `example.northland.suspects@1.2.0`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }

    /// The type of the records that the pack makes.
    #[must_use]
    pub fn record_type(&self) -> RecordType {
        self.record_type
    }

    /// The columns in their order.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.source.columns
    }

    /// Columns that stand for no member of a record: the column, whether it may never be exported, and the reason.
    pub fn ignored(&self) -> impl Iterator<Item = (&str, bool, &str)> {
        self.ignored
            .iter()
            .map(|ignored| (ignored.column.as_str(), ignored.mode == IgnoreMode::NeverExport, ignored.reason.as_str()))
    }

    /// The names of the child tables, in their order.
    pub fn children(&self) -> impl Iterator<Item = &str> {
        self.children.iter().map(|child| child.name.as_str())
    }

    /// Whether child rows stand in files of their own; in a source of JSON they stand in their rows.
    #[must_use]
    pub fn has_child_files(&self) -> bool {
        let is_nested = matches!(self.source.form, Form::JsonLines | Form::JsonArray);
        !self.children.is_empty() && !is_nested
    }

    /// The source of a field's columns.
    pub(crate) fn source_of(&self, field: &Field) -> &Source {
        field.child.and_then(|child| self.children.get(child)).map_or(&self.source, |child| &child.source)
    }

    /// The name of a field's column, behind that of its child table.
    pub(crate) fn column_name(&self, field: &Field, column: usize) -> Option<String> {
        let Some(child) = field.child.and_then(|child| self.children.get(child)) else {
            return self.columns.get(column).cloned();
        };
        Some(format!("{}.{}", child.name, child.source.columns.get(column)?))
    }

    /// The fields in their order.
    #[must_use]
    pub fn fields(&self) -> Vec<FieldSummary> {
        let summary = |field: &Field| FieldSummary {
            from: field.from.clone(),
            to: field.to.clone(),
            converter: format!("{:?}", field.converter_name).to_lowercase(),
            class: field.class,
        };
        self.fields.iter().map(summary).collect()
    }

    /// For each field, in the order of [`Pack::fields`], whether a row has anything in its columns.
    #[must_use]
    pub fn filled(&self, row: &crate::source::Row) -> Vec<bool> {
        let wide = self.widened(row, &mut Vec::new());
        let row = wide.as_ref().map_or(row, |wide| wide);
        let is_filled = |field: &Field| {
            let of_row = std::slice::from_ref(row);
            let rows = field.child.map_or(of_row, |child| row.of_child(child));
            rows.iter().any(|row| {
                field.slots.iter().flatten().any(|column| {
                    let cell = row.cells.get(*column).and_then(Option::as_deref);
                    !self.is_null(cell, field)
                })
            })
        };
        self.fields.iter().map(is_filled).collect()
    }

    pub(crate) fn is_null(&self, cell: Option<&str>, field: &Field) -> bool {
        let null = field.child.and_then(|child| self.children.get(child)).map_or(&self.null, |child| &child.null);
        cell.is_none_or(|cell| null.iter().any(|null| null == cell) || field.absent.as_deref() == Some(cell))
    }
}

impl fmt::Debug for Pack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pack").field("name", &self.name()).finish_non_exhaustive()
    }
}

/// The JSON Schema of `map.toml`, for editors.
#[must_use]
pub fn schema() -> Value {
    schemars::schema_for!(document::Document).to_value()
}
