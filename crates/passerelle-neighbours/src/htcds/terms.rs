//! The terms of the standard, and the codes that they stand for.
//!
//! They are those of the survey form of its toolkit, and of the draft before it where they mean the same. A term is known by its letters and
//! digits, so that its name (`DebtBondage`) and its label (`Debt bondage`) are one.

/// Whether a code says as much as a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It says the same.
    Same,
    /// It says less: it stands for other things too.
    Wider,
}

use Kind::{Same, Wider};

/// Where the codes of a field stand in a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a list of codes.
    List(&'static str),
    /// As forms of exploitation.
    Exploitation,
    /// As a member of one form of exploitation.
    Of(&'static str, &'static str),
}

/// A field of a case that says something of the method.
pub(super) struct Field {
    /// Its names in the versions of the standard.
    names: &'static [&'static str],
    pub(super) place: Place,
    /// Each term in the spelling of [`plain`], the code, and whether that says the same.
    pub(super) terms: &'static [(&'static str, &'static str, Kind)],
}

impl Field {
    pub(super) fn is(&self, name: &str) -> bool {
        self.names.contains(&name)
    }
}

/// The letters and digits of a text, in lower case.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What every list of the standard ends with, and says nothing.
pub(super) const NO_TERM: [&str; 2] = ["other", "unknown"];

pub(super) const FIELDS: [Field; 6] = [
    Field {
        names: &["vic_MethodOfRecruitment"],
        place: Place::List("/content/recruitment/channels"),
        terms: &[
            ("ataplaceofbusiness", "place-of-business", Same),
            ("ataneducationalinstitution", "school-or-institution", Wider),
            ("educationalfacility", "school-or-institution", Wider),
            ("atwork", "workplace", Same),
            ("work", "workplace", Same),
            ("throughonlinesocialnetworks", "social-network", Same),
            ("throughanonlineadvertisement", "online-advert", Same),
            ("throughatelevisionadvert", "newspaper-tv-radio", Wider),
            ("throughanewspaperadvert", "newspaper-tv-radio", Wider),
            ("throughfamilyorfamilyevents", "family-or-relatives", Same),
            ("familial", "family-or-relatives", Same),
            ("throughfriendsorsocialevents", "friends-or-social-event", Same),
            ("internationalmarriagebrokerimb", "marriage-broker", Same),
        ],
    },
    Field {
        names: &["vic_RecruitmentWebsitesAndApps"],
        place: Place::List("/content/recruitment/platforms"),
        terms: &[
            ("facebook", "facebook", Same),
            ("instagram", "instagram", Same),
            ("whatsapp", "whatsapp", Same),
            ("telegram", "telegram", Same),
            ("facebookmessenger", "messenger", Same),
            ("viber", "viber", Same),
            ("snapchat", "snapchat", Same),
            ("line", "line", Same),
            ("wechat", "wechat", Same),
            ("qq", "qq", Same),
            ("qzone", "qzone", Same),
            ("tiktok", "tiktok", Same),
            ("twitter", "x", Same),
        ],
    },
    Field {
        names: &["vic_MethodsOfControl", "vic_Methods_of_Control"],
        place: Place::List("/content/control"),
        terms: &[
            ("debtbondage", "debt-bondage", Same),
            ("takesearnings", "takes-earnings", Same),
            ("restrictsfinancialaccess", "restricts-financial-access", Same),
            ("restrictsfinancialaccesscontrol", "restricts-financial-access", Same),
            ("threats", "threats", Same),
            ("physicalthreats", "physical-threats", Same),
            ("threatenschildrenfamily", "threats-to-family", Same),
            ("threatslawenforcement", "threat-of-authorities", Same),
            ("threatsoflawenforcement", "threat-of-authorities", Same),
            ("threatoflawenforcement", "threat-of-authorities", Same),
            ("psychologicalabuse", "psychological-abuse", Same),
            ("physicalabuse", "physical-abuse", Same),
            ("sexualabuse", "sexual-abuse", Same),
            ("falsepromises", "false-promises", Same),
            ("psychoactivesubstance", "substances", Same),
            ("psychoactivesubstances", "substances", Same),
            ("restrictsmovement", "restricts-movement", Same),
            ("restrictsmedicalcare", "restricts-medical-care", Same),
            ("excessiveworkinghours", "excessive-hours", Same),
            ("useschildren", "uses-children", Same),
            ("withholdsnecessities", "withholds-necessities", Same),
            ("withholdsdocuments", "withholds-documents", Same),
        ],
    },
    Field {
        names: &["vic_TypeOfExploitation"],
        place: Place::Exploitation,
        terms: &[
            ("forcedlabour", "forced-labour", Same),
            ("sexualexploitation", "sexual-exploitation", Same),
            ("childlabour", "child-labour", Same),
            ("forcedmarriage", "forced-marriage", Same),
            ("servitude", "servitude", Same),
            ("forcedmilitarybynonstateactors", "forced-military", Wider),
            ("forcedmilitaryservice", "forced-military", Same),
            ("organremoval", "organ-removal", Same),
            ("forcedbegging", "forced-begging", Same),
            ("forcedadoption", "illegal-adoption", Wider),
            ("illegaladoption", "illegal-adoption", Same),
            ("surrogacy", "surrogacy", Same),
            ("illicitactivities", "forced-criminality", Same),
        ],
    },
    Field {
        names: &["vic_ForcedLabourIndustry", "vic_LabourIndustry"],
        place: Place::Of("forced-labour", "sector"),
        terms: &[
            ("aagricultureforestryandfishing", "A", Same),
            ("agricultureforestryandfishing", "A", Same),
            ("bminingandquarrying", "B", Same),
            ("miningandquarrying", "B", Same),
            ("cmanufacturing", "C", Same),
            ("manufacturing", "C", Same),
            ("delectricitygassteamandairconditioningsupply", "D", Same),
            ("electricitygassteamandairconditioningsupply", "D", Same),
            ("ewatersupplyseweragewastemanagement", "E", Same),
            ("watersupplyseweragewastemanagementandremediation", "E", Same),
            ("fconstruction", "F", Same),
            ("construction", "F", Same),
            ("gwholesaleandretailtraderepairofmotorvehicles", "G", Same),
            ("wholesaleandretailtraderepairofmotorvehiclesandmotorcycles", "G", Same),
            ("htransportationandstorage", "H", Same),
            ("transportationandstorage", "H", Same),
            ("iaccommodationandfoodserviceactivities", "I", Same),
            ("accommodationandfoodserviceactivities", "I", Same),
            ("jinformationandcommunication", "J", Same),
            ("informationandcommunication", "J", Same),
            ("kfinancialandinsuranceactivities", "K", Same),
            ("financialandinsuranceactivities", "K", Same),
            ("lrealestateactivities", "L", Same),
            ("realestateactivities", "L", Same),
            ("mprofessionalscientificandtechnicalactivities", "M", Same),
            ("professionalscientificandtechnicalactivities", "M", Same),
            ("nadministrativeandsupportserviceactivities", "N", Same),
            ("administrativeandsupportserviceactivities", "N", Same),
            ("opublicadministrationanddefence", "O", Same),
            ("publicadministrationanddefencecompulsorysocialsecurity", "O", Same),
            ("peducation", "P", Same),
            ("education", "P", Same),
            ("qhumanhealthandsocialworkactivities", "Q", Same),
            ("humanhealthandsocialworkactivities", "Q", Same),
            ("rartsentertainmentandrecreation", "R", Same),
            ("artsentertainmentandrecreation", "R", Same),
            ("sotherserviceactivities", "S", Same),
            ("otherserviceactivities", "S", Same),
            ("tactivitiesofhouseholdsasemployers", "T", Same),
            (
                "activitiesofhouseholdsasemployersundifferentiatedgoodsandservicesproducingactivitiesofhouseholdsforownuse",
                "T",
                Same,
            ),
            ("uactivitiesofextraterritorialorganizations", "U", Same),
            ("activitiesofextraterritorialorganizationsandbodies", "U", Same),
        ],
    },
    Field {
        names: &["vic_TypeOfSexExploitation"],
        place: Place::Of("sexual-exploitation", "subform"),
        terms: &[
            ("pornography", "pornography", Same),
            ("remoteinteractiveservices", "livestream", Wider),
            ("privatesexualservices", "private-services", Same),
        ],
    },
];

#[cfg(test)]
mod tests {
    use passerelle::vocabulary;

    use super::*;

    #[test]
    fn every_term_stands_for_a_code_that_there_is() {
        for field in &FIELDS {
            let list = match field.place {
                Place::List("/content/recruitment/channels") => "recruitment-channel",
                Place::List("/content/recruitment/platforms") => "platform",
                Place::List(_) => "control",
                Place::Exploitation => "exploitation",
                Place::Of(_, "sector") => "sector",
                Place::Of(..) => "exploitation-subform",
            };
            let list = vocabulary::list(list).unwrap();
            for (term, code, _) in field.terms {
                assert_eq!(plain(term), *term, "terms stand in their plain spelling");
                assert!(list.get(code).is_some(), "{term}: {code}");
                assert_eq!(field.terms.iter().filter(|(other, ..)| other == term).count(), 1, "{term}");
            }
        }
    }
}
