//! What of a record may go out at all.

use passerelle::handling::{Decision, Recipient, Sender, release};
use passerelle::json::Pointer;
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

/// Members that every document needs, or that bind whoever has it. They cannot be taken out for themselves.
const KEPT: [&str; 13] = [
    "spec",
    "type",
    "id",
    "rev",
    "prev",
    "issuer",
    "issued",
    "environment",
    "must",
    "purpose",
    "handling",
    "field_handling",
    "validity",
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
/// formats of neighbours have one marking for a whole object. Where a marking leads nowhere, or to what no document goes without, nobody
/// can tell what must stay, and nothing goes.
///
/// spec: PSR-NBR-011, PSR-NBR-012, PSR-NBR-017, PSR-NBR-023
///
/// # Errors
/// [`Refusal`], with the reasons that [`release`] gives for the record as a whole, or `REL_FIELD` at each such marking.
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
    taken_apart(object, record.record().content.record_type(), record.exact_revision())
}

/// Takes out of a record what never goes out.
pub(crate) fn taken_apart(
    mut object: Value,
    record_type: RecordType,
    exact: ExactRevision,
) -> Result<Cleared, Refusal> {
    let mut taken = Vec::new();
    let of = exact.id.to_string();
    let marked: Vec<String> = crate::value::items(&object, "/field_handling")
        .iter()
        .flat_map(|field| crate::value::items(field, "/paths"))
        .filter_map(|path| path.as_str().map(str::to_owned))
        .collect();
    let stuck = marked.iter().filter(|place| !can_be_taken(&object, place));
    let reasons: Vec<Finding> =
        stuck.map(|place| Finding::new(Code::RelField, Pointer::parse(place).unwrap_or_default())).collect();
    if !reasons.is_empty() {
        return Err(Refusal { reasons });
    }
    let withheld = WITHHELD.iter().map(|place| (*place).to_owned()).chain(marked);
    for place in withheld {
        if let Some(part) = object.pointer_mut(&place).filter(|part| !part.is_null()) {
            *part = Value::Null;
            taken.push(Loss::new(&of, place, Code::NbrWithheld));
        }
    }
    take_negated(&mut object, "", &of, &mut taken);
    taken.sort();
    Ok(Cleared { object, record_type, exact, taken })
}

/// Whether a place is a part of the record without which the rest can go out.
fn can_be_taken(object: &Value, place: &str) -> bool {
    let mut names = place.split('/').skip(1);
    let (first, is_whole) = (names.next().unwrap_or_default(), names.next().is_none());
    let is_kept = first.is_empty() || KEPT.contains(&first) || (first == "content" && is_whole);
    !is_kept && object.pointer(place).is_some()
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::samples::{ORGANISER, parts};

    /// The record with a marking of these places, taken apart.
    fn marked(places: &[&str]) -> Result<Cleared, Refusal> {
        let mut object: Value = serde_json::from_str(ORGANISER).unwrap();
        let handling = json!({"tlp": "red", "releasable_to": ["XA"], "onward": "none", "judicial_use": "prohibited"});
        object["field_handling"] = json!([{"paths": places, "handling": handling}]);
        let (object, record_type, exact) = parts(&object.to_string());
        taken_apart(object, record_type, exact)
    }

    #[test]
    fn what_is_marked_is_taken_out() {
        let cleared = marked(&["/content/names/0", "/content/victims/count", "/provenance/sources/0"]);
        assert!(cleared.is_err(), "this record says nothing of victims");
        let cleared = marked(&["/content/names/0", "/content/names/0/full", "/provenance/sources/0"]).unwrap();
        assert_eq!(cleared.object.pointer("/content/names/0"), Some(&Value::Null));
        assert!(cleared.taken.iter().any(|loss| loss.pointer == "/content/names/0" && loss.code == Code::NbrWithheld));
    }

    /// A marking that is meant for something which the record has not, or has elsewhere: what it is meant for would go out.
    #[test]
    fn a_marking_that_leads_nowhere_keeps_the_record_here() {
        for place in ["/content/names/99", "/content/name/0", "/contents", "/content", "/handling", "/id", "/rev"] {
            let refusal = marked(&["/content/names/0", place]).expect_err(place);
            let [reason] = refusal.reasons.as_slice() else { panic!("{place}: {:?}", refusal.reasons) };
            assert_eq!((reason.code, reason.pointer.to_string().as_str()), (Code::RelField, place));
        }
    }
}
