//! Which of two markings is the stricter, member by member.

use crate::record::{Audience, Handling};
use crate::vocabulary;

/// The members in which a marking is less strict than `base`, by their names in JSON.
///
/// A member that one of the two leaves out is as free as it can be. Codes that this library does not know are not compared:
/// nobody can say which of them is the stricter.
pub(crate) fn laxer_members(marking: &Handling, base: &Handling) -> Vec<&'static str> {
    let ranks = ranks(marking).into_iter().zip(ranks(base));
    let mut laxer: Vec<_> = ranks
        .filter(|((_, rank), (_, base))| rank.zip(*base).is_some_and(|(rank, base)| rank < base))
        .map(|((member, _), _)| member)
        .collect();
    if !base.europol.iter().all(|code| marking.europol.contains(code)) {
        laxer.push("europol");
    }
    if !covers(&base.releasable_to, &marking.releasable_to) {
        laxer.push("releasable_to");
    }
    if !base.not_releasable_to.iter().all(|party| marking.not_releasable_to.contains(party)) {
        laxer.push("not_releasable_to");
    }
    laxer
}

/// Whether everybody of `some` is among `all`.
pub(crate) fn covers(all: &[Audience], some: &[Audience]) -> bool {
    all.iter().any(Audience::is_all_members) || some.iter().all(|party| all.contains(party))
}

/// The members that hold one code, each with its rank.
fn ranks(marking: &Handling) -> [(&'static str, Option<i64>); 5] {
    let interpol = marking.interpol.as_ref().map(|level| rank("interpol-confidentiality", level.as_str()));
    [
        ("tlp", rank("tlp", marking.tlp.as_str())),
        // Even the lowest level of INTERPOL is stricter than none, but PAP:CLEAR says no more than no marking.
        ("interpol", interpol.unwrap_or(Some(-1))),
        ("pap", marking.pap.as_ref().map_or(Some(0), |pap| rank("pap", pap.as_str()))),
        ("onward", rank("onward", marking.onward.as_str())),
        ("judicial_use", rank("judicial-use", marking.judicial_use.as_str())),
    ]
}

/// How strict a code is in its list, from 0; nothing for a code that the list does not have.
fn rank(list: &str, code: &str) -> Option<i64> {
    vocabulary::list(list)?.get(code)?.fact("strictness").first()?.parse().ok()
}
