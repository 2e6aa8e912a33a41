//! Comparing the files that come with a record with what the record says of them.

use crate::crypto::digest;
use crate::error::Code;
use crate::finding::Finding;
use crate::json::Pointer;
use crate::record::{Attachment, Record};

/// Compares the files that came with a record with the hashes and sizes in it.
///
/// Files travel apart from their record, so neither [`open`](super::open) nor [`validate`](super::validate) sees them. `file`
/// gives the bytes of an attachment, or nothing where they are not at hand. A file may be used only if there is no finding at
/// its attachment.
///
/// The findings are `RULE_ATTACHMENT_HASH` (an error: these are other bytes) and `RULE_ATTACHMENT_MISSING` (a warning).
#[must_use]
pub fn check_attachments<'f>(record: &Record, file: impl Fn(&Attachment) -> Option<&'f [u8]>) -> Vec<Finding> {
    let attachments = record.header.attachments.iter().enumerate();
    let found = attachments.filter_map(|(index, attachment)| {
        let place = Pointer::root().child("attachments").index(index);
        match file(attachment) {
            None => Some(Finding::new(Code::RuleAttachmentMissing, place)),
            Some(bytes) => compare(attachment, bytes, &place),
        }
    });
    found.collect()
}

/// spec: PSR-REC-015
fn compare(attachment: &Attachment, bytes: &[u8], place: &Pointer) -> Option<Finding> {
    if digest(bytes) != attachment.hash {
        return Some(Finding::new(Code::RuleAttachmentHash, place.child("hash")));
    }
    let size_differs = i64::try_from(bytes.len()).ok() != Some(attachment.size);
    size_differs.then(|| Finding::new(Code::RuleAttachmentHash, place.child("size")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Record;

    const FILE: &[u8] = b"a drawn boat";

    /// A record with one attachment of the given hash and size.
    fn record(file: &[u8], size: usize) -> Record {
        let mut record: serde_json::Value = serde_json::from_str(include_str!("../record/tests/link.json")).unwrap();
        record["attachments"] = serde_json::json!([{ "hash": digest(file), "media_type": "image/png", "size": size }]);
        serde_json::from_value(record).unwrap()
    }

    fn found(record: &Record, file: Option<&'static [u8]>) -> Vec<(Code, String)> {
        let findings = check_attachments(record, |_| file);
        findings.into_iter().map(|finding| (finding.code, finding.pointer.to_string())).collect()
    }

    #[test]
    fn the_right_file_is_accepted() {
        assert_eq!(found(&record(FILE, FILE.len()), Some(FILE)), []);
    }

    #[test]
    fn other_bytes_and_another_size_are_refused() {
        let at = |pointer: &str| vec![(Code::RuleAttachmentHash, pointer.to_owned())];
        assert_eq!(found(&record(FILE, FILE.len()), Some(b"a drawn goat")), at("/attachments/0/hash"));
        assert_eq!(found(&record(FILE, 5), Some(FILE)), at("/attachments/0/size"));
    }

    #[test]
    fn a_file_that_is_not_at_hand_is_reported() {
        let missing = [(Code::RuleAttachmentMissing, "/attachments/0".to_owned())];
        assert_eq!(found(&record(FILE, FILE.len()), None), missing);
    }
}
