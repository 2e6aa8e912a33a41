//! `map.toml` as it is written. Every member that can be wrong by itself keeps its place in the file.

use std::collections::BTreeMap;
use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::calendar::Calendar;

/// A map pack: how rows of a national system and records of one type stand for one another.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "map.toml")]
pub(crate) struct Document {
    /// What the pack is called.
    pub(crate) map: MapDocument,
    /// How the national system writes its rows.
    pub(crate) source: SourceDocument,
    /// The members that every record of this pack has, as they stand in a record: `type`, `issuer`, `handling` and so on.
    #[schemars(with = "BTreeMap<String, serde_json::Value>")]
    pub(crate) record: Spanned<toml::Table>,
    /// What a record gets when it is issued.
    pub(crate) issue: IssueDocument,
    /// The lenses, one for each column or group of columns.
    #[serde(default)]
    #[schemars(with = "Vec<FieldDocument>")]
    pub(crate) field: Vec<Spanned<FieldDocument>>,
    /// Columns that stand for no member of a record, with the reason.
    #[serde(default)]
    pub(crate) ignore: Vec<IgnoreDocument>,
    /// Columns that are the same in every row.
    #[serde(default)]
    pub(crate) constant: Vec<ConstantDocument>,
    /// Machine readable zones, each taken apart into columns.
    #[serde(default)]
    pub(crate) mrz: Vec<MrzDocument>,
    /// Tables whose rows belong to a row by its key: any number of names, telephones or documents of one person.
    #[serde(default)]
    pub(crate) child: Vec<ChildDocument>,
}

/// A machine readable zone (ICAO Doc 9303), whose parts are mapped as columns of their own: with the name `zone`, `zone.type`,
/// `zone.issuer`, `zone.surname`, `zone.given`, `zone.number`, `zone.nationality`, `zone.birth`, `zone.sex`, `zone.expiry`, `zone.optional`,
/// and for TD1 `zone.optional2`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MrzDocument {
    /// What stands before the names of its parts.
    #[schemars(with = "String")]
    pub(crate) name: Spanned<String>,
    /// The column with all lines, or a column for each line.
    #[schemars(with = "Columns")]
    pub(crate) from: Spanned<Columns>,
    /// The form of the document.
    pub(crate) format: MrzFormat,
    /// What a zone does whose check digits do not fit.
    #[serde(default)]
    pub(crate) unmapped: Unmapped,
}

/// The form of a machine readable zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum MrzFormat {
    /// Three lines of 30 (cards).
    Td1,
    /// Two lines of 36.
    Td2,
    /// Two lines of 44 (passports).
    Td3,
}

/// A table whose rows belong to a row by its key. In a source of JSON they are objects in a list of the row, under the name of the
/// table; in every other source they are a file of their own.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChildDocument {
    /// The name by which fields call it.
    #[schemars(with = "String")]
    pub(crate) name: Spanned<String>,
    /// The child table whose rows these belong to; where it is not said, they belong to the rows of the export.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(crate) of: Option<Spanned<String>>,
    /// The columns that name one row of this table, where the rows of another child table belong to it.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(crate) id: Vec<Spanned<String>>,
    /// How the national system writes its rows. `key` are the columns that hold the key of the row that a row belongs to.
    pub(crate) source: SourceDocument,
}

/// A column that is the same in every row: it is written into every fresh row, and a row with another value is rejected.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConstantDocument {
    /// The column.
    #[schemars(with = "String")]
    pub(crate) column: Spanned<String>,
    /// What stands in it.
    #[schemars(with = "String")]
    pub(crate) value: Spanned<String>,
}

/// What the pack is called.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MapDocument {
    /// The name of the pack, under a name of its owner: `example.northland.suspects`.
    pub(crate) id: String,
    /// The version of the pack: `1.2.0`.
    pub(crate) version: String,
}

/// How the national system writes its rows.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SourceDocument {
    /// The form of the file.
    pub(crate) format: FormatName,
    /// The encoding: `utf-8`, `windows-1256`, `shift_jis`, `cp864`, `ebcdic-420` and others.
    #[schemars(with = "String")]
    pub(crate) encoding: Spanned<String>,
    /// The columns in their order: names, or for fixed width `{ name, width }`.
    #[schemars(with = "Vec<ColumnDocument>")]
    pub(crate) columns: Vec<Spanned<ColumnDocument>>,
    /// The columns that together name one case and no other. The identifier of the record is made from them.
    #[schemars(with = "Vec<String>")]
    pub(crate) key: Vec<Spanned<String>>,
    /// What stands in the key of a row that is new to the national system, with `{}` for its number: `NEW-{}`. Its child rows are joined to
    /// it by that.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(crate) new_key: Option<Spanned<String>>,
    /// What stands in a cell without a value. The first is what is written.
    #[serde(default = "empty_cell")]
    pub(crate) null: Vec<String>,
    /// What tells cells apart, for `csv`.
    #[serde(default)]
    #[schemars(with = "Option<CsvDocument>")]
    pub(crate) csv: Option<Spanned<CsvDocument>>,
    /// What widths count, for `fixed-width`.
    #[serde(default)]
    #[schemars(with = "Option<FixedDocument>")]
    pub(crate) fixed: Option<Spanned<FixedDocument>>,
    /// Where rows stand, for `xml`.
    #[serde(default)]
    #[schemars(with = "Option<XmlDocument>")]
    pub(crate) xml: Option<Spanned<XmlDocument>>,
    /// The name of the sheet, for `xlsx` and `ods`; the first sheet where it is not said.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(crate) sheet: Option<Spanned<String>>,
}

/// Where rows stand in an XML file.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct XmlDocument {
    /// The elements from the root of the file to a row: `export/person`.
    pub(crate) row: String,
    /// The attributes of the root, such as its name space. They are written, and not asked for.
    #[serde(default)]
    pub(crate) attributes: BTreeMap<String, String>,
}

fn empty_cell() -> Vec<String> {
    vec![String::new()]
}

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum FormatName {
    /// Cells between delimiters.
    Csv,
    /// Cells of fixed width.
    FixedWidth,
    /// One JSON object a line; also rows that a program hands over. A column is a member, or a JSON Pointer.
    JsonLines,
    /// One JSON array of objects.
    Json,
    /// XML elements. A column is a path below the element of its row: `@no`, `name/family`, `alias[2]`.
    Xml,
    /// A sheet of a workbook (Office Open XML).
    Xlsx,
    /// A sheet of a workbook (OpenDocument).
    Ods,
}

/// A column.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum ColumnDocument {
    /// Its name.
    Name(String),
    /// Its name and its width.
    Sized(SizedColumn),
}

/// A column of fixed width.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SizedColumn {
    /// The name by which the pack calls it.
    pub(crate) name: String,
    /// Its width, in the unit of `fixed`.
    pub(crate) width: usize,
    /// Where the text stands.
    #[serde(default)]
    pub(crate) align: AlignName,
    /// What fills the rest; a space where it is not said.
    #[serde(default)]
    pub(crate) pad: Option<char>,
}

/// Where a text stands in its column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum AlignName {
    /// At the beginning.
    #[default]
    Left,
    /// At the end.
    Right,
}

/// What tells cells apart.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CsvDocument {
    /// The delimiter; a comma where it is not said.
    #[serde(default = "comma")]
    pub(crate) delimiter: char,
    /// The quotation mark.
    #[serde(default = "quotation_mark")]
    pub(crate) quote: char,
    /// Whether the first line names the columns.
    #[serde(default = "yes")]
    pub(crate) header: bool,
    /// How lines end when they are written.
    #[serde(default)]
    pub(crate) line_end: LineEndName,
}

impl Default for CsvDocument {
    fn default() -> Self {
        Self { delimiter: comma(), quote: quotation_mark(), header: yes(), line_end: LineEndName::default() }
    }
}

fn comma() -> char {
    ','
}

fn quotation_mark() -> char {
    '"'
}

fn yes() -> bool {
    true
}

/// How lines end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LineEndName {
    /// Line feed.
    #[default]
    Lf,
    /// Carriage return and line feed.
    Crlf,
    /// Rows of fixed width follow one another.
    None,
}

/// What widths count, and how lines end.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FixedDocument {
    /// What widths count.
    pub(crate) unit: UnitName,
    /// How lines end.
    #[serde(default)]
    pub(crate) line_end: LineEndName,
}

/// What widths count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum UnitName {
    /// Bytes.
    Bytes,
    /// Characters.
    Characters,
}

/// What a record gets when it is issued.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IssueDocument {
    /// How many days after its issue the record is reviewed.
    pub(crate) review_after_days: i64,
    /// How many days after its issue the record expires.
    #[serde(default)]
    pub(crate) expires_after_days: Option<i64>,
}

/// Columns that stand for no member of a record.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IgnoreDocument {
    /// The child table, where they are columns of one.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(crate) child: Option<Spanned<String>>,
    /// The columns.
    #[schemars(with = "Vec<String>")]
    pub(crate) columns: Vec<Spanned<String>>,
    /// What becomes of them.
    pub(crate) mode: IgnoreMode,
    /// Why.
    #[schemars(with = "String")]
    pub(crate) reason: Spanned<String>,
}

/// What becomes of a column that is not mapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum IgnoreMode {
    /// It stays in the national row.
    Residue,
    /// It must not reach a record; a pack that maps it does not compile.
    NeverExport,
}

/// One column, or several.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Columns {
    /// One column; `ALIAS{1..3}` means the columns `ALIAS1` to `ALIAS3`, which fill one element each.
    One(String),
    /// Several columns that make one value together.
    Several(Vec<String>),
}

/// A lens: columns, a place in the record, and the converter between them.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldDocument {
    /// The child table whose rows fill an element of the list each, where they do.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(crate) child: Option<Spanned<String>>,
    /// The column, or the columns that make one value together.
    #[schemars(with = "Columns")]
    pub(crate) from: Spanned<Columns>,
    /// The place in the record: `/content/names[kind=alias; script=Latn]/full`.
    #[schemars(with = "String")]
    pub(crate) to: Spanned<String>,
    /// The converter.
    #[serde(rename = "as", default)]
    pub(crate) converter: ConverterName,
    /// The element of the list is made only where this field has a value.
    #[serde(default)]
    pub(crate) needed: bool,
    /// Write letters without their accents where the encoding lacks them.
    #[serde(default)]
    pub(crate) fold: bool,
    /// What a value that the converter cannot read does.
    #[serde(default)]
    pub(crate) unmapped: Unmapped,
    /// What is written where the record has no value; it is read as no value too.
    #[serde(default)]
    pub(crate) absent: Option<String>,
    /// What stands between several values in one cell.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(crate) split: Option<Spanned<String>>,
    // Options of converters. Each belongs to some of them, and is refused at the others.
    /// `code`: the table, from the folder of the pack.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(crate) table: Option<Spanned<String>>,
    /// `date`, `datetime`: `YYYY`, `YY`, `MM`, `DD`, `hh`, `mm`, `ss`, and what stands between them. `phone`: how it is written.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(crate) format: Option<Spanned<String>>,
    /// `date`: the calendar of the national system.
    #[serde(default)]
    #[schemars(with = "Option<Calendar>")]
    pub(crate) calendar: Option<Spanned<Calendar>>,
    /// `date`: what stands for a day or month that is not known.
    #[serde(default)]
    #[schemars(with = "Option<UnknownParts>")]
    pub(crate) unknown: Option<Spanned<UnknownParts>>,
    /// `date`: with `YY`, the last year that two digits can mean.
    #[serde(default)]
    #[schemars(with = "Option<i32>")]
    pub(crate) pivot: Option<Spanned<i32>>,
    /// `date`: what a second column says of certainty: `{ "~" = "ENV", "?" = "INC" }`.
    #[serde(default)]
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub(crate) qualifier: Option<Spanned<BTreeMap<String, String>>>,
    /// `datetime`: the offset from UTC in which times are written: `+02:00`.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(crate) offset: Option<Spanned<String>>,
    /// `country`, `language`: how the national system writes it.
    #[serde(default)]
    #[schemars(with = "Option<CodeForm>")]
    pub(crate) code: Option<Spanned<CodeForm>>,
    /// `country`: further codes of the national system, as a code of the record or as members of the element.
    #[serde(default)]
    #[schemars(with = "Option<BTreeMap<String, serde_json::Value>>")]
    pub(crate) extra: Option<Spanned<BTreeMap<String, Extra>>>,
    /// `phone`: the country whose numbers are written without a country code.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(crate) region: Option<Spanned<String>>,
    /// `name`: what each column holds.
    #[serde(default)]
    #[schemars(with = "Option<Vec<NamePart>>")]
    pub(crate) parts: Option<Spanned<Vec<NamePart>>>,
    /// `name`: the order in which the parts make the whole name.
    #[serde(default)]
    #[schemars(with = "Option<Vec<NamePart>>")]
    pub(crate) order: Option<Spanned<Vec<NamePart>>>,
    /// `name`: the part that takes a name without parts.
    #[serde(default)]
    #[schemars(with = "Option<NamePart>")]
    pub(crate) whole: Option<Spanned<NamePart>>,
    /// `name`: what stands between parts; a space where it is not said. `quantity`: what stands between the ends of a range.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(crate) between: Option<Spanned<String>>,
    /// `flag`: the word for yes.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(crate) yes: Option<Spanned<String>>,
    /// `flag`: the word for no.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(crate) no: Option<Spanned<String>>,
    /// `quantity`: the unit of the national system.
    #[serde(default)]
    #[schemars(with = "Option<UnitOfMeasure>")]
    pub(crate) unit: Option<Spanned<UnitOfMeasure>>,
    /// `ref`: the pack of the other row, by its `id`; this pack where it is not said.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(crate) of: Option<Spanned<String>>,
    /// `position`: the radius in metres within which the place lies.
    #[serde(default)]
    #[schemars(with = "Option<i64>")]
    pub(crate) precision_m: Option<Spanned<i64>>,
}

/// What a value does that a converter cannot read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Unmapped {
    /// The row is rejected.
    #[default]
    Reject,
    /// The record goes without it, and the report says so.
    Leave,
}

/// The converters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ConverterName {
    /// A text, without white space around it, in Unicode normalization form C.
    #[default]
    Text,
    /// One of two words.
    Flag,
    /// A whole number.
    Number,
    /// A measure, as a range.
    Quantity,
    /// A code by a table.
    Code,
    /// A date that may be partial, in any calendar.
    Date,
    /// A point in time.
    Datetime,
    /// A name, whole or in parts.
    Name,
    /// A country.
    Country,
    /// A telephone number.
    Phone,
    /// The number of a document, an account or the like: without spaces and hyphens, in capitals.
    Identifier,
    /// An IBAN.
    Iban,
    /// A language.
    Language,
    /// Coordinates.
    Position,
    /// The key of another row of the same system, as the identifier of its record.
    Ref,
}

impl FieldDocument {
    /// The options that are still there: what a converter has not taken is not its own.
    pub(crate) fn left(&self) -> Vec<(&'static str, Range<usize>)> {
        fn of<T>(name: &'static str, option: &Option<Spanned<T>>) -> Option<(&'static str, Range<usize>)> {
            option.as_ref().map(|option| (name, option.span()))
        }
        [
            of("table", &self.table),
            of("format", &self.format),
            of("calendar", &self.calendar),
            of("unknown", &self.unknown),
            of("pivot", &self.pivot),
            of("qualifier", &self.qualifier),
            of("offset", &self.offset),
            of("code", &self.code),
            of("extra", &self.extra),
            of("region", &self.region),
            of("parts", &self.parts),
            of("order", &self.order),
            of("whole", &self.whole),
            of("between", &self.between),
            of("yes", &self.yes),
            of("no", &self.no),
            of("unit", &self.unit),
            of("precision_m", &self.precision_m),
            of("of", &self.of),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// What stands for a part of a date that is not known.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnknownParts {
    /// For the day: `00`.
    pub(crate) day: Option<String>,
    /// For the month: `00`.
    pub(crate) month: Option<String>,
}

/// How a national system writes countries or languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CodeForm {
    /// Two letters (ISO 3166-1, or ISO 639-1 for languages).
    Alpha2,
    /// Three letters (ISO 3166-1, or ISO 639-3 for languages).
    Alpha3,
    /// Three digits (ISO 3166-1).
    Numeric,
    /// As travel documents print it (ICAO Doc 9303-3).
    Icao,
}

/// What a further code stands for.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Extra {
    /// A code of the record.
    Code(String),
    /// Members of the element.
    Members(BTreeMap<String, String>),
}

/// A part of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum NamePart {
    /// The whole name.
    Full,
    /// A title or particle before the name.
    Prefix,
    /// The given names.
    Given,
    /// A name made from the father's name.
    Patronymic,
    /// A name made from the mother's name.
    Matronymic,
    /// The family names.
    Family,
    /// A part after the name.
    Suffix,
}

/// A unit of measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum UnitOfMeasure {
    /// Centimetres.
    Cm,
    /// Metres with two decimals.
    M,
    /// Millimetres.
    Mm,
    /// Inches.
    In,
    /// Feet and inches: `5'11"`.
    FtIn,
    /// Kilograms.
    Kg,
    /// Pounds.
    Lb,
}
