//! Making and signing trust documents.

use std::fs;
use std::path::{Path, PathBuf};

use passerelle::crypto::{KeyId, Signer, SoftwareKey};
use passerelle::record::{AuthorityId, PartyCode, SpecVersion, Timestamp};
use passerelle::trust::{
    AuthorityEntry, KeyEntry, KeyState, Proposal, Role, RootKey, TrustError, TrustListDocument, TrustRootDocument,
    cosign_trust_document, sign_trust_document,
};
use passerelle::vocabulary::code::{AuthorityRole, RecordTypeCode};
use passerelle::{Code, ObjectClass};

use super::{Add, Init, Policy, Renew, Revoke, Roles, Rotate, Sign, Signing, report};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::key_file::{self, Public, PublicFile};
use crate::output::Out;
use crate::trust_store::{Kind, Outcome, Standing, Store};
use crate::write::{Existing, Readers, write};

const DAY: i64 = 86_400;
const ROOT_DAYS: i64 = 365;
const LIST_DAYS: i64 = 90;
const KEY_DAYS: i64 = 730;
/// The highest number of a root or list.
const HIGHEST: i64 = 2_147_483_647;

pub(super) fn init(arguments: &Init, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let now = context.now;
    let roles = &arguments.roles;
    for (keys, option) in [(&roles.root_keys, "--root-key"), (&roles.list_keys, "--list-key")] {
        if keys.is_empty() {
            return Err(Failure::usage(format!("{option} is due")));
        }
    }
    let root = Draft::of(&arguments.domain, roles, (1, 1))?;
    let root = TrustRootDocument {
        spec: spec()?,
        domain: arguments.domain.clone(),
        version: 1,
        issued: now,
        expires: arguments.expires.map_or_else(|| later(now, ROOT_DAYS), Ok)?,
        keys: root.keys,
        roles: passerelle::trust::Roles {
            root: root.root.unwrap_or_else(nobody),
            list: root.list.unwrap_or_else(nobody),
        },
    };
    let list = TrustListDocument {
        spec: spec()?,
        domain: arguments.domain.clone(),
        version: 1,
        root_version: 1,
        issued: now,
        expires: arguments.list.list_expires.map_or_else(|| later(now, LIST_DAYS), Ok)?,
        authorities: Vec::new(),
        policy: None,
    };
    let keys = Keys::load(&arguments.signing)?;
    let root_bytes = keys.sign(ObjectClass::TrustRoot, &root, &[&root.roles.root], now)?;
    let list_bytes = keys.sign_where_possible(ObjectClass::TrustList, &list, &[&root.roles.list], now)?;
    keys.refuse_idle(&[&root.roles.root, &root.roles.list])?;
    let mut store = Store::create(&arguments.dir)?;
    let mut outcomes = vec![store.propose(&root_bytes, now)?];
    if let Some(bytes) = &list_bytes {
        outcomes.push(store.propose(bytes, now)?);
    }
    let exit = report::outcomes(&outcomes, context, out)?;
    if list_bytes.is_none() {
        report::advise(|words| words.first_list, context, out)?;
    }
    Ok(exit)
}

pub(super) fn add(arguments: &Add, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let now = context.now;
    let not_before = arguments.not_before.unwrap_or(now);
    let not_after = arguments.not_after.map_or_else(|| later(not_before, KEY_DAYS), Ok)?;
    let mut entries = Vec::new();
    for path in &arguments.keys {
        let public = PublicFile::read(path)?;
        belongs_to(public.id(), &arguments.authority, path)?;
        let key_use = if matches!(public, PublicFile::Encryption(_)) { "enc" } else { "sig" };
        if arguments.key_use.as_deref().is_some_and(|given| given != key_use) {
            let reason = format!("its file says that the key is for `{key_use}`");
            return Err(Failure::new(Code::CmdKeyFile).about(path.display()).because(reason));
        }
        entries.push(match &public {
            PublicFile::Signing(public) => KeyEntry::new(&arguments.authority, &public.key, not_before, not_after),
            PublicFile::Encryption(public) => {
                KeyEntry::for_encryption(&arguments.authority, &public.key, not_before, not_after)
            }
        });
    }
    let roles: Vec<AuthorityRole> = codes(&arguments.roles, AuthorityRole::new)?;
    let types: Vec<RecordTypeCode> = codes(&arguments.types, RecordTypeCode::new)?;
    refuse_unknown_codes(arguments)?;
    next_list(&arguments.dir, &arguments.signing, arguments.list.list_expires, context, out, |list| {
        let held = list.authorities.iter_mut().find(|held| held.id == arguments.authority);
        let authority = match held {
            Some(held) => held,
            None => {
                let country = country_of(&arguments.authority, arguments.country.as_ref())?;
                let new = AuthorityEntry {
                    id: arguments.authority.clone(),
                    country,
                    name: Vec::new(),
                    roles: codes(&["record".to_owned()], AuthorityRole::new)?,
                    record_types: Vec::new(),
                    keys: Vec::new(),
                };
                list.authorities.push(new);
                list.authorities.last_mut().ok_or_else(|| Failure::new(Code::TlForm))?
            }
        };
        for entry in entries {
            if authority.keys.iter().any(|held| held.kid == entry.kid) {
                return Err(Failure::usage("this key is in the list already").about(entry.kid));
            }
            authority.keys.push(entry);
        }
        if let Some(country) = &arguments.country {
            authority.country = country.clone();
        }
        if !roles.is_empty() {
            authority.roles = roles;
        }
        if !types.is_empty() {
            authority.record_types = types;
        }
        Ok(())
    })
}

pub(super) fn revoke(arguments: &Revoke, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let about = || Failure::new(Code::CmdUsage).about(&arguments.key);
    next_list(&arguments.dir, &arguments.signing, arguments.list.list_expires, context, out, |list| {
        let mut keys = list.authorities.iter_mut().flat_map(|authority| &mut authority.keys);
        let entry = keys
            .find(|entry| entry.kid == arguments.key)
            .ok_or_else(|| about().because("the list has no such key; `passerelle trust show` names them all"))?;
        // Nobody gets a stolen key back.
        if entry.status == KeyState::Compromised && arguments.end.compromised_since.is_none() {
            return Err(about().because("the key was in wrong hands, and stays so"));
        }
        entry.retired_at = arguments.end.retired_at;
        entry.compromised_since = arguments.end.compromised_since;
        entry.status =
            if arguments.end.compromised_since.is_some() { KeyState::Compromised } else { KeyState::Retired };
        entry.reason = arguments.reason.clone().or(entry.reason.take());
        Ok(())
    })
}

pub(super) fn policy(arguments: &Policy, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    next_list(&arguments.dir, &arguments.signing, arguments.list.list_expires, context, out, |list| {
        let policy = list.policy.get_or_insert_default();
        policy.hybrid_from = arguments.hybrid_from.or(policy.hybrid_from);
        for end in &arguments.sunset {
            policy.algorithms.retain(|held| held.alg != end.alg);
            policy.algorithms.push(end.clone());
        }
        Ok(())
    })
}

pub(super) fn renew(arguments: &Renew, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let from = arguments.from.as_ref().map(|path| read_list(path)).transpose()?;
    next_list(&arguments.dir, &arguments.signing, arguments.list.list_expires, context, out, |list| {
        if let Some(from) = from {
            list.authorities = from.authorities;
            list.policy = from.policy;
            // The thief may have taken the highest number. Only under new keys is a lower one taken after it.
            if list.version > HIGHEST {
                list.version = from.version + 1;
            }
        }
        Ok(())
    })
}

fn read_list(path: &Path) -> Result<TrustListDocument, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::read(path, &error))?;
    let proposal = Proposal::read(&bytes).map_err(|error| refused(&error).about(path.display()))?;
    proposal.list().cloned().ok_or_else(|| Failure::new(Code::TlForm).about(path.display()).because("it is no list"))
}

pub(super) fn rotate(arguments: &Rotate, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let now = context.now;
    let keys = Keys::load(&arguments.signing)?;
    let mut store = Store::open(&arguments.dir)?;
    let held = store.trust()?.root_document().clone();
    store.refuse_second_proposal(Kind::Root, held.version + 1)?;
    refuse_newer_spec(&held.spec)?;
    let draft = Draft::of(&held.domain, &arguments.roles, (held.roles.root.threshold, held.roles.list.threshold))?;
    let threshold =
        |given: Option<i64>, role: &Role| Role { threshold: given.unwrap_or(role.threshold), ..role.clone() };
    let roles = passerelle::trust::Roles {
        root: draft.root.unwrap_or_else(|| threshold(arguments.roles.root_threshold, &held.roles.root)),
        list: draft.list.unwrap_or_else(|| threshold(arguments.roles.list_threshold, &held.roles.list)),
    };
    let is_used = |key: &RootKey| [&roles.root, &roles.list].iter().any(|role| role.kids.contains(&key.kid));
    let mut all: Vec<RootKey> = held.keys.iter().filter(|key| is_used(key)).cloned().collect();
    for key in draft.keys {
        if !all.contains(&key) {
            all.push(key);
        }
    }
    let root = TrustRootDocument {
        version: held.version + 1,
        issued: now,
        expires: arguments.expires.map_or_else(|| later(now, ROOT_DAYS), Ok)?,
        keys: all,
        roles,
        ..held.clone()
    };
    let signing: [&Role; 2] = [&held.roles.root, &root.roles.root];
    let bytes = keys.sign(ObjectClass::TrustRoot, &root, &signing, now)?;
    keys.refuse_idle(&signing)?;
    let outcome = store.propose(&bytes, now)?;
    let is_void = matches!(outcome.standing, Standing::Taken(_)) && store.trust()?.list_version().is_none();
    let exit = report::outcomes(&[outcome], context, out)?;
    if is_void {
        report::advise(|words| words.list_anew, context, out)?;
    }
    Ok(exit)
}

pub(super) fn sign(arguments: &Sign, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let file = &arguments.file;
    let keys = Keys::load(&arguments.signing)?;
    let mut store = store_of(file)?.map(|dir| Store::open(&dir)).transpose()?;
    let bytes = fs::read(file).map_err(|error| Failure::read(file, &error))?;
    let proposal = Proposal::read(&bytes).map_err(|error| refused(&error).about(file.display()))?;
    let trust = match &store {
        // A list cannot be weighed before its root is there.
        Some(store) if proposal.list().is_some() => Some(store.trust()?),
        Some(store) => store.trust().ok(),
        None => None,
    };
    report::proposal(&proposal, trust, context, out)?;
    let counts = proposal.signature_counts(trust);
    let wanted = |key: &SoftwareKey| {
        let id = KeyId::of(key.authority(), key.public_key());
        counts.is_empty() || counts.iter().any(|count| count.missing.contains(&id) || count.signed.contains(&id))
    };
    if let Some(idle) = keys.keys.iter().find(|key| !wanted(key)) {
        return Err(idle_key(idle));
    }
    let signed = cosign_trust_document(&bytes, &keys.signers(), context.now).map_err(|error| refused(&error))?;
    match &mut store {
        Some(store) => {
            store.replace_proposal(file, &signed)?;
            let outcomes = store.settle(context.now)?;
            report::outcomes(&outcomes, context, out)
        }
        None => {
            write(file, &signed, Existing::Replace, Readers::Usual)?;
            let kind = if proposal.root().is_some() { Kind::Root } else { Kind::List };
            let counts = Proposal::read(&signed).map_err(|error| refused(&error))?.signature_counts(None);
            let standing = Standing::Pending(counts);
            let outcome = Outcome { kind, version: Some(proposal.version()), file: Some(file.clone()), standing };
            report::outcomes(&[outcome], context, out)
        }
    }
}

/// The trust store in whose folder `pending` a document lies. Once that is open, nobody else changes the document.
fn store_of(file: &Path) -> Result<Option<PathBuf>, Failure> {
    let whole = fs::canonicalize(file).map_err(|error| Failure::read(file, &error))?;
    let is_pending = |folder: &Path| folder.ends_with("pending");
    if !whole.parent().is_some_and(is_pending) {
        return Ok(None);
    }
    // As the caller named it, where that says enough.
    let named = file.parent().filter(|folder| is_pending(folder)).or(whole.parent()).and_then(Path::parent);
    Ok(named.map(|dir| if dir.as_os_str().is_empty() { PathBuf::from(".") } else { dir.to_owned() }))
}

/// Makes the next list from the last one, and puts it to use or into `pending`.
fn next_list(
    dir: &Path,
    signing: &Signing,
    expires: Option<Timestamp>,
    context: &Context,
    out: &mut Out,
    change: impl FnOnce(&mut TrustListDocument) -> Result<(), Failure>,
) -> Result<Exit, Failure> {
    let now = context.now;
    let keys = Keys::load(signing)?;
    let mut store = Store::open(dir)?;
    let root = store.trust()?.root_document().clone();
    let last = store.last_list()?;
    if let Some(last) = &last {
        refuse_newer_spec(&last.spec)?;
    }
    let mut list = TrustListDocument {
        spec: spec()?,
        domain: root.domain.clone(),
        version: last.as_ref().map_or(1, |last| last.version + 1),
        root_version: root.version,
        issued: now,
        expires: expires.map_or_else(|| later(now, LIST_DAYS), Ok)?,
        policy: last.as_ref().and_then(|last| last.policy.clone()),
        authorities: last.map(|last| last.authorities).unwrap_or_default(),
    };
    change(&mut list)?;
    if list.version > HIGHEST {
        let reason = "the last list has the highest number that there is: change the keys for lists with \
                      `trust rotate`, then `trust renew --from` the last good list";
        return Err(Failure::new(Code::TlFastForward).about(dir.display()).because(reason));
    }
    store.refuse_second_proposal(Kind::List, list.version)?;
    let bytes = keys.sign(ObjectClass::TrustList, &list, &[&root.roles.list], now)?;
    keys.refuse_idle(&[&root.roles.list])?;
    let outcome = store.propose(&bytes, now)?;
    report::outcomes(&[outcome], context, out)
}

/// The private keys of this call.
struct Keys {
    keys: Vec<SoftwareKey>,
}

impl Keys {
    fn load(signing: &Signing) -> Result<Self, Failure> {
        let keys: Result<_, _> =
            signing.sign_with.iter().map(|path| key_file::load(path, &signing.passphrase)).collect();
        Ok(Self { keys: keys? })
    }

    fn signers(&self) -> Vec<&dyn Signer> {
        self.keys.iter().map(|key| -> &dyn Signer { key }).collect()
    }

    /// Signs with those keys that have one of the roles.
    fn sign<T: serde::Serialize>(
        &self,
        class: ObjectClass,
        document: &T,
        roles: &[&Role],
        now: Timestamp,
    ) -> Result<Vec<u8>, Failure> {
        let signed = self.sign_where_possible(class, document, roles, now)?;
        signed.ok_or_else(|| self.keys.first().map_or_else(|| Failure::new(Code::SignKey), idle_key))
    }

    /// The same, or nothing where no key has one of the roles.
    fn sign_where_possible<T: serde::Serialize>(
        &self,
        class: ObjectClass,
        document: &T,
        roles: &[&Role],
        now: Timestamp,
    ) -> Result<Option<Vec<u8>>, Failure> {
        let fit: Vec<&dyn Signer> =
            self.keys.iter().filter(|key| has_role(key, roles)).map(|key| -> &dyn Signer { key }).collect();
        if fit.is_empty() {
            return Ok(None);
        }
        sign_trust_document(class, document, &fit, now).map(Some).map_err(|error| refused(&error))
    }

    /// A key that signs nothing was given by mistake.
    fn refuse_idle(&self, roles: &[&Role]) -> Result<(), Failure> {
        self.keys.iter().find(|key| !has_role(key, roles)).map_or(Ok(()), |key| Err(idle_key(key)))
    }
}

fn has_role(key: &SoftwareKey, roles: &[&Role]) -> bool {
    let kid = KeyId::of(key.authority(), key.public_key()).to_string();
    roles.iter().any(|role| role.kids.contains(&kid))
}

fn idle_key(key: &SoftwareKey) -> Failure {
    let kid = KeyId::of(key.authority(), key.public_key());
    Failure::new(Code::SignKey).about(kid).because("the root gives this key no part in signing this document")
}

/// The keys and roles of a root, as far as the call names them.
struct Draft {
    keys: Vec<RootKey>,
    root: Option<Role>,
    list: Option<Role>,
}

impl Draft {
    /// `thresholds` hold where the call names none: lowering one is never a side effect.
    fn of(domain: &AuthorityId, roles: &Roles, thresholds: (i64, i64)) -> Result<Self, Failure> {
        let mut keys: Vec<RootKey> = Vec::new();
        let mut role = |paths: &[PathBuf], threshold: i64| -> Result<Option<Role>, Failure> {
            let mut kids = Vec::new();
            for path in paths {
                let public = Public::read(path)?;
                belongs_to(&public.id, domain, path)?;
                let key = RootKey::new(domain, &public.key);
                if kids.contains(&key.kid) {
                    return Err(Failure::usage("the same key was given twice").about(path.display()));
                }
                kids.push(key.kid.clone());
                if !keys.contains(&key) {
                    keys.push(key);
                }
            }
            Ok((!kids.is_empty()).then_some(Role { kids, threshold }))
        };
        let root = role(&roles.root_keys, roles.root_threshold.unwrap_or(thresholds.0))?;
        let list = role(&roles.list_keys, roles.list_threshold.unwrap_or(thresholds.1))?;
        Ok(Self { keys, root, list })
    }
}

fn nobody() -> Role {
    Role { kids: Vec::new(), threshold: 1 }
}

fn belongs_to(id: &KeyId, authority: &AuthorityId, path: &Path) -> Result<(), Failure> {
    if id.authority() == authority {
        return Ok(());
    }
    let reason = format!("the key belongs to {}, and not to {authority}", id.authority());
    Err(Failure::new(Code::CmdKeyFile).about(path.display()).because(reason))
}

fn country_of(authority: &AuthorityId, given: Option<&PartyCode>) -> Result<PartyCode, Failure> {
    match given {
        Some(country) => Ok(country.clone()),
        None if authority.country() == "XX" => {
            Err(Failure::usage("--country is due for a test authority: one of XA to XZ, for which it stands"))
        }
        None => PartyCode::new(authority.country()).map_err(Failure::usage),
    }
}

fn codes<T, E: std::fmt::Display>(names: &[String], new: impl Fn(String) -> Result<T, E>) -> Result<Vec<T>, Failure> {
    names.iter().map(|name| new(name.clone()).map_err(Failure::usage)).collect()
}

/// Roles and types are closed lists: a slip here would lock the authority out.
fn refuse_unknown_codes(arguments: &Add) -> Result<(), Failure> {
    for (names, list) in [(&arguments.roles, "authority-role"), (&arguments.types, "record-type")] {
        let known: Vec<&str> = passerelle::vocabulary::list(list)
            .into_iter()
            .flat_map(|list| list.entries())
            .map(|entry| entry.code())
            .collect();
        if let Some(unknown) = names.iter().find(|name| !known.contains(&name.as_str())) {
            return Err(Failure::usage(format!("`{unknown}` is none of {}", known.join(", "))));
        }
    }
    Ok(())
}

/// What this version does not know in a document would be lost in the next one.
fn refuse_newer_spec(spec: &SpecVersion) -> Result<(), Failure> {
    if spec.minor() == 0 {
        return Ok(());
    }
    Err(Failure::new(Code::VerNewer).because("the held document is of a newer version than this program"))
}

fn spec() -> Result<SpecVersion, Failure> {
    SpecVersion::new("1.0").map_err(Failure::usage)
}

fn later(time: Timestamp, days: i64) -> Result<Timestamp, Failure> {
    Timestamp::from_unix_seconds(time.unix_seconds() + days * DAY).map_err(Failure::usage)
}

fn refused(error: &TrustError) -> Failure {
    let failure = Failure::new(error.finding.code);
    let place = error.finding.pointer.as_str();
    if place.is_empty() { failure } else { failure.because(format!("at {place} of the document")) }
}
