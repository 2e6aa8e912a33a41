//! What an on-line platform may get: its own accounts, channels and addresses, hashes of evidence, and what is asked of it.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

use super::{Consent, Sender, marked_parts, marking, sorted, unfit};
use crate::error::Code;
use crate::finding::Finding;
use crate::json::{Object, Pointer};
use crate::pipeline::VerifiedRecord;
use crate::record::profile::{FinancialAccount, Profile, Selector};
use crate::record::{Content, Digest, Environment, MediaType, Network, RevisionRef, Timestamp};
use crate::rules::at;
use crate::status::Judgement;
use crate::vocabulary::code::{LegalBasis, Platform, RequestedAction, SelectorKind, Urgency};

/// The kinds of selector that belong to a platform and not to a person.
const KINDS: [&str; 6] = ["messaging-account", "social-account", "social-channel", "game-account", "url", "onion"];

/// The attributions under which the subject of the record, and nobody else, is behind a selector. A contact of the subject, or
/// who shares a device with the subject, may be a victim.
const ATTRIBUTIONS: [&str; 3] = ["confirmed-user", "subscriber", "believed-user"];

/// Platforms that know an account by its telephone number.
const TELEPHONE_PLATFORMS: [&str; 4] = ["whatsapp", "viber", "signal", "imo"];

/// What stands in addresses that lead to a person by telephone or e-mail.
const PERSONAL_MARKS: [&str; 8] = ["tel:", "mailto:", "sms:", "callto:", "viber:", "wa.me/", "phone=", "number="];

/// What a platform can do. That somebody is sought for arrest is none of its business.
const ACTIONS: [&str; 2] = ["preserve-evidence", "identify"];

/// A view of a profile or a network for an on-line platform.
///
/// It has no member for a name, a telephone number, a date, a document or a text, so that it cannot hold what identifies a
/// person beyond the platform's own accounts. [`referral`] is its only maker.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Referral {
    spec: &'static str,
    environment: Environment,
    issued: Timestamp,
    record: RevisionRef,
    legal_basis: Vec<LegalBasis>,
    #[serde(skip_serializing_if = "Option::is_none")]
    urgency: Option<Urgency>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    requested_action: Vec<RequestedAction>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    selectors: Vec<ReferredSelector>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hashes: Vec<ReferredHash>,
    #[serde(skip)]
    left_out: Vec<Finding>,
}

/// An account, a channel or an address on a platform.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ReferredSelector {
    kind: SelectorKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    platform: Option<Platform>,
    #[serde(skip_serializing_if = "Option::is_none")]
    platform_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
}

/// The hash of a file that is evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReferredHash {
    hash: Digest,
    media_type: MediaType,
}

/// There is no referral.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the record cannot be referred to a platform")]
pub struct ReferralError {
    /// Every reason, in the order of the registry. There is at least one.
    pub reasons: Vec<Finding>,
}

impl Referral {
    /// The accounts, channels and addresses, sorted.
    #[must_use]
    pub fn selectors(&self) -> &[ReferredSelector] {
        &self.selectors
    }

    /// The hashes of evidence, in the order of the record's attachments.
    #[must_use]
    pub fn hashes(&self) -> &[ReferredHash] {
        &self.hashes
    }

    /// What the platform is asked to do.
    #[must_use]
    pub fn requested_action(&self) -> &[RequestedAction] {
        &self.requested_action
    }

    /// The selectors of the record that would have brought data on a person with them, each as `RULE_REFERRAL_PERSON_DATA`.
    #[must_use]
    pub fn left_out(&self) -> &[Finding] {
        &self.left_out
    }

    /// The referral as canonical JSON.
    #[must_use]
    pub fn to_canonical(&self) -> Vec<u8> {
        // Every member is of a type whose JSON lies inside the profile, so that encoding cannot fail.
        Object::encode(self).unwrap_or_default().to_canonical()
    }
}

impl ReferredSelector {
    /// The kind.
    #[must_use]
    pub fn kind(&self) -> &SelectorKind {
        &self.kind
    }

    /// The platform.
    #[must_use]
    pub fn platform(&self) -> Option<&Platform> {
        self.platform.as_ref()
    }

    /// The number or key that the platform itself uses.
    #[must_use]
    pub fn platform_id(&self) -> Option<&str> {
        self.platform_id.as_deref()
    }

    /// The name or address by which the platform shows it.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        self.value.as_deref()
    }
}

impl ReferredHash {
    /// The hash.
    #[must_use]
    pub fn hash(&self) -> &Digest {
        &self.hash
    }

    /// The kind of file.
    #[must_use]
    pub fn media_type(&self) -> &MediaType {
        &self.media_type
    }
}

/// Prints how much it holds, since an account can lead to a person.
impl fmt::Debug for Referral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Referral of {} selectors and {} hashes", self.selectors.len(), self.hashes.len())
    }
}

/// Prints the kind only.
impl fmt::Debug for ReferredSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReferredSelector").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// Makes the view of a profile or a network that an on-line platform may get.
///
/// It takes the selectors that are the platform's own, without those that are negated, marked more strictly than the record, or
/// somebody else's. A value that looks like a telephone number or an e-mail address, or that holds a name or a number of the
/// subject, stays out, even where it is how the platform knows the account; the platform's own number then stands alone. Shown names, texts,
/// captions and dates are never taken.
///
/// # Errors
/// - `REL_STATUS`, `REL_NOT_YET`, `REL_EXPIRED`, `REL_REVIEW_DUE`, `REL_MUST`, `REL_UNKNOWN_CODE`: as for [`release`](super::release).
/// - `REL_ONWARD`: PAP `red` forbids anything that the subject could notice; or somebody else than the issuer refers it without
///   the issuer's consent.
/// - `REL_REFERRAL_EMPTY`: the record is neither a profile nor a network, or holds nothing that a platform may get.
/// - `RULE_REFERRAL_PERSON_DATA`, beside it: a selector that could not be taken without data on a person.
pub fn referral(record: &VerifiedRecord, judgement: &Judgement, sender: &Sender) -> Result<Referral, ReferralError> {
    let header = &record.record().header;
    let mut reasons = unfit(record, judgement);
    reasons.extend(marking::unknown_codes(&header.handling, &at("/handling")));
    if header.handling.pap.as_ref().is_some_and(|pap| pap.as_str() == "red") {
        reasons.push((Code::RelOnward, at("/handling/pap")));
    }
    // A platform is nobody whom a marking names, so that only the issuer, or who has the issuer's word, may tell it anything.
    let may_pass_on = match sender {
        Sender::Issuer => true,
        Sender::Holder { consent, .. } => *consent == Consent::Given && header.handling.onward.as_str() != "none",
    };
    if !may_pass_on {
        reasons.push((Code::RelOnward, at("/handling/onward")));
    }
    let (selectors, known) = match &record.record().content {
        Content::Profile(profile) => (&*profile.selectors, Known::of_profile(profile)),
        Content::Network(network) => (&*network.selectors, Known::of_network(network)),
        _ => {
            reasons.push((Code::RelReferralEmpty, at("/type")));
            (&[][..], Known::default())
        }
    };
    let own = marked_parts(&record.record().header, |handling| *handling != header.handling);
    let is_marked = |place: &Pointer| own.iter().any(|part| place.is_within(part) || part.is_within(place));
    let mut taken = BTreeSet::new();
    let mut left_out = Vec::new();
    for (index, selector) in selectors.iter().enumerate() {
        let place = at("/content/selectors").index(index);
        if !is_referable(selector) || is_marked(&place) {
            continue;
        }
        match refer(selector, &known) {
            Some(referred) => drop(taken.insert(referred)),
            None => left_out.push((Code::RuleReferralPersonData, place)), // spec: PSR-PPL-010
        }
    }
    let hashes =
        header.attachments.iter().enumerate().filter(|(index, _)| !is_marked(&at("/attachments").index(*index)));
    let hashes: Vec<_> =
        hashes.map(|(_, file)| ReferredHash { hash: file.hash.clone(), media_type: file.media_type.clone() }).collect();
    if taken.is_empty() && hashes.is_empty() {
        reasons.push((Code::RelReferralEmpty, at("/content"))); // spec: PSR-PPL-011
        reasons.append(&mut left_out);
    }
    if !reasons.is_empty() {
        return Err(ReferralError { reasons: sorted(reasons) });
    }
    let is_for_platforms = |action: &&RequestedAction| ACTIONS.contains(&action.as_str());
    Ok(Referral {
        spec: "1.0",
        environment: header.environment,
        issued: header.issued,
        record: RevisionRef { id: header.id.clone(), rev: header.rev },
        legal_basis: header.legal_basis.iter().map(|ground| ground.code.clone()).collect(),
        urgency: header.urgency.clone(),
        requested_action: header.requested_action.iter().filter(is_for_platforms).cloned().collect(),
        selectors: taken.into_iter().collect(),
        hashes,
        left_out: sorted(left_out),
    })
}

/// Whether a selector is a platform's own, and the subject's.
fn is_referable(selector: &Selector) -> bool {
    KINDS.contains(&selector.kind.as_str())
        && ATTRIBUTIONS.contains(&selector.attribution.as_str())
        && selector.assertion.negated != Some(true)
}

/// The selector without what could be data on a person; nothing where then nothing is left.
fn refer(selector: &Selector, known: &Known) -> Option<ReferredSelector> {
    let platform = selector.platform.as_ref().map(Platform::as_str);
    let knows_by_telephone = platform.is_none_or(|platform| TELEPHONE_PLATFORMS.contains(&platform));
    let is_clean = |text: &&String| !looks_personal(text) && !known.stands_in(text);
    let is_number = |id: &&String| !(id.starts_with('+') || knows_by_telephone && is_telephone(id));
    let platform_id = selector.platform_id.as_ref().filter(is_number).filter(is_clean).cloned();
    let value = Some(&selector.value).filter(|value| !is_telephone(value)).filter(is_clean).cloned();
    if platform_id.is_none() && value.is_none() {
        return None;
    }
    Some(ReferredSelector { kind: selector.kind.clone(), platform: selector.platform.clone(), platform_id, value })
}

/// Whether a text is a telephone number: nothing but at least seven digits and what people write between them.
fn is_telephone(text: &str) -> bool {
    let is_between = |character: char| matches!(character, '+' | ' ' | '-' | '.' | '(' | ')' | '/');
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= 7 && text.chars().all(|character| character.is_ascii_digit() || is_between(character))
}

/// Whether a text is or holds an e-mail address, or is an address that leads to a telephone number.
fn looks_personal(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let mut pieces = text.split('@');
    let before = pieces.next().unwrap_or_default();
    // `@channel` and `https://video.example/@channel` are names that platforms give.
    let has_address = pieces.next().is_some() && !before.is_empty() && !before.ends_with('/');
    has_address || PERSONAL_MARKS.iter().any(|mark| text.contains(mark))
}

/// What the record itself knows of the person, as letters and digits without what stands between them.
#[derive(Default)]
struct Known {
    parts: Vec<String>,
}

impl Known {
    fn of_profile(profile: &Profile) -> Self {
        let mut known = Self::default();
        for name in &profile.names {
            let parts = name.parts.iter().flat_map(|parts| parts.given.iter().chain(&parts.family));
            known.add(4, name.full.split_whitespace().chain(parts.map(String::as_str)).chain([name.full.as_str()]));
        }
        known.add(6, profile.documents.iter().map(|document| document.number.as_str()));
        known.add_numbers(&profile.selectors, &profile.financial);
        known
    }

    /// The name of a group is not that of a person.
    fn of_network(network: &Network) -> Self {
        let mut known = Self::default();
        known.add_numbers(&network.selectors, &network.financial);
        known
    }

    fn add_numbers(&mut self, selectors: &[Selector], accounts: &[FinancialAccount]) {
        let others = selectors.iter().filter(|selector| !KINDS.contains(&selector.kind.as_str()));
        self.add(6, others.map(|selector| selector.value.as_str()));
        self.add(6, accounts.iter().map(|account| account.value.as_str()));
    }

    /// Shorter parts, such as the particles of names, stand in many words by chance.
    fn add<'t>(&mut self, least: usize, texts: impl Iterator<Item = &'t str>) {
        self.parts.extend(texts.map(squeezed).filter(|part| part.chars().count() >= least));
    }

    /// Whether a text holds any of it, however it is set: `Anna Eriksson` in `anna.eriksson`.
    fn stands_in(&self, text: &str) -> bool {
        let text = squeezed(text);
        self.parts.iter().any(|part| text.contains(part))
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
