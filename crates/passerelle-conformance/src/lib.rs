//! The conformance suite of Passerelle: how a country proves its implementation.
//!
//! Cases are data (`conformance-tests/cases`). A [`Suite`] reads them, [`run`](run::run) asks an implementation through its
//! adapter, and a [`Report`](report::Report) says which level and role it reaches. [`session`] is the library of this project behind
//! the same protocol, which is what the adapter for Rust consists of.

pub mod case;
pub mod claim;
pub mod expected;
pub mod process;
pub mod protocol;
pub mod report;
pub mod run;
pub mod session;
pub mod suite;

pub use case::{Case, Level, Role};
pub use suite::{Suite, SuiteError};
