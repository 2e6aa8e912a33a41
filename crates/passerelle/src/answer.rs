//! The three answers about a record: is it whole, is it from whom it says, does it still hold (specification, chapter 8).

/// Whether the bytes are what the signers signed, and well formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Integrity {
    /// They are.
    Valid,
    /// They are not.
    Invalid,
    /// It cannot be told with what is known here.
    Indeterminate,
}

/// Whether the signers are ones to believe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Standing {
    /// They are, for this record.
    Trusted,
    /// They are not.
    Untrusted,
    /// They are not known here, or there is no current trust list.
    Unknown,
}

/// Whether the record still holds. It is computed from what the reader holds and the time, and never stored in a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Status {
    /// In force.
    Active,
    /// A newer revision is held.
    Superseded,
    /// Its issuer took it back.
    Withdrawn,
    /// Its time is over.
    Expired,
    /// Its issuer was due to review it.
    ReviewDue,
    /// Somebody disputes it.
    Disputed,
    /// Two different contents are held for one revision.
    Forked,
    /// It cannot be told.
    Unknown,
}

impl Integrity {
    /// The word in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Integrity::Valid => "valid",
            Integrity::Invalid => "invalid",
            Integrity::Indeterminate => "indeterminate",
        }
    }
}

impl Standing {
    /// The word in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Standing::Trusted => "trusted",
            Standing::Untrusted => "untrusted",
            Standing::Unknown => "unknown",
        }
    }
}

impl Status {
    /// The word in reports; the code of the list `status`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Active => "active",
            Status::Superseded => "superseded",
            Status::Withdrawn => "withdrawn",
            Status::Expired => "expired",
            Status::ReviewDue => "review-due",
            Status::Disputed => "disputed",
            Status::Forked => "forked",
            Status::Unknown => "unknown",
        }
    }
}
