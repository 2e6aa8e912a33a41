//! Cases of the rules about identities.

use super::Case;
use crate::error::Code;

pub(super) const CASES: &[Case] = &[];

/// Rules that have no case yet.
pub(super) const AWAITED: &[Code] = &[
    Code::RuleLangTagValid,
    Code::RuleLangUndetermined,
    Code::RuleScriptAgrees,
    Code::RuleCountryCodeKnown,
    Code::RuleCountryUserAssigned,
    Code::RuleSubdivisionBelongs,
    Code::RulePlaceHasAnchor,
    Code::RuleUnlocodeCountryAgrees,
    Code::RuleCoordinatesOutsideCountry,
    Code::RuleNameScriptMatches,
    Code::RuleNameScriptMixed,
    Code::RuleTranslitSourceExists,
    Code::RuleConfusableName,
    Code::RuleBirthPlausible,
    Code::RuleBirthConflict,
    Code::RuleAgeOnVsBirth,
    Code::RuleDeathBeforeBirth,
    Code::RuleMrzCheckdigit,
    Code::RuleMrzNameAgrees,
    Code::RuleMrzIssuerCode,
    Code::RuleUtopiaInLive,
    Code::RuleDocumentNumberShape,
    Code::RuleDocumentExpiredAtUse,
    Code::RuleFraudTypeConsistent,
    Code::RuleDupSelector,
    Code::RulePhoneE164,
    Code::RuleImeiLuhn,
    Code::RuleIbanMod97,
    Code::RuleCryptoAddressForm,
    Code::RuleCryptoChainUnknown,
    Code::RuleVinCheck,
    Code::RuleImoChecksum,
    Code::RulePlateNeedsCountry,
    Code::RulePricesNeedCurrency,
];
