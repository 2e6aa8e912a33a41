//! Taking trust documents from outside, and showing those that are held.

use std::fs;
use std::path::Path;

use passerelle::crypto::PublicKey;
use passerelle::record::Timestamp;
use passerelle::trust::{AuthorityEntry, Trust};
use passerelle::{Code, limits};
use serde::Serialize;

use super::report::{self, state};
use super::words::{Words, filled, words};
use super::{Pin, Show, Verify};
use crate::arguments::Format;
use crate::context::{Context, Talk};
use crate::exit::Exit;
use crate::failure::{Failure, shown};
use crate::output::{Out, Pen, print};
use crate::trust_store::{self, Kind, Outcome, Standing, Store, claims, documents_of, files};

pub(super) fn pin(arguments: &Pin, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let path = &arguments.root;
    let bytes = fs::read(path).map_err(|error| Failure::read(path, &error))?;
    let refused = |code: Code| Failure::new(code).about(path.display());
    let trust = Trust::pin(&bytes).map_err(|error| refused(error.finding.code))?;
    let due = arguments.digest.as_ref().map(|text| text.trim().to_ascii_lowercase());
    if due.is_some_and(|due| due != trust.root_digest().hash.as_str()) {
        return Err(refused(Code::TlEquivocation).because("its digest is another one than you were told"));
    }
    let mut store = Store::create(&arguments.dir)?;
    let outcome = store.offer(&bytes, context.now)?;
    report::outcomes(&[outcome], context, out)
}

pub(super) fn verify(arguments: &Verify, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let dir = &arguments.dir;
    let mut exit = Exit::Valid;
    if !arguments.update.is_empty() {
        let mut outcomes = Vec::new();
        let mut store = Store::open(dir)?;
        store.trust()?;
        for path in &arguments.update {
            if path.is_dir() {
                outcomes.extend(take_from_folder(&mut store, path, context)?);
            } else {
                let bytes = fs::read(path).map_err(|error| Failure::read(path, &error))?;
                outcomes.push(store.offer(&bytes, context.now)?);
            }
        }
        exit = report::outcomes(&outcomes, context, out)?;
    }
    let trust = trust_store::load(dir)?;
    let now = standing(&trust, context.now);
    if arguments.update.is_empty() {
        describe(&trust, dir, context, out)?;
    }
    Ok(exit.max(now))
}

/// Takes what is newer in another folder: the roots after the held one, one by one, and its list.
fn take_from_folder(store: &mut Store, path: &Path, context: &Context) -> Result<Vec<Outcome>, Failure> {
    let mut outcomes = Vec::new();
    let documents = documents_of(path)?;
    let last = documents.len().saturating_sub(1);
    for (index, (kind, bytes)) in documents.iter().enumerate() {
        let version = claims(bytes).1.unwrap_or_default();
        // Their earlier roots led them to where we are too, and their earlier lists are void.
        let is_past = match kind {
            Kind::Root => version < store.trust()?.root_version(),
            Kind::List => index != last,
        };
        if !is_past {
            outcomes.push(store.offer(bytes, context.now)?);
        }
        if outcomes.last().is_some_and(|outcome| matches!(outcome.standing, Standing::Refused(_))) {
            break;
        }
    }
    Ok(outcomes)
}

/// Whether records can be judged by this trust now.
fn standing(trust: &Trust, now: Timestamp) -> Exit {
    let (root, list) = trust.expiry();
    let Some(list) = list else { return Exit::Undecided };
    let past = now.unix_seconds() - root.min(list).unix_seconds();
    match past {
        ..0 => Exit::Valid,
        0..limits::TRUST_GRACE_SECONDS => Exit::Undecided,
        _ => Exit::Invalid,
    }
}

pub(super) fn show(arguments: &Show, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let trust = trust_store::load(&arguments.dir)?;
    describe(&trust, &arguments.dir, context, out)?;
    Ok(Exit::Valid)
}

fn describe(trust: &Trust, dir: &Path, context: &Context, out: &mut Out) -> Result<(), Failure> {
    if context.format == Format::Human {
        if context.talk == Talk::ProblemsOnly { Ok(()) } else { describe_to_people(trust, dir, context, out) }
    } else {
        describe_to_programs(trust, dir, context, out)
    }
}

fn describe_to_people(trust: &Trust, dir: &Path, context: &Context, out: &mut Out) -> Result<(), Failure> {
    let (pen, words) = (Pen::new(context), words(context.language));
    let said = |sentence: &str, places: &[(&str, &str)]| pen.said(&filled(sentence, places));
    let root = trust.root_document();
    let sort = if trust.is_test() { format!(" ({})", pen.said(words.test_domain)) } else { String::new() };
    out.line(&format!("{} {}{sort}", pen.strong(&pen.said(words.domain)), root.domain))?;
    let end = |time: Timestamp| {
        let places = [("time", &*time.to_string())];
        if context.now >= time { pen.bad(&said(words.expired, &places)) } else { said(words.holds, &places) }
    };
    out.line(&format!("{} {}, {}", pen.strong(&pen.said(words.root)), root.version, end(root.expires)))?;
    out.line(&format!("  {} {}", pen.said(words.digest), trust.root_digest().hash.as_str()))?;
    for (what, role) in [(words.roots, &root.roles.root), (words.lists, &root.roles.list)] {
        let (number, keys) = (role.threshold.to_string(), words.keys(role.kids.len()));
        out.line(&format!("  {}", said(words.need, &[("what", what), ("number", &number), ("keys", &keys)])))?;
        role.kids.iter().try_for_each(|kid| out.line(&format!("    {}", shown(kid))))?;
    }
    match trust.list_document() {
        None => out.line(&pen.said(words.no_list))?,
        Some(list) => {
            let authorities = pen.said(&words.authorities(list.authorities.len()));
            let name = pen.strong(&pen.said(words.list));
            out.line(&format!("{name} {}, {authorities}, {}", list.version, end(list.expires)))?;
            let policy = list.policy.iter();
            for from in policy.clone().filter_map(|policy| policy.hybrid_from) {
                out.line(&format!("  {}", said(words.hybrid, &[("time", &*from.to_string())])))?;
            }
            for end in policy.flat_map(|policy| &policy.algorithms) {
                let places = [("algorithm", &*shown(&end.alg)), ("time", &*end.sunset.to_string())];
                out.line(&format!("  {}", said(words.sunset, &places)))?;
            }
            list.authorities.iter().try_for_each(|authority| describe_authority(authority, pen, words, out))?;
        }
    }
    for finding in trust.findings().0.iter().chain(trust.findings().1) {
        let message = pen.said(finding.code.message(context.language));
        out.line(&format!("{} {}: {message}", pen.bad(finding.code.as_str()), finding.pointer))?;
    }
    for (folder, what) in [("pending", words.pending), ("alarms", words.alarms)] {
        for path in files(&dir.join(folder))? {
            out.line(&format!("{}: {}", pen.said(what), shown(&path.display().to_string())))?;
        }
    }
    Ok(())
}

fn describe_authority(authority: &AuthorityEntry, pen: Pen, words: &Words, out: &mut Out) -> Result<(), Failure> {
    let roles: Vec<&str> = authority.roles.iter().map(|role| role.as_str()).collect();
    let types: Vec<&str> = authority.record_types.iter().map(|record_type| record_type.as_str()).collect();
    let types = if types.is_empty() { words.all_types.to_owned() } else { types.join(", ") };
    let name = pen.strong(authority.id.as_str());
    let (country, roles) = (authority.country.to_string(), roles.join(", "));
    let places = [("authority", &*name), ("country", &*country), ("roles", &*roles), ("types", &*types)];
    out.line(&format!("  {}", pen.said(&filled(words.stands_for, &places))))?;
    for key in &authority.keys {
        let public = key.jwk.public_key();
        let algorithm = public.as_ref().map(PublicKey::algorithm);
        let algorithm = algorithm.as_ref().map_or(words.unknown, |algorithm| algorithm.as_str());
        let (from, to) = (key.not_before.to_string(), key.not_after.to_string());
        let places = [("algorithm", algorithm), ("from", &*from), ("to", &*to), ("state", &*state(key, words))];
        out.line(&format!("    {}", shown(&key.kid)))?;
        out.line(&format!("      {}", pen.said(&filled(words.from_to, &places))))?;
    }
    Ok(())
}

/// The two documents as they are, and what else there is to know.
fn describe_to_programs(trust: &Trust, dir: &Path, context: &Context, out: &mut Out) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Body<'t> {
        result: &'static str,
        root_digest: &'t str,
        root: &'t passerelle::trust::TrustRootDocument,
        #[serde(skip_serializing_if = "Option::is_none")]
        list: Option<&'t passerelle::trust::TrustListDocument>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        left_out: Vec<LeftOut<'t>>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pending: Vec<String>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        alarms: Vec<String>,
    }
    #[derive(Serialize)]
    struct LeftOut<'t> {
        kind: &'static str,
        code: &'static str,
        pointer: &'t str,
    }
    let names = |folder: &str| -> Result<Vec<String>, Failure> {
        Ok(files(&dir.join(folder))?.iter().map(|path| path.display().to_string()).collect())
    };
    let (of_root, of_list) = trust.findings();
    let of_root = of_root.iter().map(|finding| (Kind::Root, finding));
    let of_list = of_list.iter().map(|finding| (Kind::List, finding));
    let left_out = of_root.chain(of_list).map(|(kind, finding)| LeftOut {
        kind: kind.as_str(),
        code: finding.code.as_str(),
        pointer: finding.pointer.as_str(),
    });
    let body = Body {
        result: standing(trust, context.now).word(),
        root_digest: trust.root_digest().hash.as_str(),
        root: trust.root_document(),
        list: trust.list_document(),
        left_out: left_out.collect(),
        pending: names("pending")?,
        alarms: names("alarms")?,
    };
    print("trust show", &body, context, out)
}
