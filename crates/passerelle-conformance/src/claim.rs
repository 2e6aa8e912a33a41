//! What an implementation may claim.

use std::collections::BTreeMap;

use crate::case::{Case, Level, Role};
use crate::run::{Outcome, Verdict};

/// Which roles an implementation fills, and up to which level each.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Claim {
    /// Each level at which some role ends, the highest first, with these roles in the order of [`Role::ALL`]. It is empty where not
    /// even L1 is reached.
    pub reached: Vec<(Level, Vec<Role>)>,
}

impl Claim {
    /// What the outcomes bear out: for each role the highest level up to which all its cases passed, beginning with the highest at
    /// which some role was tested.
    ///
    /// Each claim above L1 rests on a reader that passed up to there. Up to L2 it is enough to be right; from L3 on the reason has to
    /// be right too. What was skipped is not passed, and neither is a failure that was expected; but a case that needs what the
    /// implementation need not have is no gap where it was skipped.
    #[must_use]
    pub fn of(cases: &[&Case], outcomes: &[Outcome]) -> Self {
        let verdicts: BTreeMap<&str, Verdict> =
            outcomes.iter().map(|outcome| (outcome.id.as_str(), outcome.verdict)).collect();
        let is_good = |case: &Case, level: Level| match verdicts.get(case.id.as_str()) {
            Some(Verdict::Passed) => true,
            // Nobody has to have what such a case needs.
            Some(Verdict::Skipped) => !case.needs.is_empty(),
            Some(Verdict::WrongReason) => level < Level::L3,
            _ => false,
        };
        let fills = |role: Role, level: Level| {
            let mut due = cases.iter().filter(|case| case.role == role && case.level <= level).peekable();
            due.peek().is_some() && due.all(|case| is_good(case, level))
        };
        let tests = |role: Role, level: Level| cases.iter().any(|case| case.role == role && case.level == level);
        let mut reached: Vec<(Level, Vec<Role>)> = Vec::new();
        for level in Level::ALL.into_iter().rev() {
            let is_base_there = level == Level::L1 || fills(Role::Reader, level);
            let is_new = |role: &Role| !reached.iter().any(|(_, roles)| roles.contains(role)) && fills(*role, level);
            let roles: Vec<Role> = Role::ALL.into_iter().filter(is_new).collect();
            // A level that tests none of these roles is none that they have reached.
            if is_base_there && roles.iter().any(|role| tests(*role, level)) {
                reached.push((level, roles));
            }
        }
        Self { reached }
    }
}

/// `1.0 / L3 / reader + relay`, and `, L2 / verifier` for those that end below.
impl std::fmt::Display for Claim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.reached.is_empty() {
            return f.write_str("1.0 / no level");
        }
        for (at, (level, roles)) in self.reached.iter().enumerate() {
            let roles: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
            write!(f, "{}{level} / {}", if at == 0 { "1.0 / " } else { ", " }, roles.join(" + "))?;
        }
        Ok(())
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
            needs: Vec::new(),
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
    fn what_an_implementation_need_not_have_is_no_gap_where_it_was_skipped() {
        let outcome = |id: &str, verdict| Outcome {
            id: id.to_owned(),
            verdict,
            step: None,
            due: None,
            came: None,
            why: None,
            took: Duration::ZERO,
        };
        let further = Case { needs: vec!["ml-dsa".to_owned()], ..case("hybrid", Level::L1, Role::Reader) };
        let cases = [&case("read", Level::L1, Role::Reader), &further];
        let claim = |verdict| Claim::of(&cases, &[outcome("read", Verdict::Passed), outcome("hybrid", verdict)]);
        assert_eq!(claim(Verdict::Skipped).to_string(), "1.0 / L1 / reader");
        assert_eq!(claim(Verdict::Failed).to_string(), "1.0 / no level");
    }

    #[test]
    fn a_role_that_ends_below_another_one_is_claimed_at_its_own_level() {
        use Verdict::{Failed, Passed, Skipped};
        let claimed = claim([Passed, Passed, Passed, Failed, Skipped]);
        assert_eq!(claimed, "1.0 / L3 / reader + trust-client, L2 / verifier");
        assert_eq!(claim([Passed, Failed, Passed, Passed, Skipped]), "1.0 / L3 / reader + trust-client");
    }

    #[test]
    fn the_wrong_reason_counts_up_to_level_2() {
        use Verdict::{Passed, WrongReason};
        assert_eq!(claim([Passed, WrongReason, WrongReason, Passed, Verdict::Skipped]), "1.0 / L2 / reader + verifier");
        assert_eq!(claim([WrongReason, Passed, Passed, Passed, Passed]), "1.0 / L2 / reader + verifier");
    }
}
