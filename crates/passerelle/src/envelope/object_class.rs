//! The classes of signed objects, which can never pass as one another.

/// A class of signed object, named by `typ` in each protected header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ObjectClass {
    /// A record.
    Record,
    /// The keys and thresholds that everything else hangs on.
    TrustRoot,
    /// The authorities and their keys.
    TrustList,
    /// A list of records that were sent together.
    Manifest,
    /// A statement of who held a record, and when.
    Receipt,
    /// A statement of who passed a record on, to whom, and with what.
    Forward,
}

impl ObjectClass {
    /// The value of `typ`, which holds the major version too.
    #[must_use]
    pub fn typ(self) -> &'static str {
        match self {
            ObjectClass::Record => "vnd.passerelle.record.v1+json",
            ObjectClass::TrustRoot => "vnd.passerelle.trust-root.v1+json",
            ObjectClass::TrustList => "vnd.passerelle.trust-list.v1+json",
            ObjectClass::Manifest => "vnd.passerelle.manifest.v1+json",
            ObjectClass::Receipt => "vnd.passerelle.receipt.v1+json",
            ObjectClass::Forward => "vnd.passerelle.forward.v1+json",
        }
    }

    /// Whether each signature must say when it was made. Trust documents are dated by their own members alone.
    pub(crate) fn needs_iat(self) -> bool {
        !matches!(self, ObjectClass::TrustRoot | ObjectClass::TrustList)
    }

    /// The member that holds the object in the clear form.
    #[must_use]
    pub fn member(self) -> &'static str {
        match self {
            ObjectClass::Record => "record",
            ObjectClass::TrustRoot => "trust_root",
            ObjectClass::TrustList => "trust_list",
            ObjectClass::Manifest => "manifest",
            ObjectClass::Receipt => "receipt",
            ObjectClass::Forward => "forward",
        }
    }
}
