//! Saying what became of trust documents.

use passerelle::trust::{
    AuthorityEntry, CountedRole, KeyEntry, KeyState, KeyUse, Proposal, SignatureCount, Trust, TrustListDocument,
};
use passerelle::{Finding, Severity};
use serde::Serialize;

use super::words::{Words, filled, words};
use crate::arguments::Format;
use crate::context::{Context, Talk};
use crate::exit::Exit;
use crate::failure::{Failure, shown};
use crate::output::{Out, Pen, print};
use crate::trust_store::{Outcome, Standing};

/// What a program reads.
#[derive(Serialize)]
struct Body<'o> {
    documents: Vec<Entry<'o>>,
    result: &'static str,
}

#[derive(Serialize)]
struct Entry<'o> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i64>,
    result: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    signatures: Vec<Count>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<FindingEntry<'o>>,
}

#[derive(Serialize)]
struct Count {
    role: &'static str,
    signed: usize,
    needed: usize,
    missing: Vec<String>,
}

#[derive(Serialize)]
struct FindingEntry<'o> {
    code: &'static str,
    severity: &'static str,
    pointer: &'o str,
    requirement: &'static str,
    message: &'static str,
    hint: &'static str,
}

impl<'o> Entry<'o> {
    fn new(outcome: &'o Outcome, context: &Context) -> Self {
        let finding = |finding: &'o Finding| FindingEntry {
            code: finding.code.as_str(),
            severity: finding.severity.as_str(),
            pointer: finding.pointer.as_str(),
            requirement: finding.code.requirement(),
            message: finding.code.message(context.language),
            hint: finding.code.hint(context.language),
        };
        let count = |count: &SignatureCount| Count {
            role: role(count.role),
            signed: count.signed.len(),
            needed: count.needed,
            missing: count.missing.iter().map(ToString::to_string).collect(),
        };
        let (result, signatures, findings) = match &outcome.standing {
            Standing::Taken(findings) => ("taken", Vec::new(), findings.iter().map(finding).collect()),
            Standing::Held => ("held", Vec::new(), Vec::new()),
            Standing::Pending(counts) => ("pending", counts.iter().map(count).collect(), Vec::new()),
            Standing::Refused(refusal) => ("refused", Vec::new(), vec![finding(refusal)]),
        };
        let file = outcome.file.as_ref().map(|file| file.display().to_string());
        Self { kind: outcome.kind.as_str(), version: outcome.version, result, file, signatures, findings }
    }
}

fn role(role: CountedRole) -> &'static str {
    match role {
        CountedRole::HeldRoot => "keys of the root before it",
        CountedRole::List => "keys for lists",
        _ => "its own keys",
    }
}

/// Reports what became of documents.
pub(super) fn outcomes(outcomes: &[Outcome], context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let exit = |outcome: &Outcome| match &outcome.standing {
        Standing::Refused(finding) if finding.severity == Severity::Indeterminate => Exit::Undecided,
        Standing::Refused(_) => Exit::Invalid,
        _ => Exit::Valid,
    };
    let worst = outcomes.iter().map(exit).max().unwrap_or(Exit::Valid);
    if context.format == Format::Human {
        for outcome in outcomes {
            if context.talk == Talk::Everything || exit(outcome) != Exit::Valid {
                show(outcome, context, out)?;
            }
        }
    } else {
        let documents = outcomes.iter().map(|outcome| Entry::new(outcome, context)).collect();
        print("trust", &Body { documents, result: worst.word() }, context, out)?;
    }
    Ok(worst)
}

fn show(outcome: &Outcome, context: &Context, out: &mut Out) -> Result<(), Failure> {
    let pen = Pen::new(context);
    let words = words(context.language);
    let said = |sentence: &str, places: &[(&str, &str)]| pen.said(&filled(sentence, places));
    let version = outcome.version.map(|version| format!(" {version}")).unwrap_or_default();
    let name = pen.strong(&format!("{}{version}", pen.said(words.kind(outcome.kind))));
    let file = outcome.file.as_ref().map(|file| shown(&file.display().to_string())).unwrap_or_default();
    match &outcome.standing {
        Standing::Taken(findings) => {
            out.line(&format!("{name}: {}, {file}", pen.good(&pen.said(words.in_use))))?;
            findings.iter().try_for_each(|finding| show_finding(finding, context, out))
        }
        Standing::Held => out.line(&format!("{name}: {}, {file}", pen.said(words.in_use_already))),
        Standing::Pending(counts) => {
            out.line(&format!("{name}: {}, {file}", pen.said(words.lacks_signatures)))?;
            for count in counts.iter().filter(|count| !count.is_met()) {
                let places = [("signed", &*count.signed.len().to_string()), ("needed", &*count.needed.to_string())];
                let signed = said(words.have_signed, &places);
                out.line(&format!("  {}: {signed}", pen.said(words.role(count.role))))?;
                let not_yet = pen.faint(&pen.said(words.not_yet));
                count.missing.iter().try_for_each(|id| out.line(&format!("    {not_yet} {id}")))?;
            }
            Ok(())
        }
        Standing::Refused(finding) => {
            out.line(&format!("{name}: {}", pen.bad(&pen.said(words.refused))))?;
            show_finding(finding, context, out)?;
            if file.is_empty() { Ok(()) } else { out.line(&format!("  {}", said(words.kept_in, &[("file", &file)]))) }
        }
    }
}

fn show_finding(finding: &Finding, context: &Context, out: &mut Out) -> Result<(), Failure> {
    let pen = Pen::new(context);
    let place = finding.pointer.as_str();
    let place = if place.is_empty() { String::new() } else { format!(" {}", pen.faint(place)) };
    out.line(&format!("  {}{place}: {}", pen.strong(finding.code.as_str()), finding.code.message(context.language)))?;
    out.line(&format!("  {}", finding.code.hint(context.language)))
}

/// Says what a person may want to do next.
pub(super) fn advise(advice: fn(&Words) -> &'static str, context: &Context, out: &mut Out) -> Result<(), Failure> {
    if context.format != Format::Human || context.talk != Talk::Everything {
        return Ok(());
    }
    let words = words(context.language);
    out.line(&Pen::new(context).said(&filled(words.next, &[("advice", advice(words))])))
}

/// Shows those who are about to sign a document what they sign.
pub(super) fn proposal(
    proposal: &Proposal,
    held: Option<&Trust>,
    context: &Context,
    out: &mut Out,
) -> Result<(), Failure> {
    if context.format != Format::Human || context.talk != Talk::Everything {
        return Ok(());
    }
    let (pen, words) = (Pen::new(context), words(context.language));
    let you_sign = |kind: &str, version: i64, domain: &str, time: &str| {
        let places = [("kind", kind), ("version", &version.to_string()), ("domain", domain), ("time", time)];
        pen.said(&filled(words.you_sign, &places))
    };
    if let Some(list) = proposal.list() {
        out.line(&you_sign(words.list, list.version, list.domain.as_str(), &list.expires.to_string()))?;
        return match held.and_then(Trust::list_document) {
            Some(before) => changes(before, list, words).iter().try_for_each(|change| out.line(&format!("  {change}"))),
            None => {
                list.authorities.iter().try_for_each(|authority| out.line(&format!("  + {}", name(authority, words))))
            }
        };
    }
    if let Some(root) = proposal.root() {
        out.line(&you_sign(words.root, root.version, root.domain.as_str(), &root.expires.to_string()))?;
        for (what, role) in [(words.roots, &root.roles.root), (words.lists, &root.roles.list)] {
            let places = [("what", what), ("number", &*role.threshold.to_string())];
            out.line(&format!("  {}", pen.said(&filled(words.need_of_these, &places))))?;
            role.kids.iter().try_for_each(|kid| out.line(&format!("    {}", shown(kid))))?;
        }
    }
    Ok(())
}

fn name(authority: &AuthorityEntry, words: &Words) -> String {
    format!("{} ({}, {})", authority.id, authority.country, words.keys(authority.keys.len()))
}

/// What a list changes, a line for each authority and key.
fn changes(before: &TrustListDocument, after: &TrustListDocument, words: &Words) -> Vec<String> {
    let mut lines = Vec::new();
    let find = |list: &'_ TrustListDocument, id| list.authorities.iter().position(|authority| &authority.id == id);
    for authority in &before.authorities {
        if find(after, &authority.id).is_none() {
            lines.push(format!("- {}", name(authority, words)));
        }
    }
    for authority in &after.authorities {
        let held = find(before, &authority.id).and_then(|at| before.authorities.get(at));
        match held {
            None => lines.push(format!("+ {}", name(authority, words))),
            Some(held) if held == authority => {}
            Some(held) => {
                lines.push(format!("~ {}", name(authority, words)));
                lines.extend(changes_of_keys(&held.keys, &authority.keys, words));
            }
        }
    }
    if lines.is_empty() {
        lines.push(words.nothing_changes.to_owned());
    }
    lines
}

fn changes_of_keys(before: &[KeyEntry], after: &[KeyEntry], words: &Words) -> Vec<String> {
    let gone = before.iter().filter(|key| after.iter().all(|other| other.kid != key.kid));
    let mut lines: Vec<String> = gone.map(|key| format!("    - {}", shown(&key.kid))).collect();
    for key in after {
        match before.iter().find(|held| held.kid == key.kid) {
            None => lines.push(format!("    + {}", shown(&key.kid))),
            Some(held) if held == key => {}
            Some(_) => lines.push(format!("    ~ {} {}", shown(&key.kid), state(key, words))),
        }
    }
    lines
}

/// What became of a key, in words.
pub(super) fn state(key: &KeyEntry, words: &Words) -> String {
    let reason = key.reason.as_ref().map(|reason| format!(" ({})", shown(reason))).unwrap_or_default();
    let state = match (key.status, key.retired_at, key.compromised_since) {
        (KeyState::Retired, Some(at), _) => filled(words.retired, &[("time", &at.to_string())]) + &reason,
        (KeyState::Compromised, _, Some(since)) => filled(words.compromised, &[("time", &since.to_string())]) + &reason,
        _ => words.active.to_owned(),
    };
    if key.key_use == Some(KeyUse::Enc) { format!("{state}, {}", words.for_sealed) } else { state }
}
