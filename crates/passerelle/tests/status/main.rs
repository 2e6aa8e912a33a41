//! Which records still hold: revisions, forks, notices and references, in whatever order they come.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics is a test that fails"
)]

mod any_order;
mod environments;
mod notices;
mod references;
mod revisions;
#[path = "../support/mod.rs"]
mod support;
mod withdrawals;

use passerelle::status::{History, Judgement};
use passerelle::{Status, VerifiedRecord};
use support::held::*;

/// The judgement of one record among others.
fn judge(records: &[&VerifiedRecord], about: &VerifiedRecord) -> Judgement {
    History::of(records.iter().copied()).at(later()).of(about).unwrap().clone()
}

fn status(records: &[&VerifiedRecord], about: &VerifiedRecord) -> Status {
    judge(records, about).status
}

/// The codes found about a record, each at its place.
fn found(records: &[&VerifiedRecord], about: &VerifiedRecord) -> Vec<String> {
    codes(&judge(records, about))
}

fn codes(judgement: &Judgement) -> Vec<String> {
    judgement.findings.iter().map(|finding| format!("{} {}", finding.code, finding.pointer)).collect()
}
