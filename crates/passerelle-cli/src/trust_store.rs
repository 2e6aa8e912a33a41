//! Trust documents in a folder.
