//! Rules about grades: that they are of the scheme that is named, and that they agree with what else is said.

use std::sync::LazyLock;

use super::vocabulary::may_be_newer;
use super::walk::every_defined_value_of;
use super::{Context, Report, at};
use crate::error::Code;
use crate::json::{Node, Object, Pointer, Value};
use crate::vocabulary;

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    if !context.screened.grades {
        for (place, evaluation) in evaluations(context.object.tree()) {
            evaluation_scheme_codes(context, evaluation, &place, report);
            grade_vs_source(evaluation, &place, report);
            x4_needs_caution(evaluation, &place, report);
        }
    }
    ai_summary_declared(context, report);
}

/// Every evaluation, as it is written: of the record, of single members, sources and statements.
fn evaluations(record: &Object) -> Vec<(Pointer, Grades<'_>)> {
    let mut found = Vec::new();
    every_defined_value_of(record, &mut |trail, value| {
        if let (Some("evaluation"), Value::Object(members)) = (trail.name(), value) {
            found.push((trail.pointer(), Grades { members: members.into() }));
        }
    });
    found
}

/// The members of an evaluation.
#[derive(Clone, Copy)]
struct Grades<'a> {
    members: Node<'a>,
}

impl<'a> Grades<'a> {
    fn text(self, member: &str) -> Option<&'a str> {
        self.members.get(member).and_then(Node::as_str)
    }

    /// Whether scheme and grade of the information are among those given.
    fn is_one_of(self, grades: &[(&str, &str)]) -> bool {
        self.text("scheme").zip(self.text("information")).is_some_and(|grade| grades.contains(&grade))
    }
}

/// The scheme says in which list the grades of each member are; a member without a list has no place in the scheme.
///
/// spec: PSR-EVA-001
fn evaluation_scheme_codes(context: &Context<'_>, evaluation: Grades<'_>, place: &Pointer, report: &mut Report) {
    for (member, list) in strange_grades(evaluation) {
        match list {
            Some(list) if may_be_newer(context, list.name()) => report.add(Code::VocUnknown, place.child(member)),
            _ => report.add(Code::RuleEvaluationSchemeCodes, place.child(member)),
        }
    }
}

/// A scheme, and the list of its grades for each member; none where the member has no place in the scheme.
struct Scheme {
    code: &'static str,
    lists: [(&'static str, Option<&'static vocabulary::List>); 3],
}

/// The scheme of that code.
fn scheme(code: &str) -> Option<&'static Scheme> {
    static SCHEMES: LazyLock<Vec<Scheme>> = LazyLock::new(|| {
        let entries = vocabulary::list("evaluation-scheme").map_or(&[][..], vocabulary::List::entries);
        let made = entries.iter().map(|entry| {
            let list = |fact| entry.fact(fact).first().and_then(|name| vocabulary::list(name));
            let lists = [("source", "source_list"), ("information", "information_list"), ("handling", "handling_list")];
            Scheme { code: entry.code(), lists: lists.map(|(member, fact)| (member, list(fact))) }
        });
        made.collect()
    });
    SCHEMES.iter().find(|scheme| scheme.code == code)
}

/// The members with a grade that is not in the list of its scheme, and the list, where the scheme has one.
fn strange_grades(evaluation: Grades<'_>) -> impl Iterator<Item = (&'static str, Option<&'static vocabulary::List>)> {
    let lists = evaluation.text("scheme").and_then(scheme).into_iter().flat_map(|scheme| scheme.lists);
    let graded = lists.filter_map(move |(member, list)| Some((member, list, evaluation.text(member)?)));
    let strange = graded.filter(|(_, list, grade)| list.is_none_or(|list| list.get(grade).is_none()));
    strange.map(|(member, list, _)| (member, list))
}

/// Whether no rule about the grades of an evaluation has anything to say.
pub(super) fn is_consistent(members: Node<'_>) -> bool {
    let evaluation = Grades { members };
    strange_grades(evaluation).next().is_none() && !is_bold(evaluation) && !is_unjudged(evaluation)
}

/// spec: PSR-EVA-002
fn grade_vs_source(evaluation: Grades<'_>, place: &Pointer, report: &mut Report) {
    if is_bold(evaluation) {
        report.add(Code::RuleGradeVsSource, place.child("information"));
    }
}

/// Whether information is graded as confirmed by others, while there is one source.
fn is_bold(evaluation: Grades<'_>) -> bool {
    let single = evaluation.members.get("sources_count").and_then(Node::as_integer) == Some(1);
    single && evaluation.is_one_of(&[("europol-4x4", "3"), ("admiralty", "1"), ("uk-3x5x2", "B")])
}

/// spec: PSR-EVA-003
fn x4_needs_caution(evaluation: Grades<'_>, place: &Pointer, report: &mut Report) {
    if is_unjudged(evaluation) {
        report.add(Code::RuleX4NeedsCaution, place.child("information"));
    }
}

/// Whether information of a source that nobody can judge has the best grade.
fn is_unjudged(evaluation: Grades<'_>) -> bool {
    let source_unjudged = match evaluation.text("scheme") {
        Some("europol-4x4") => evaluation.text("source") == Some("X"),
        Some("admiralty") => evaluation.text("source") == Some("F"),
        _ => false,
    };
    source_unjudged && evaluation.text("information") == Some("1")
}

/// spec: PSR-EVA-004
fn ai_summary_declared(context: &Context<'_>, report: &mut Report) {
    let is_assisted = context.record.get("provenance").is_some_and(|provenance| provenance.is_true("ai_assisted"));
    if !is_assisted || !context.record.get("evaluation").is_some_and(is_better_than_unjudged) {
        return;
    }
    if !["/evaluation", "/provenance/ai_assisted"].iter().any(|place| context.is_noted(&at(place))) {
        report.add(Code::RuleAiSummaryDeclared, at("/evaluation"));
    }
}

/// Whether the scheme has a lowest grade, and this is not it.
fn is_better_than_unjudged(evaluation: Node<'_>) -> bool {
    let grades = (evaluation.text("source"), evaluation.text("information"));
    match evaluation.text("scheme") {
        Some("europol-4x4") => grades != (Some("X"), Some("4")),
        Some("admiralty") => grades != (Some("F"), Some("6")),
        _ => false,
    }
}
