//! What an implementation may claim.

use std::collections::BTreeMap;

use crate::case::{Case, Level, Role};
use crate::run::{Outcome, Verdict};

/// Which roles an implementation fills at a level.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Claim {
    /// The level; none where not even L1 is reached.
    pub level: Option<Level>,
    /// The roles, in the order of [`Role::ALL`].
    pub roles: Vec<Role>,
}

impl Claim {
    /// The strongest claim that the outcomes bear out: the highest level at which some role has passed all its cases up to there, and
    /// every role of which that is true.
    ///
    /// Each claim above L1 rests on a reader that passed L1. Up to L2 it is enough to be right; from L3 on the reason has to be right
    /// too. What was skipped is not passed, and neither is a failure that was expected.
    #[must_use]
    pub fn of(cases: &[&Case], outcomes: &[Outcome]) -> Self {
        let verdicts: BTreeMap<&str, Verdict> =
            outcomes.iter().map(|outcome| (outcome.id.as_str(), outcome.verdict)).collect();
        let is_good = |case: &Case, level: Level| match verdicts.get(case.id.as_str()) {
            Some(Verdict::Passed) => true,
            Some(Verdict::WrongReason) => level < Level::L3,
            _ => false,
        };
        let fills = |role: Role, level: Level| {
            let mut due = cases.iter().filter(|case| case.role == role && case.level <= level).peekable();
            due.peek().is_some() && due.all(|case| is_good(case, level))
        };
        let tests = |role: Role, level: Level| cases.iter().any(|case| case.role == role && case.level == level);
        let reaches = |level: &Level| {
            let is_base_there = *level == Level::L1 || fills(Role::Reader, *level);
            is_base_there && Role::ALL.into_iter().any(|role| tests(role, *level) && fills(role, *level))
        };
        let level = Level::ALL.into_iter().rev().find(reaches);
        let roles = level.map(|level| Role::ALL.into_iter().filter(|role| fills(*role, level)).collect());
        Self { level, roles: roles.unwrap_or_default() }
    }
}

/// `1.0 / L3 / verifier + relay`.
impl std::fmt::Display for Claim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Some(level) = self.level else { return f.write_str("1.0 / no level") };
        let roles: Vec<&str> = self.roles.iter().map(|role| role.as_str()).collect();
        write!(f, "1.0 / {level} / {}", roles.join(" + "))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn case(id: &str, level: Level, role: Role) -> Case {
        Case {
            id: id.to_owned(),
            title: String::new(),
            level,
            role,
            requirements: Vec::new(),
            attacks: Vec::new(),
            flags: Vec::new(),
            note: String::new(),
            mutated: None,
            now: String::new(),
            given: Vec::new(),
            steps: Vec::new(),
        }
    }

    fn claim(verdicts: [Verdict; 5]) -> String {
        let cases = [
            case("read", Level::L1, Role::Reader),
            case("open", Level::L2, Role::Verifier),
            case("rotate", Level::L3, Role::TrustClient),
            case("chain", Level::L3, Role::Verifier),
            case("redact", Level::L4, Role::Redactor),
        ];
        let outcomes: Vec<Outcome> = cases
            .iter()
            .zip(verdicts)
            .map(|(case, verdict)| Outcome {
                id: case.id.clone(),
                verdict,
                step: None,
                due: None,
                came: None,
                why: None,
                took: Duration::ZERO,
            })
            .collect();
        Claim::of(&cases.each_ref(), &outcomes).to_string()
    }

    #[test]
    fn a_claim_is_the_highest_level_that_is_borne_out() {
        use Verdict::{Failed, Passed, Skipped};
        assert_eq!(claim([Passed; 5]), "1.0 / L4 / reader + verifier + trust-client + redactor");
        assert_eq!(claim([Passed, Passed, Failed, Passed, Skipped]), "1.0 / L3 / reader + verifier");
        assert_eq!(claim([Passed, Passed, Failed, Failed, Skipped]), "1.0 / L2 / reader + verifier");
        assert_eq!(claim([Passed, Skipped, Failed, Failed, Skipped]), "1.0 / L1 / reader");
        assert_eq!(claim([Failed, Passed, Passed, Passed, Passed]), "1.0 / no level");
    }

    #[test]
    fn the_wrong_reason_counts_up_to_level_2() {
        use Verdict::{Passed, WrongReason};
        assert_eq!(claim([Passed, WrongReason, WrongReason, Passed, Verdict::Skipped]), "1.0 / L2 / reader + verifier");
        assert_eq!(claim([WrongReason, Passed, Passed, Passed, Passed]), "1.0 / L2 / reader + verifier");
    }
}
