//! What of a record may go out at all.

use passerelle::handling::{Decision, Recipient, Sender, release};
use passerelle::record::{ExactRevision, RecordType};
use passerelle::status::Judgement;
use passerelle::vocabulary::code::Purpose;
use passerelle::{Code, Finding, VerifiedRecord};
use serde_json::Value;

use crate::loss::{Loss, escaped};
use crate::value::text;

/// Parts of every record that stay with those who exchange records: victims, sources, and the issuer's own workings.
///
/// spec: PSR-NBR-011
const WITHHELD: [&str; 7] = [
    "/content/victims",
    "/content/persons",
    "/provenance/sources",
    "/provenance/collection",
    "/national_refs",
    "/contact",
    "/attachments",
];

/// A record that may go to a recipient in a neighbour's format. Only [`clear`] makes one.
#[derive(Clone, PartialEq, Eq)]
pub struct Cleared {
    /// The record, with a null wherever something was taken out, so that all else keeps its place.
    pub(crate) object: Value,
    pub(crate) record_type: RecordType,
    pub(crate) exact: ExactRevision,
    /// What was taken out.
    pub(crate) taken: Vec<Loss>,
}

/// Prints which record it is, never what it says.
impl std::fmt::Debug for Cleared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cleared").field("exact", &self.exact).finish_non_exhaustive()
    }
}

impl Cleared {
    /// The identifier of the record.
    pub(crate) fn id(&self) -> &str {
        self.exact.id.as_str()
    }

    /// The text at a pointer.
    pub(crate) fn text(&self, pointer: &str) -> &str {
        text(&self.object, pointer).unwrap_or_default()
    }
}

/// Why a record may not go out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the record may not go to this recipient")]
#[non_exhaustive]
pub struct Refusal {
    /// Every reason, with the codes of `passerelle::handling::release`.
    pub reasons: Vec<Finding>,
}

/// Clears a record for a recipient: the party that runs the neighbour's system, or the community that reads it.
///
/// It goes by [`release`]. A part that has a marking of its own is taken out even where this recipient might have it, since the
/// formats of neighbours have one marking for a whole object.
///
/// spec: PSR-NBR-011, PSR-NBR-012, PSR-NBR-017
///
/// # Errors
/// [`Refusal`], with the reasons that [`release`] gives for the record as a whole.
pub fn clear(
    record: &VerifiedRecord,
    judgement: &Judgement,
    sender: &Sender,
    recipient: &Recipient,
    purpose: &Purpose,
) -> Result<Cleared, Refusal> {
    if let Decision::Denied { reasons, .. } = release(record, judgement, sender, recipient, purpose) {
        let reasons: Vec<Finding> = reasons.into_iter().filter(|reason| reason.code != Code::RelField).collect();
        if !reasons.is_empty() {
            return Err(Refusal { reasons });
        }
    }
    let object = serde_json::from_slice(&record.object().to_canonical()).unwrap_or_default();
    Ok(taken_apart(object, record.record().content.record_type(), record.exact_revision()))
}

/// Takes out of a record what never goes out.
pub(crate) fn taken_apart(mut object: Value, record_type: RecordType, exact: ExactRevision) -> Cleared {
    let mut taken = Vec::new();
    let of = exact.id.to_string();
    let marked: Vec<String> = crate::value::items(&object, "/field_handling")
        .iter()
        .flat_map(|field| crate::value::items(field, "/paths"))
        .filter_map(|path| path.as_str().map(str::to_owned))
        .collect();
    let withheld = WITHHELD.iter().map(|place| (*place).to_owned()).chain(marked);
    for place in withheld {
        if let Some(part) = object.pointer_mut(&place).filter(|part| !part.is_null()) {
            *part = Value::Null;
            taken.push(Loss::new(&of, place, Code::NbrWithheld));
        }
    }
    take_negated(&mut object, "", &of, &mut taken);
    taken.sort();
    Cleared { object, record_type, exact, taken }
}

/// What is known to be false would be said as true.
fn take_negated(value: &mut Value, at: &str, of: &str, taken: &mut Vec<Loss>) {
    match value {
        Value::Object(members) if members.get("negated") == Some(&Value::Bool(true)) => {
            *value = Value::Null;
            taken.push(Loss::new(of, at, Code::NbrNegated));
        }
        Value::Object(members) => {
            for (name, member) in members {
                take_negated(member, &format!("{at}/{}", escaped(name)), of, taken);
            }
        }
        Value::Array(list) => {
            for (index, item) in list.iter_mut().enumerate() {
                take_negated(item, &format!("{at}/{index}"), of, taken);
            }
        }
        _ => {}
    }
}
