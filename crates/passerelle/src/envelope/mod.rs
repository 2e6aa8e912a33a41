//! The envelope (specification, chapter 4): a signed object in its clear or its opaque form.

mod header;
mod object_class;
mod read;
mod write;

pub use header::Header;
pub(crate) use header::HeaderAlgorithm;
pub use object_class::ObjectClass;
pub(crate) use read::{Disclosed, Envelope, SignatureEntry};
pub use write::Form;
pub(crate) use write::{signature_digest, signing_input, write, write_disclosing};
