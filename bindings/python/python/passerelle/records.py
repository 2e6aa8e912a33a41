"""The types of records.

Each is a frozen value: build it with keyword arguments, and leave out what is not known. `to_json` and `from_json` turn a record
into the bytes that are signed or sent, and back. `repr` never shows what a record says.

Made by `cargo xtask bindings` from spec/schema/1.0/record.schema.json: change the Rust types, not this.
"""

from __future__ import annotations

import datetime
from typing import Any, Dict, Literal, Optional, Tuple, Union

import msgspec

from ._value import Value, decode_record

__all__ = [
    "Absent",
    "AbsentReason",
    "AgeBand",
    "AgeOn",
    "Attachment",
    "Attribution",
    "Audience",
    "AuthorityId",
    "BiometricKind",
    "BiometricsHeld",
    "Birth",
    "BirthBasis",
    "Build",
    "Calendar",
    "Caution",
    "Comms",
    "Concealment",
    "Confidence",
    "Contact",
    "Control",
    "Conveyance",
    "ConveyanceUse",
    "Corruption",
    "CorruptionSector",
    "CorruptionTie",
    "CountRange",
    "CountryCode",
    "Crime",
    "CurrencyCode",
    "Date",
    "Death",
    "Decimal",
    "Digest",
    "DigitalMode",
    "Dispute",
    "Document",
    "DocumentAuthenticity",
    "DocumentFraud",
    "DocumentIssuer",
    "DocumentType",
    "Duration",
    "Edtf",
    "EntryMethod",
    "Environment",
    "Equipment",
    "EquipmentItem",
    "EuropolHandling",
    "Evaluation",
    "EvaluationScheme",
    "Evasion",
    "Exploitation",
    "ExploitationForm",
    "ExploitationSubform",
    "ExtensionName",
    "ExtensionValue",
    "Extensions",
    "EyeColour",
    "FacialHair",
    "Facility",
    "FacilityKind",
    "Feature",
    "FieldEvaluation",
    "FieldHandling",
    "FinancialAccount",
    "FinancialKind",
    "FrontBusiness",
    "Grade",
    "Guarantee",
    "HairColour",
    "Handling",
    "HashAlgorithm",
    "HashValue",
    "HeldRole",
    "Hit",
    "HitNature",
    "Identified",
    "Indicator",
    "IndicatorStrength",
    "Industry",
    "InterpolConfidentiality",
    "JsonPointer",
    "Judicial",
    "JudicialKind",
    "JudicialUse",
    "LanguageLevel",
    "LanguageTag",
    "Laundering",
    "Leg",
    "LegDocument",
    "LegalBasis",
    "LegalGround",
    "Likelihood",
    "Link",
    "LinkKind",
    "LinkRecord",
    "Mark",
    "MarkKind",
    "MarkLocation",
    "MarkSide",
    "Match",
    "MeasureRange",
    "MediaType",
    "MoPhase",
    "ModusOperandi",
    "ModusOperandiRecord",
    "MrzLine",
    "Name",
    "NameKind",
    "NameParts",
    "NameQuality",
    "NationalClass",
    "NationalRef",
    "Nationality",
    "NationalityKind",
    "Network",
    "NetworkKind",
    "NetworkRecord",
    "NetworkStructure",
    "Note",
    "Notice",
    "NoticeAction",
    "NoticeReason",
    "NoticeRecord",
    "NoticeTarget",
    "ObservableAt",
    "Offence",
    "Onward",
    "OtherCrime",
    "Pap",
    "PartyCode",
    "PathwayAbuse",
    "Payment",
    "PaymentMethod",
    "PaymentTiming",
    "Persona",
    "Phase",
    "Physical",
    "Place",
    "PlaceKind",
    "Platform",
    "Ploy",
    "Price",
    "PriceBasis",
    "Profile",
    "ProfileRecord",
    "Provenance",
    "Purpose",
    "Record",
    "RecordHeader",
    "RecordId",
    "RecordRef",
    "RecordType",
    "RecruiterRelation",
    "Recruitment",
    "RecruitmentChannel",
    "ReleaseSignal",
    "RequestedAction",
    "Residence",
    "RevisionRef",
    "RiskToLife",
    "Role",
    "ScriptCode",
    "Sector",
    "SeizedItem",
    "Selector",
    "SelectorKind",
    "Sex",
    "Sighting",
    "SightingKind",
    "SightingPersons",
    "SightingRecord",
    "Signers",
    "SomAggravating",
    "SomConduct",
    "SomElements",
    "Source",
    "SourceType",
    "SpecVersion",
    "SpokenLanguage",
    "SubdivisionCode",
    "SubjectStatus",
    "Technique",
    "Ternary",
    "Text",
    "Timestamp",
    "TipAct",
    "TipElements",
    "TipMeans",
    "TipPurpose",
    "Tlp",
    "TranslitScheme",
    "TransportMode",
    "Trend",
    "UnLocode",
    "Urgency",
    "Validity",
    "Vehicle",
    "Venue",
    "Victims",
    "VocabularyEdition",
    "VocabularyEditions",
    "Vulnerability",
    "record_from_json",
]

AbsentReason = str
"""Why a member has no value: withheld is not the same as unknown."""

AgeBand = str
"""A band of ages."""

Attribution = str
"""How closely a selector is tied to the person."""

Audience = str
"""A party to which a record may be released, or the token `all-members`, which stands alone in its list."""

AuthorityId = str
"""The identifier of an authority: a country or organisation code in capitals, a slash, and the name of the unit.

Test authorities bear the country code `XX`."""

BiometricKind = str
"""The kind of biometric data that a bureau holds."""

BirthBasis = str
"""What a statement of birth rests on."""

Build = str
"""The build of the body."""

Calendar = str
"""The calendar in which a date was first stated."""

Caution = str
"""A danger that an officer must know of first."""

Comms = str
"""A way in which offenders communicate."""

Concealment = str
"""Where or how persons are hidden."""

Confidence = str
"""How sure the analyst is of the judgement as a whole."""

Control = str
"""A way in which victims are held."""

Conveyance = str
"""The kind of a vehicle, vessel, aircraft or other means of travel."""

ConveyanceUse = str
"""How a person is tied to a vehicle, vessel or aircraft."""

Corruption = str
"""A way in which officials or staff are corrupted."""

CorruptionSector = str
"""The service that is corrupted."""

CountryCode = str
"""A country, as two capitals. The codes `XA` to `XZ` stand for invented countries in tests and exercises."""

Crime = str
"""The crime that a record is about."""

CurrencyCode = str
"""A currency. `XTS` is the code for tests."""

Date = datetime.date
"""A day of the Gregorian calendar."""

Decimal = str
"""A decimal number as text, so that no reader rounds it: no exponent, no plus sign, no needless leading zero."""

DigitalMode = str
"""Whether recruiters on line choose their targets or wait for an answer."""

DocumentAuthenticity = str
"""Whether a document is what it claims to be."""

DocumentFraud = str
"""How a document deceives."""

DocumentIssuer = str
"""The issuing state or organisation as documents print it: three capitals, or `D`. `UTO` is the state of specimens."""

DocumentType = str
"""The kind of an identity or travel document."""

Duration = str
"""A length of time: weeks, or days, hours and minutes."""

Edtf = str
"""A date of a person or an event that may be partial, uncertain or an interval, always in the Gregorian calendar.

A year, a month or a day, with `?` (uncertain), `~` (approximate) or `%` (both) behind it; a decade `198X` or a
century `19XX`; an interval `a/b`, open at one end with `..`. A missing day is never filled with the first of the
month."""

EntryMethod = str
"""The way a border is crossed."""

Environment = Literal["live", "exercise", "test"]
"""Whether a record is meant in earnest. The three are never mixed.

The enum is complete: a further environment would change what all records mean, and so needs a new major version."""

Equipment = str
"""A piece of equipment."""

EuropolHandling = str
"""The Europol handling code."""

EvaluationScheme = str
"""The grading scheme that the grades of an evaluation belong to."""

Evasion = str
"""A way in which offenders evade control."""

Exploitation = str
"""A form of exploitation."""

ExploitationSubform = str
"""A finer form of exploitation."""

ExtensionName = str
"""The name of an extension: a domain name turned round, a colon, and a name of the owner's choice."""

ExtensionValue = Any
"""A JSON value of the format's profile: no null, no fraction, no empty container."""

Extensions = Dict[str, ExtensionValue]
"""Extension data by name. An extension never changes the meaning of a member that the format defines."""

EyeColour = str
"""The colour of the eyes."""

FacialHair = str
"""The hair on the face."""

FacilityKind = str
"""What a facility is."""

Feature = str
"""The name of a feature or extension that a reader must understand before it acts on the record."""

FinancialKind = str
"""The kind of a financial account or shop."""

Grade = str
"""A grade. Its meaning depends on the scheme: `B` is not the same in every scheme."""

Guarantee = str
"""How a fee is secured until the journey is done."""

HairColour = str
"""The colour or state of the hair."""

HashAlgorithm = str
"""The name of a hash algorithm. Version 1.0 of the format has one: `sha-256`."""

HashValue = str
"""A SHA-256 hash value as 64 hexadecimal digits in lower case."""

HitNature = str
"""What a hit consists of."""

Identified = str
"""How far a person is identified."""

IndicatorStrength = str
"""How much an indicator says by itself."""

Industry = str
"""The industry in which exploitation happens."""

InterpolConfidentiality = str
"""The INTERPOL level of confidentiality."""

JsonPointer = str
"""A JSON Pointer from the root of the record to one of its members. The pointer to the whole record is not allowed."""

JudicialKind = str
"""The kind of a court decision or order."""

JudicialUse = str
"""Whether a record may be used before a court."""

LanguageLevel = str
"""How well a person speaks a language."""

LanguageTag = str
"""A language: language, script, region and variants in the letter case of the standard, so that a tag has one
spelling. `und` says that the language is not known."""

Laundering = str
"""A way in which proceeds are laundered."""

LegalBasis = str
"""The law or treaty under which a record is sent."""

Likelihood = str
"""How likely the analyst holds it that the statement is true."""

LinkKind = str
"""The kind of a relation between two records."""

MarkKind = str
"""The kind of a mark on the body."""

MarkLocation = str
"""Where on the body a mark is."""

MarkSide = str
"""On which side of the body a mark is."""

Match = str
"""How well what was met fits the record."""

MediaType = str
"""A media type in lower case, without parameters."""

MoPhase = str
"""A phase of the crime."""

MrzLine = str
"""A line of a machine readable zone, or a part of one."""

NameKind = str
"""What kind of name a name is."""

NameQuality = str
"""How well a name is established."""

NationalityKind = str
"""On what footing a nationality is stated."""

NetworkKind = str
"""What kind of group a network is."""

NetworkStructure = str
"""How a network is built."""

NoticeAction = str
"""What a notice does."""

NoticeReason = str
"""Why a notice is sent."""

ObservableAt = str
"""Where the front line can observe an indicator."""

Onward = str
"""Whether a receiver may pass a record on."""

OtherCrime = str
"""Another crime that a network commits."""

Pap = str
"""The Permissible Actions Protocol marking: how openly a receiver may act on a record."""

PartyCode = str
"""A country as two capitals, or an international organisation as three."""

PathwayAbuse = str
"""A lawful way of travel that is abused."""

PaymentMethod = str
"""The way a fee is paid."""

PaymentTiming = str
"""When a fee is paid."""

PlaceKind = str
"""What a place is."""

Platform = str
"""An on-line platform."""

Ploy = str
"""The pretext by which persons are recruited."""

PriceBasis = str
"""What a price is for."""

Purpose = str
"""What a record may be used for."""

RecordId = str
"""The identifier of a record: its issuer, a slash, and a UUID of version 4 or 7 in lower case.

All revisions of a record bear the same identifier. As the issuer is part of it, nobody can take the identifier of
another issuer's record."""

RecordType = Literal["profile", "modus-operandi", "network", "sighting", "link", "notice"]
"""The type of a record."""

RecruiterRelation = str
"""What the recruiter is to the recruited."""

RecruitmentChannel = str
"""The way by which persons are recruited."""

ReleaseSignal = str
"""The sign on which a held fee is released."""

RequestedAction = str
"""What the issuer asks the receiver to do."""

RiskToLife = str
"""A danger to the lives of the persons carried."""

Role = str
"""The part that a person plays in the crime."""

ScriptCode = str
"""A script."""

Sector = str
"""The economic sector, as a section of ISIC."""

SelectorKind = str
"""The kind of an identifier of a device, an account or a line."""

Sex = str
"""The sex as travel documents state it."""

SightingKind = str
"""In what kind of event something was met."""

SomAggravating = str
"""A circumstance that makes smuggling of migrants graver."""

SomConduct = str
"""A conduct of smuggling of migrants."""

SourceType = str
"""The kind of source that a statement comes from; never its name."""

SpecVersion = str
"""The version of the record format: major and minor number."""

SubdivisionCode = str
"""A part of a country, such as a province."""

SubjectStatus = str
"""The standing of the person before the law."""

Technique = str
"""A technique: the name of a code list, a slash, and a code of that list."""

Ternary = str
"""Yes, no, or not known."""

Timestamp = datetime.datetime
"""A point in time in whole seconds, always in UTC. One point in time has one spelling."""

TipAct = str
"""An act of trafficking in persons."""

TipMeans = str
"""A means of trafficking in persons."""

TipPurpose = str
"""A purpose of trafficking in persons."""

Tlp = str
"""The Traffic Light Protocol marking: how far a record may be shared."""

TranslitScheme = str
"""The rules by which a name was brought into another script."""

TransportMode = str
"""The mode of transport."""

Trend = str
"""How a method develops."""

UnLocode = str
"""A port, border point, town or other location of trade and transport, written without a space."""

Urgency = str
"""How soon the receiver should act."""

Venue = str
"""The kind of venue where exploitation happens."""

VocabularyEdition = str
"""An edition of code lists: the year, a dot, and the number of the edition within the year."""

VocabularyEditions = Dict[str, VocabularyEdition]
"""The editions of code lists, by list. The member `passerelle` gives the edition of all lists that are not named
beside it."""

Vulnerability = str
"""What makes persons vulnerable."""


class Absent(Value, frozen=True, kw_only=True):
    """A member without a value, and why it has none."""

    path: JsonPointer
    """The member that has no value, from the root of the record."""

    reason: AbsentReason
    """Why it has none: not known is not the same as withheld."""


class AgeOn(Value, frozen=True, kw_only=True):
    """An age at a certain day."""

    years: int
    """The age in full years on that day."""

    date: Date
    """The day on which the person had that age."""


class Attachment(Value, frozen=True, kw_only=True):
    """A file that belongs to the record. The record holds its hash; the bytes travel apart."""

    hash: Digest
    """The hash of the file's bytes."""

    media_type: MediaType
    """The kind of file, as a media type without parameters."""

    size: int
    """The size of the file in bytes."""

    caption: Tuple[Text, ...] = ()
    """What the file shows, in words, without naming anybody in it."""

    handling: Optional[Handling] = None
    """The marking of the file, where it is stricter than the record's."""

    persons_shown: Optional[Ternary] = None
    """Whether the file shows a victim, a smuggled migrant, a witness or a bystander who could be recognised or put at
    risk."""


class BiometricsHeld(Value, frozen=True, kw_only=True):
    """Says that a bureau holds biometric data of the person. The data itself is asked for there."""

    kind: BiometricKind
    """The kind of biometric data that is held."""

    holder: AuthorityId
    """The authority that holds it."""

    evaluation: Optional[Evaluation] = None
    """The evaluation of this statement, where it differs from the record's."""

    first: Optional[Edtf] = None
    """The first time for which the statement is known to hold."""

    last: Optional[Edtf] = None
    """The last time for which the statement is known to hold."""

    negated: Optional[bool] = None
    """True if the statement is known to be false. It is then sent so that nobody states it again."""

    src: Optional[int] = None
    """The source of this statement, as an index (from 0) into `provenance.sources`."""


class Birth(Value, frozen=True, kw_only=True):
    """One statement of when or where the person was born. It has a date, an age, a place, or several of them."""

    basis: BirthBasis
    """What the statement rests on."""

    age_on: Optional[AgeOn] = None
    """The age at a certain day, where no date of birth is known."""

    calendar: Optional[Calendar] = None
    """The calendar in which the source states the date, if it is not the Gregorian one. `date` is the converted value."""

    date: Optional[Edtf] = None
    """The date of birth, in the Gregorian calendar."""

    evaluation: Optional[Evaluation] = None
    """The evaluation of this statement, where it differs from the record's."""

    first: Optional[Edtf] = None
    """The first time for which the statement is known to hold."""

    last: Optional[Edtf] = None
    """The last time for which the statement is known to hold."""

    negated: Optional[bool] = None
    """True if the statement is known to be false. It is then sent so that nobody states it again."""

    place: Optional[Place] = None
    """The place of birth, as the source states it."""

    src: Optional[int] = None
    """The source of this statement, as an index (from 0) into `provenance.sources`."""


class Contact(Value, frozen=True, kw_only=True):
    """A desk that answers questions about the record; never a person."""

    role: str
    """What the desk is for; an office, never the name of an officer."""

    ref: str
    """Where the desk can be reached, or its name within the issuer."""


class CorruptionTie(Value, frozen=True, kw_only=True):
    """A corrupted service. No official is named."""

    kind: Corruption
    """In which way the service is corrupted."""

    sector: CorruptionSector
    """Which service is corrupted."""

    evaluation: Optional[Evaluation] = None
    """The evaluation of this statement, where it differs from the record's."""

    first: Optional[Edtf] = None
    """The first time for which the statement is known to hold."""

    last: Optional[Edtf] = None
    """The last time for which the statement is known to hold."""

    negated: Optional[bool] = None
    """True if the statement is known to be false. It is then sent so that nobody states it again."""

    src: Optional[int] = None
    """The source of this statement, as an index (from 0) into `provenance.sources`."""


class CountRange(Value, frozen=True, kw_only=True):
    """A number of people between two bounds. Small numbers are given as a range, so that nobody can be recognised by
    them."""

    max: Optional[int] = None
    """The greatest number of people; without it, nobody knows how many more there are."""

    min: Optional[int] = None
    """The least number of people; without it, 0."""


class Death(Value, frozen=True, kw_only=True):
    """The death of the person."""

    date: Edtf
    """The date of death, in the Gregorian calendar."""


class Digest(Value, frozen=True, kw_only=True):
    """A hash value with its algorithm. The digest of a record is taken over its signed payload."""

    alg: HashAlgorithm
    """The hash algorithm. Version 1.0 of the format allows `sha-256` only."""

    hash: HashValue
    """The hash itself, in hexadecimal digits."""


class Dispute(Value, frozen=True, kw_only=True):
    """What is disputed, and why."""

    reason: Tuple[Text, ...]
    """Why it is disputed, in words."""

    pointer: Optional[JsonPointer] = None
    """The disputed member of the record that the notice is about. Without it, the whole record is disputed."""


class Document(Value, frozen=True, kw_only=True):
    """An identity or travel document that the person uses, genuine or not."""

    type: DocumentType
    """What kind of document it is, or claims to be."""

    number: str
    """The number of the document, without spaces."""

    issuer: DocumentIssuer
    """The state or organisation that issued the document, or that it claims to come from."""

    authenticity: DocumentAuthenticity
    """Whether the document is what it claims to be."""

    evaluation: Optional[Evaluation] = None
    """The evaluation of this statement, where it differs from the record's."""

    expires: Optional[Edtf] = None
    """When it expires, as the document says."""

    first: Optional[Edtf] = None
    """The first time for which the statement is known to hold."""

    fraud_type: Optional[DocumentFraud] = None
    """How the document deceives, where it does."""

    issued: Optional[Edtf] = None
    """When it was issued, as the document says."""

    last: Optional[Edtf] = None
    """The last time for which the statement is known to hold."""

    mrz: Tuple[MrzLine, ...] = ()
    """The lines of the machine readable zone, from top to bottom."""

    name_used: Optional[int] = None
    """The name in the document, as an index (from 0) into `names`."""

    negated: Optional[bool] = None
    """True if the statement is known to be false. It is then sent so that nobody states it again."""

    src: Optional[int] = None
    """The source of this statement, as an index (from 0) into `provenance.sources`."""


class EquipmentItem(Value, frozen=True, kw_only=True):
    """A piece of equipment that the method needs."""

    kind: Equipment
    """What kind of equipment it is."""

    brand: Optional[str] = None
    """The brand or maker, where it leads to a supplier."""

    evaluation: Optional[Evaluation] = None
    """The evaluation of this statement, where it differs from the record's."""

    first: Optional[Edtf] = None
    """The first time for which the statement is known to hold."""

    last: Optional[Edtf] = None
    """The last time for which the statement is known to hold."""

    negated: Optional[bool] = None
    """True if the statement is known to be false. It is then sent so that nobody states it again."""

    source_country: Optional[CountryCode] = None
    """The country where it is bought."""

    src: Optional[int] = None
    """The source of this statement, as an index (from 0) into `provenance.sources`."""


class Evaluation(Value, frozen=True, kw_only=True):
    """How good the source and the information are, in the grades of one scheme."""

    scheme: EvaluationScheme
    """The scheme that the grades are from; it says which lists they are codes of."""

    source: Grade
    """The grade of the source; a code of the scheme's list for sources."""

    assessed: Optional[Date] = None
    """The day on which the grades were given."""

    confidence: Optional[Confidence] = None
    """How sure the analyst is of the judgement as a whole."""

    handling: Optional[Grade] = None
    """The handling grade, which only the scheme `uk-3x5x2` has."""

    information: Optional[Grade] = None
    """The grade of the information; a code of the scheme's list for information. Due where the scheme has such a list."""

    likelihood: Optional[Likelihood] = None
    """How likely the analyst holds it that the statement is true."""

    sources_count: Optional[int] = None
    """The number of independent sources that agree."""


class ExploitationForm(Value, frozen=True, kw_only=True):
    """One way in which victims are exploited."""

    form: Exploitation
    """The form of exploitation."""

    country: Optional[CountryCode] = None
    """The country where it happens."""

    evaluation: Optional[Evaluation] = None
    """The evaluation of this statement, where it differs from the record's."""

    first: Optional[Edtf] = None
    """The first time for which the statement is known to hold."""

    industry: Optional[Industry] = None
    """The industry in which it happens."""

    last: Optional[Edtf] = None
    """The last time for which the statement is known to hold."""

    negated: Optional[bool] = None
    """True if the statement is known to be false. It is then sent so that nobody states it again."""

    sector: Optional[Sector] = None
    """The economic sector in which it happens."""

    src: Optional[int] = None
    """The source of this statement, as an index (from 0) into `provenance.sources`."""

    subform: Optional[ExploitationSubform] = None
    """The finer form, where the list has one for `form`."""

    venue: Optional[Venue] = None
    """The kind of place at which it happens."""


class Facility(Value, frozen=True, kw_only=True):
    """A house, beach, workshop or other place that the method uses."""

    kind: FacilityKind
    """What kind of house, yard or other place it is."""

    evaluation: Optional[Evaluation] = None
    """The evaluation of this statement, where it differs from the record's."""

    first: Optional[Edtf] = None
    """The first time for which the statement is known to hold."""

    function: Tuple[Text, ...] = ()
    """What the facility is used for, in words."""

    last: Optional[Edtf] = None
    """The last time for which the statement is known to hold."""

    negated: Optional[bool] = None
    """True if the statement is known to be false. It is then sent so that nobody states it again."""

    place: Optional[Place] = None
    """Where the facility is, as coarsely as the reader can do with."""

    src: Optional[int] = None
    """The source of this statement, as an index (from 0) into `provenance.sources`."""


class FieldEvaluation(Value, frozen=True, kw_only=True):
    """An evaluation of single members."""

    paths: Tuple[JsonPointer, ...]
    """The members that this is about; each pointer covers all that lies within."""

    evaluation: Evaluation
    """The evaluation of these members."""


class FieldHandling(Value, frozen=True, kw_only=True):
    """A marking of single members. It can only be stricter than the record's."""

    paths: Tuple[JsonPointer, ...]
    """The members that this is about; each pointer covers all that lies within."""

    handling: Handling
    """The marking of these members, as strict as the record's or stricter."""


class FinancialAccount(Value, frozen=True, kw_only=True):
    """An account, wallet or shop through which money moves."""

    kind: FinancialKind
    """What kind of account it is; it says how `value` is written."""

    value: str
    """The number, address or name of the account, without spaces where its standard has none."""

    country: Optional[CountryCode] = None
    """The country where it is kept."""

    evaluation: Optional[Evaluation] = None
    """The evaluation of this statement, where it differs from the record's."""

    first: Optional[Edtf] = None
    """The first time for which the statement is known to hold."""

    institution: Optional[str] = None
    """The institution that keeps it, by name or code."""

    last: Optional[Edtf] = None
    """The last time for which the statement is known to hold."""

    negated: Optional[bool] = None
    """True if the statement is known to be false. It is then sent so that nobody states it again."""

    src: Optional[int] = None
    """The source of this statement, as an index (from 0) into `provenance.sources`."""


class FrontBusiness(Value, frozen=True, kw_only=True):
    """A business behind which a group hides."""

    country: CountryCode
    """The country of the register."""

    isic: Optional[str] = None
    """The trade of the business: a division, group or class."""

    lei: Optional[str] = None
    """The legal entity identifier."""

    reg_no: Optional[str] = None
    """The number in the register of companies."""


class Handling(Value, frozen=True, kw_only=True):
    """The marking of a record or of some of its members. Where several markings meet, the strictest wins."""

    tlp: Tlp
    """How far the record may be shared."""

    releasable_to: Tuple[Audience, ...]
    """The parties that may have the record, or the single entry `all-members`. Who is not listed may not have it."""

    onward: Onward
    """Whether a receiver may pass the record on."""

    judicial_use: JudicialUse
    """Whether the record may be used before a court."""

    caveats: Tuple[Text, ...] = ()
    """Further conditions, in words. Due with the Europol handling code `H3`."""

    europol: Tuple[EuropolHandling, ...] = ()
    """The Europol handling codes. Each one adds a condition; `H3` needs a caveat."""

    interpol: Optional[InterpolConfidentiality] = None
    """The INTERPOL level of confidentiality."""

    national_class: Optional[NationalClass] = None
    """The national classification. It is carried, never interpreted."""

    not_releasable_to: Tuple[PartyCode, ...] = ()
    """The parties that may not have the record. This list wins over `releasable_to`."""

    notify_on_hit: Optional[bool] = None
    """True if the issuer asks for a notice when the record leads to a hit."""

    pap: Optional[Pap] = None
    """How openly a receiver may act on the record."""


class HeldRole(Value, frozen=True, kw_only=True):
    """A part that the person plays in the crime, at the time that `first` and `last` give."""

    code: Role
    """The part that the person plays, such as recruiter or driver."""

    evaluation: Optional[Evaluation] = None
    """The evaluation of this statement, where it differs from the record's."""

    first: Optional[Edtf] = None
    """The first time for which the statement is known to hold."""

    last: Optional[Edtf] = None
    """The last time for which the statement is known to hold."""

    negated: Optional[bool] = None
    """True if the statement is known to be false. It is then sent so that nobody states it again."""

    phase: Optional[MoPhase] = None
    """The phase of the crime in which the person plays it."""

    src: Optional[int] = None
    """The source of this statement, as an index (from 0) into `provenance.sources`."""


class Hit(Value, frozen=True, kw_only=True):
    """What was met, when and where."""

    when: Edtf
    """When the hit happened."""

    where: Place
    """Where the hit happened."""

    nature: HitNature
    """What was met: a person, a document, a vehicle, an account."""


class Indicator(Value, frozen=True, kw_only=True):
    """Something that the front line can look for."""

    text: Tuple[Text, ...]
    """What there is to see, hear or find, in words."""

    observable_at: ObservableAt
    """Where an officer can observe it."""

    strength: IndicatorStrength
    """How much it says by itself, without other signs."""

    evaluation: Optional[Evaluation] = None
    """The evaluation of this statement, where it differs from the record's."""

    first: Optional[Edtf] = None
    """The first time for which the statement is known to hold."""

    last: Optional[Edtf] = None
    """The last time for which the statement is known to hold."""

    negated: Optional[bool] = None
    """True if the statement is known to be false. It is then sent so that nobody states it again."""

    src: Optional[int] = None
    """The source of this statement, as an index (from 0) into `provenance.sources`."""


class Judicial(Value, frozen=True, kw_only=True):
    """A decision or order of a court or prosecutor."""

    kind: JudicialKind
    """What kind of decision or order it is."""

    authority: str
    """The court or office that took it."""

    ref: str
    """The reference of the decision."""

    date: Edtf
    """When the decision was taken."""

    evaluation: Optional[Evaluation] = None
    """The evaluation of this statement, where it differs from the record's."""

    first: Optional[Edtf] = None
    """The first time for which the statement is known to hold."""

    last: Optional[Edtf] = None
    """The last time for which the statement is known to hold."""

    negated: Optional[bool] = None
    """True if the statement is known to be false. It is then sent so that nobody states it again."""

    sentence_text: Tuple[Text, ...] = ()
    """The sentence in words, where there is one."""

    src: Optional[int] = None
    """The source of this statement, as an index (from 0) into `provenance.sources`."""


class Leg(Value, frozen=True, kw_only=True):
    """One leg of a route, from one place to another by one mode of transport."""

    seq: int
    """The place of the leg in the order, from 1."""

    from_: Place = msgspec.field(name="from")
    """The place where the leg begins."""

    to: Place
    """The place where the leg ends."""

    mode: TransportMode
    """The mode of transport on this leg."""

    border_point: Optional[Place] = None
    """The place where a border is crossed on this leg."""

    concealment: Tuple[Concealment, ...] = ()
    """Where or how persons are hidden."""

    conveyance: Optional[Conveyance] = None
    """The kind of vehicle, vessel or aircraft."""

    documents: Tuple[LegDocument, ...] = ()
    """The kinds of documents that are used."""

    duration: Optional[Duration] = None
    """How long the leg usually takes."""

    entry_method: Optional[EntryMethod] = None
    """How the border is crossed or the control got round."""

    evaluation: Optional[Evaluation] = None
    """The evaluation of this statement, where it differs from the record's."""

    first: Optional[Edtf] = None
    """The first time for which the statement is known to hold."""

    last: Optional[Edtf] = None
    """The last time for which the statement is known to hold."""

    negated: Optional[bool] = None
    """True if the statement is known to be false. It is then sent so that nobody states it again."""

    night: Optional[bool] = None
    """True if the leg is travelled by night."""

    pathway_abuse: Tuple[PathwayAbuse, ...] = ()
    """The lawful ways of travel that are abused."""

    persons: Optional[CountRange] = None
    """How many persons travel together."""

    price: Optional[Price] = None
    """What the leg costs, where it is paid by itself."""

    src: Optional[int] = None
    """The source of this statement, as an index (from 0) into `provenance.sources`."""


class LegDocument(Value, frozen=True, kw_only=True):
    """A kind of document that is used on a leg; never the document of one person."""

    type: DocumentType
    """The kind of document that is used."""

    fraud_type: Optional[DocumentFraud] = None
    """How documents of this kind deceive."""

    issuer: Optional[DocumentIssuer] = None
    """The state or organisation that the documents claim to come from."""


class LegalGround(Value, frozen=True, kw_only=True):
    """A law or treaty under which a record is sent."""

    code: LegalBasis
    """The law or treaty, by its code, or its kind where `instrument` names it."""

    article: Optional[str] = None
    """The article or section that the issuer relies on."""

    instrument: Optional[str] = None
    """The law or treaty by name, where the code does not name it."""


class Link(Value, frozen=True, kw_only=True):
    """A relation between two records. Its grade is the record's `evaluation`. Whether the relation has a direction
    follows from its kind."""

    from_: RecordRef = msgspec.field(name="from")
    """The record at the start of the relation."""

    to: RecordRef
    """The record at the end of the relation."""

    kind: LinkKind
    """The kind of relation; the list says whether it has a direction."""

    evidence_text: Tuple[Text, ...] = ()
    """What the relation rests on, in words."""

    from_date: Optional[Edtf] = None
    """Since when the relation holds."""

    notes: Tuple[Note, ...] = ()
    """Remarks on single members, and the texts that the code `other` calls for."""

    role: Optional[Role] = None
    """The part that the start plays for the end."""

    to_date: Optional[Edtf] = None
    """Until when the relation held."""


class Mark(Value, frozen=True, kw_only=True):
    """A mark on the body by which a person can be recognised."""

    kind: MarkKind
    """What kind of mark it is."""

    location: MarkLocation
    """The part of the body that it is on."""

    description: Tuple[Text, ...] = ()
    """What the mark looks like, in words."""

    evaluation: Optional[Evaluation] = None
    """The evaluation of this statement, where it differs from the record's."""

    first: Optional[Edtf] = None
    """The first time for which the statement is known to hold."""

    image: Optional[int] = None
    """A picture of it, as an index (from 0) into the record's `attachments`."""

    last: Optional[Edtf] = None
    """The last time for which the statement is known to hold."""

    negated: Optional[bool] = None
    """True if the statement is known to be false. It is then sent so that nobody states it again."""

    side: Optional[MarkSide] = None
    """The side of the body that it is on, the person's own left or right."""

    src: Optional[int] = None
    """The source of this statement, as an index (from 0) into `provenance.sources`."""


class MeasureRange(Value, frozen=True, kw_only=True):
    """A measure of a body between two bounds, in the unit that the member's name ends with."""

    max: Optional[int] = None
    """The greatest value, in the unit that the name of the member says."""

    min: Optional[int] = None
    """The least value, in the unit that the name of the member says."""


class ModusOperandi(Value, frozen=True, kw_only=True):
    """A pattern of acting that can be met again: how persons are recruited, moved, held, exploited and made to pay,
    and by what the front line can see it.

    It has no member for a person, so that it can be shared more widely than a profile."""

    title: Tuple[Text, ...]
    """A short title that says what the method is."""

    summary: Tuple[Text, ...]
    """The method in words, for people who have to recognise it."""

    crime: Tuple[Crime, ...]
    """The crimes that the method serves."""

    phases: Tuple[Phase, ...]
    """The phases of the crime, in order."""

    comms: Tuple[Comms, ...] = ()
    """How the offenders communicate."""

    control: Tuple[Control, ...] = ()
    """The ways in which victims are held."""

    corruption: Tuple[CorruptionTie, ...] = ()
    """Which services are corrupted, and how. No official is named."""

    countermeasures: Tuple[Text, ...] = ()
    """What helps against the method. It usually needs a stricter marking in `field_handling`."""

    equipment: Tuple[EquipmentItem, ...] = ()
    """The equipment that the method needs."""

    evasion: Tuple[Evasion, ...] = ()
    """How the offenders evade control."""

    exploitation: Tuple[ExploitationForm, ...] = ()
    """In which ways victims are exploited."""

    facilities: Tuple[Facility, ...] = ()
    """Houses, beaches, workshops and other places that the method uses."""

    first_seen: Optional[Edtf] = None
    """When the method was first seen."""

    images: Tuple[int, ...] = ()
    """Pictures, as indexes (from 0) into the record's `attachments`."""

    indicators: Tuple[Indicator, ...] = ()
    """What the front line can look for."""

    last_seen: Optional[Edtf] = None
    """When the method was last seen."""

    laundering: Tuple[Laundering, ...] = ()
    """How the proceeds are laundered."""

    legs: Tuple[Leg, ...] = ()
    """The legs of the route, in order."""

    notes: Tuple[Note, ...] = ()
    """Remarks on single members, and the texts that the code `other` calls for."""

    payment: Optional[Payment] = None
    """How the fee is paid and secured."""

    recruitment: Optional[Recruitment] = None
    """How persons are reached and won or deceived."""

    risk_to_life: Tuple[RiskToLife, ...] = ()
    """Dangers to the lives of the persons carried."""

    som: Optional[SomElements] = None
    """The elements of smuggling of migrants."""

    tip: Optional[TipElements] = None
    """The elements of trafficking in persons."""

    trend: Optional[Trend] = None
    """Whether the method is new, established, or going away."""

    victims: Optional[Victims] = None
    """The persons who suffer the crime, in the aggregate only."""


class Name(Value, frozen=True, kw_only=True):
    """A name of a person or a network in one spelling. A transliteration is an entry of its own that points to the
    original."""

    full: str
    """The whole name, in the order in which its culture writes it."""

    script: ScriptCode
    """The script that this spelling is written in."""

    kind: NameKind
    """What kind of name it is: in law, on a document, claimed, or made by transliteration."""

    evaluation: Optional[Evaluation] = None
    """The evaluation of this statement, where it differs from the record's."""

    first: Optional[Edtf] = None
    """The first time for which the statement is known to hold."""

    lang: Optional[LanguageTag] = None
    """The language that the name belongs to."""

    last: Optional[Edtf] = None
    """The last time for which the statement is known to hold."""

    mrz: Optional[MrzLine] = None
    """The name as the machine readable zone of a document spells it."""

    negated: Optional[bool] = None
    """True if the statement is known to be false. It is then sent so that nobody states it again."""

    parts: Optional[NameParts] = None
    """The name in parts, where it has such parts. A person with a single name has none."""

    quality: Optional[NameQuality] = None
    """How well the name is established."""

    src: Optional[int] = None
    """The source of this statement, as an index (from 0) into `provenance.sources`."""

    translit_of: Optional[int] = None
    """The name that this one was transliterated from, as an index (from 0) into the same list."""

    translit_scheme: Optional[TranslitScheme] = None
    """The rules by which it was transliterated."""


class NameParts(Value, frozen=True, kw_only=True):
    """The parts of a name. No culture has all of them."""

    family: Tuple[str, ...] = ()
    """The family names, in the order in which they are written."""

    given: Tuple[str, ...] = ()
    """The given names, in the order in which they are written."""

    matronymic: Optional[str] = None
    """A name made from the mother's name."""

    patronymic: Optional[str] = None
    """A name made from the father's name."""

    prefix: Optional[str] = None
    """A title or particle before the name."""

    suffix: Optional[str] = None
    """A part after the name, such as the number of the generation."""


class NationalClass(Value, frozen=True, kw_only=True):
    """A classification of one country, as its own rules spell it."""

    country: CountryCode
    """The country whose classification it is."""

    label: str
    """The label, as it would be printed on paper."""


class NationalRef(Value, frozen=True, kw_only=True):
    """A reference in a system of the issuer's country, such as a case number."""

    system: str
    """The name of the national system that the reference belongs to."""

    ref: str
    """The reference in that system; without meaning for others."""


class Nationality(Value, frozen=True, kw_only=True):
    """A nationality that is stated for the person."""

    kind: NationalityKind
    """On what footing the nationality is stated."""

    country: Optional[CountryCode] = None
    """The country. Absent for kinds that name none, such as `stateless`."""

    evaluation: Optional[Evaluation] = None
    """The evaluation of this statement, where it differs from the record's."""

    first: Optional[Edtf] = None
    """The first time for which the statement is known to hold."""

    last: Optional[Edtf] = None
    """The last time for which the statement is known to hold."""

    negated: Optional[bool] = None
    """True if the statement is known to be false. It is then sent so that nobody states it again."""

    src: Optional[int] = None
    """The source of this statement, as an index (from 0) into `provenance.sources`."""


class Network(Value, frozen=True, kw_only=True):
    """A group that commits the crimes, or a front that it uses. Its members are tied to it by records of type `link`."""

    names: Tuple[Name, ...]
    """The names of the group, one entry for each spelling."""

    kind: NetworkKind
    """What kind of group or front it is."""

    crime: Tuple[Crime, ...]
    """The crimes that the group commits."""

    active_from: Optional[Edtf] = None
    """Since when the group has been active."""

    active_to: Optional[Edtf] = None
    """Until when the group was active."""

    activity_area: Tuple[Place, ...] = ()
    """Where the group is active."""

    financial: Tuple[FinancialAccount, ...] = ()
    """Accounts and shops through which money of the group moves."""

    front_business: Optional[FrontBusiness] = None
    """The business behind which it hides."""

    nationalities: Tuple[CountryCode, ...] = ()
    """The countries whose nationals belong to it."""

    notes: Tuple[Note, ...] = ()
    """Remarks on single members, and the texts that the code `other` calls for."""

    other_crimes: Tuple[OtherCrime, ...] = ()
    """Other crimes that the group commits."""

    selectors: Tuple[Selector, ...] = ()
    """Telephones, accounts and addresses that the group uses."""

    size: Optional[CountRange] = None
    """How many persons belong to it."""

    structure: Optional[NetworkStructure] = None
    """How the group is built, from one head down or from cells."""

    summary: Tuple[Text, ...] = ()
    """The facts in short: what the group is believed to do."""


class Note(Value, frozen=True, kw_only=True):
    """A remark on one member of the record; the place for the text that the code `other` calls for."""

    about: JsonPointer
    """The member that the remark is about, from the root of the record."""

    text: Tuple[Text, ...]
    """The remark, one text for each language."""


class Notice(Value, frozen=True, kw_only=True):
    """A message about another record: withdraw, correct, extend, hit, acknowledge, dispute. A notice repeats nothing
    of the record that it is about, so that it may reach everybody who could hold that record."""

    about: NoticeTarget
    """The record that the notice is about."""

    action: NoticeAction
    """What the notice does to the record that it is about."""

    dispute: Optional[Dispute] = None
    """What is disputed, where the notice disputes something."""

    effective: Optional[Timestamp] = None
    """From when on it takes effect. Without it, from the time of issue."""

    hit: Optional[Hit] = None
    """What was met, where the notice reports a hit."""

    notes: Tuple[Note, ...] = ()
    """Remarks on single members, and the texts that the code `other` calls for."""

    reason: Optional[NoticeReason] = None
    """Why the notice is sent."""

    replacement: Optional[RevisionRef] = None
    """The revision that takes the place of the record."""

    review_by: Optional[Date] = None
    """The new day of review, where the notice extends the review."""

    text: Tuple[Text, ...] = ()
    """The message in words. It repeats nothing of the record."""


class NoticeTarget(Value, frozen=True, kw_only=True):
    """A record, at one revision or at all of them. One of `rev` and `all` stands here, never both."""

    id: RecordId
    """The record that the notice is about, by its identifier."""

    all: Optional[bool] = None
    """True if all revisions are meant, also those that the sender does not know."""

    rev: Optional[int] = None
    """The revision that is meant."""


class Offence(Value, frozen=True, kw_only=True):
    """An offence, by its international class, by national law, or in words."""

    date: Optional[Edtf] = None
    """When the offence was committed."""

    evaluation: Optional[Evaluation] = None
    """The evaluation of this statement, where it differs from the record's."""

    first: Optional[Edtf] = None
    """The first time for which the statement is known to hold."""

    iccs: Optional[str] = None
    """The international class of the offence."""

    last: Optional[Edtf] = None
    """The last time for which the statement is known to hold."""

    national: Optional[str] = None
    """The article of national law."""

    negated: Optional[bool] = None
    """True if the statement is known to be false. It is then sent so that nobody states it again."""

    src: Optional[int] = None
    """The source of this statement, as an index (from 0) into `provenance.sources`."""

    text: Tuple[Text, ...] = ()
    """The offence in words: the act, not the person."""


class Payment(Value, frozen=True, kw_only=True):
    """How the fee is paid and secured."""

    guarantee: Optional[Guarantee] = None
    """How the fee is secured until the journey is done."""

    intermediaries: Tuple[Role, ...] = ()
    """The parts played by those who handle the money; never their names."""

    methods: Tuple[PaymentMethod, ...] = ()
    """The ways in which the fee is paid."""

    prices: Tuple[Price, ...] = ()
    """Prices that were observed, for the whole route or for a leg."""

    release_signal: Optional[ReleaseSignal] = None
    """The sign on which a held fee is released."""

    timing: Tuple[PaymentTiming, ...] = ()
    """When the fee is paid, seen from the journey."""


class Persona(Value, frozen=True, kw_only=True):
    """A name, selectors and documents that the person uses together, as one appearance."""

    document_refs: Tuple[int, ...] = ()
    """The documents, as indexes (from 0) into `documents`."""

    evaluation: Optional[Evaluation] = None
    """The evaluation of this statement, where it differs from the record's."""

    first: Optional[Edtf] = None
    """The first time for which the statement is known to hold."""

    last: Optional[Edtf] = None
    """The last time for which the statement is known to hold."""

    name_ref: Optional[int] = None
    """The name, as an index (from 0) into `names`."""

    negated: Optional[bool] = None
    """True if the statement is known to be false. It is then sent so that nobody states it again."""

    selector_refs: Tuple[int, ...] = ()
    """The selectors, as indexes (from 0) into `selectors`."""

    src: Optional[int] = None
    """The source of this statement, as an index (from 0) into `provenance.sources`."""


class Phase(Value, frozen=True, kw_only=True):
    """A phase of the crime."""

    code: MoPhase
    """Which phase of the crime it is."""

    seq: int
    """The place of the phase in the order, from 1."""

    evaluation: Optional[Evaluation] = None
    """The evaluation of this statement, where it differs from the record's."""

    first: Optional[Edtf] = None
    """The first time for which the statement is known to hold."""

    last: Optional[Edtf] = None
    """The last time for which the statement is known to hold."""

    negated: Optional[bool] = None
    """True if the statement is known to be false. It is then sent so that nobody states it again."""

    src: Optional[int] = None
    """The source of this statement, as an index (from 0) into `provenance.sources`."""

    techniques: Tuple[Technique, ...] = ()
    """The techniques that are used."""

    text: Tuple[Text, ...] = ()
    """What happens in this phase, in words."""


class Physical(Value, frozen=True, kw_only=True):
    """What a person looks like. Measures are ranges, as witnesses estimate them."""

    build: Optional[Build] = None
    """The build of the body as it is seen."""

    complexion_text: Tuple[Text, ...] = ()
    """The complexion in words of colour, never of origin."""

    eyes: Optional[EyeColour] = None
    """The colour of the eyes as they are seen."""

    facial_hair: Optional[FacialHair] = None
    """How the hair on the face is worn."""

    hair: Optional[HairColour] = None
    """The colour or state of the hair."""

    height_cm: Optional[MeasureRange] = None
    """The height in centimetres, as a range."""

    weight_kg: Optional[MeasureRange] = None
    """The weight in kilograms, as a range."""


class Place(Value, frozen=True, kw_only=True):
    """A place. It has at least a country, a location code or coordinates; coordinates always state their precision."""

    country: Optional[CountryCode] = None
    """The country that the place lies in."""

    kind: Optional[PlaceKind] = None
    """What kind of place it is, so that a town and a house in it do not look alike."""

    lat: Optional[Decimal] = None
    """The latitude in degrees, north positive."""

    lon: Optional[Decimal] = None
    """The longitude in degrees, east positive."""

    name: Tuple[Text, ...] = ()
    """The name of the place, in one or several languages."""

    precision_m: Optional[int] = None
    """The radius in metres around the coordinates within which the place lies. Due with coordinates."""

    subdivision: Optional[SubdivisionCode] = None
    """The province, state or region of the country that the place lies in."""

    unlocode: Optional[UnLocode] = None
    """The code of the port, airport, border point or town, without a space."""


class Price(Value, frozen=True, kw_only=True):
    """A price that was observed."""

    amount: Decimal
    """The amount, as an exact decimal."""

    currency: CurrencyCode
    """The currency that the amount is in."""

    basis: PriceBasis
    """What the price is for: a person, a leg, a vehicle, a package."""

    observed: Edtf
    """When the price was observed."""

    evaluation: Optional[Evaluation] = None
    """The evaluation of this statement, where it differs from the record's."""

    first: Optional[Edtf] = None
    """The first time for which the statement is known to hold."""

    last: Optional[Edtf] = None
    """The last time for which the statement is known to hold."""

    leg: Optional[int] = None
    """The leg that the price is for, by its `seq`. Absent in the price of a leg itself, and in a price for the whole
    route."""

    negated: Optional[bool] = None
    """True if the statement is known to be false. It is then sent so that nobody states it again."""

    package: Tuple[Text, ...] = ()
    """What the price includes, in words."""

    src: Optional[int] = None
    """The source of this statement, as an index (from 0) into `provenance.sources`."""


class Profile(Value, frozen=True, kw_only=True):
    """One person believed to traffic or smuggle, or somebody known only by selectors; never a victim or a witness.

    There is no member for religion, opinion, ethnic origin, orientation, health or union membership."""

    identified: Identified
    """How far it is known who the person is; many profiles begin with a telephone number only."""

    subject_status: SubjectStatus
    """The standing of the person before the law. It limits what may be asked for."""

    crime: Tuple[Crime, ...]
    """The crimes that the person is believed to take part in."""

    roles: Tuple[HeldRole, ...]
    """The parts that the person plays."""

    activity_area: Tuple[Place, ...] = ()
    """Where the person is active in the crime, as coarsely as the reader can do with."""

    biometrics_held: Tuple[BiometricsHeld, ...] = ()
    """Which bureau holds biometric data of the person. The data itself has no place in a record."""

    births: Tuple[Birth, ...] = ()
    """The births that are stated for the person. Several are usual."""

    caution: Tuple[Caution, ...] = ()
    """Dangers that an officer must know of first."""

    conveyances: Tuple[Vehicle, ...] = ()
    """Vehicles, vessels and aircraft that the person uses."""

    death: Optional[Death] = None
    """The death of the person, where it is known."""

    documents: Tuple[Document, ...] = ()
    """The identity and travel documents that the person uses, genuine and fraudulent ones in one list."""

    financial: Tuple[FinancialAccount, ...] = ()
    """Accounts and shops through which money of the person moves."""

    gender_note: Tuple[Text, ...] = ()
    """How the person presents, where that helps to recognise the person."""

    judicial: Tuple[Judicial, ...] = ()
    """Decisions and orders of courts and prosecutors."""

    languages: Tuple[SpokenLanguage, ...] = ()
    """The languages that the person speaks."""

    marks: Tuple[Mark, ...] = ()
    """Marks on the body, such as scars and tattoos."""

    mo_refs: Tuple[RecordId, ...] = ()
    """Methods that the person uses, as records of type `modus-operandi`. A `link` says more and is authoritative."""

    names: Tuple[Name, ...] = ()
    """The names of the person, one entry for each spelling."""

    nationalities: Tuple[Nationality, ...] = ()
    """The nationalities that are stated for the person."""

    network_refs: Tuple[RecordId, ...] = ()
    """Networks that the person belongs to, as records of type `network`. A `link` says more and is authoritative."""

    notes: Tuple[Note, ...] = ()
    """Remarks on single members, and the texts that the code `other` calls for."""

    offences: Tuple[Offence, ...] = ()
    """The offences, as the law names them."""

    personas: Tuple[Persona, ...] = ()
    """Names, selectors and documents that the person uses together."""

    physical: Optional[Physical] = None
    """What the person looks like, as far as it helps to recognise them."""

    residences: Tuple[Residence, ...] = ()
    """Where the person lives or lived."""

    selectors: Tuple[Selector, ...] = ()
    """Telephones, accounts and addresses that the person uses."""

    sex: Optional[Sex] = None
    """The sex as travel documents state it."""

    summary: Tuple[Text, ...] = ()
    """The facts in short: what the person is believed to have done."""


class Provenance(Value, frozen=True, kw_only=True):
    """The origin of the record as a whole, and the list of sources to which single statements refer."""

    source_type: SourceType
    """The kind of source that most of the record comes from."""

    collected: Edtf
    """When the information was collected. The day is left open where it could show who the source is."""

    ai_assisted: Optional[bool] = None
    """True if a machine wrote or selected any part of the content. It must be declared."""

    collection: Optional[str] = None
    """The national collection or system that the information was taken from."""

    derived_from: Tuple[RevisionRef, ...] = ()
    """The records that this one was made from."""

    sources: Tuple[Source, ...] = ()
    """The sources of single statements, which refer to them by index (from 0)."""


class RecordRef(Value, frozen=True, kw_only=True):
    """A record, at one revision or at whatever revision is in force."""

    id: RecordId
    """The record that is meant, by its identifier."""

    rev: Optional[int] = None
    """The revision that is meant. Without it, the revision in force is meant."""


class Recruitment(Value, frozen=True, kw_only=True):
    """How persons are recruited."""

    channels: Tuple[RecruitmentChannel, ...] = ()
    """The ways by which persons are reached."""

    hashtags: Tuple[str, ...] = ()
    """The hashtags, without the sign `#`."""

    languages: Tuple[LanguageTag, ...] = ()
    """The languages of the recruitment."""

    mode: Optional[DigitalMode] = None
    """Whether recruiters on line choose their targets or wait for an answer."""

    platforms: Tuple[Platform, ...] = ()
    """The on-line platforms that are used."""

    ploys: Tuple[Ploy, ...] = ()
    """The pretexts under which persons are won."""

    relation: Tuple[RecruiterRelation, ...] = ()
    """What the recruiters are to the recruited."""


class Residence(Value, frozen=True, kw_only=True):
    """A place where the person lives or lived, at the time that `first` and `last` give."""

    place: Place
    """The place where the person lives or lived."""

    evaluation: Optional[Evaluation] = None
    """The evaluation of this statement, where it differs from the record's."""

    first: Optional[Edtf] = None
    """The first time for which the statement is known to hold."""

    last: Optional[Edtf] = None
    """The last time for which the statement is known to hold."""

    negated: Optional[bool] = None
    """True if the statement is known to be false. It is then sent so that nobody states it again."""

    src: Optional[int] = None
    """The source of this statement, as an index (from 0) into `provenance.sources`."""


class RevisionRef(Value, frozen=True, kw_only=True):
    """One revision of a record."""

    id: RecordId
    """The record that is meant, by its identifier."""

    rev: int
    """The revision of it that is meant."""


class SeizedItem(Value, frozen=True, kw_only=True):
    """Something that was seized."""

    text: Tuple[Text, ...]
    """What the seized thing is, in words."""

    count: Optional[int] = None
    """How many pieces there were."""

    kind: Optional[Equipment] = None
    """The kind of equipment, where it is equipment."""


class Selector(Value, frozen=True, kw_only=True):
    """A telephone, device, account or address. A selector is not a person: `attribution` says how closely it is tied
    to one, `first` and `last` say when."""

    kind: SelectorKind
    """What kind of selector it is; it says how `value` is written."""

    value: str
    """The selector itself, in the spelling that its standard demands."""

    attribution: Attribution
    """How closely the selector is tied to the person."""

    display: Optional[str] = None
    """The name that the account shows."""

    evaluation: Optional[Evaluation] = None
    """The evaluation of this statement, where it differs from the record's."""

    first: Optional[Edtf] = None
    """The first time for which the statement is known to hold."""

    last: Optional[Edtf] = None
    """The last time for which the statement is known to hold."""

    negated: Optional[bool] = None
    """True if the statement is known to be false. It is then sent so that nobody states it again."""

    platform: Optional[Platform] = None
    """The platform that an account belongs to."""

    platform_id: Optional[str] = None
    """The number or key that the platform itself uses. It stays when the account changes its name."""

    src: Optional[int] = None
    """The source of this statement, as an index (from 0) into `provenance.sources`."""


class Sighting(Value, frozen=True, kw_only=True):
    """An event in which a method, a person or a group was met. Persons are counted, never named."""

    of: Tuple[RevisionRef, ...]
    """The records that were met, at the revision that was held."""

    when: Edtf
    """When the event happened."""

    where: Place
    """Where the event happened, as coarsely as the reader can do with."""

    what: SightingKind
    """In what kind of event the records were met."""

    match: Match
    """How well what was met fits the records."""

    notes: Tuple[Note, ...] = ()
    """Remarks on single members, and the texts that the code `other` calls for."""

    persons: Optional[SightingPersons] = None
    """How many persons were involved."""

    seized: Tuple[SeizedItem, ...] = ()
    """What was seized in the event."""

    text: Tuple[Text, ...] = ()
    """The event in words, without naming anybody in it."""


class SightingPersons(Value, frozen=True, kw_only=True):
    """The persons involved in an event, as ranges."""

    dead: Optional[CountRange] = None
    """Persons who died in the event."""

    injured: Optional[CountRange] = None
    """Persons who were injured in the event."""

    migrants: Optional[CountRange] = None
    """Smuggled migrants or victims."""

    minors: Optional[CountRange] = None
    """Persons under 18 among the migrants or victims."""

    missing: Optional[CountRange] = None
    """Persons who are missing after the event."""

    suspects: Optional[CountRange] = None
    """Persons who are suspected of the crime. They need no band."""


class Signers(Value, frozen=True, kw_only=True):
    """Who must sign a record before it is valid, counted by distinct authorities with distinct keys."""

    min: int
    """How many of the authorities must have signed."""

    of: Tuple[AuthorityId, ...]
    """The authorities that may sign; the issuer is one of them."""


class SomElements(Value, frozen=True, kw_only=True):
    """The elements of smuggling of migrants."""

    benefit: Ternary
    """Whether there is a financial or other material benefit, without which it is not smuggling."""

    aggravating: Tuple[SomAggravating, ...] = ()
    """The circumstances that make it graver."""

    conduct: Tuple[SomConduct, ...] = ()
    """The conduct that the protocol makes a crime."""


class Source(Value, frozen=True, kw_only=True):
    """One source. It is described by its kind, never by a name or by anything that would show who it is."""

    source_type: SourceType
    """The kind of source, which is all that is told of who it is."""

    collected: Optional[Edtf] = None
    """When the information was collected. The day is left open where it could show who the source is."""

    evaluation: Optional[Evaluation] = None
    """The evaluation of what comes from this source."""

    ref: Optional[str] = None
    """The issuer's own reference to the source; without meaning for others."""

    text: Tuple[Text, ...] = ()
    """A description of the source that does not show who it is."""


class SpokenLanguage(Value, frozen=True, kw_only=True):
    """A language that the person speaks."""

    tag: LanguageTag
    """The language, with its script or region where that matters."""

    dialect_note: Tuple[Text, ...] = ()
    """The dialect or accent, in words."""

    evaluation: Optional[Evaluation] = None
    """The evaluation of this statement, where it differs from the record's."""

    first: Optional[Edtf] = None
    """The first time for which the statement is known to hold."""

    last: Optional[Edtf] = None
    """The last time for which the statement is known to hold."""

    level: Optional[LanguageLevel] = None
    """How well the person speaks it."""

    negated: Optional[bool] = None
    """True if the statement is known to be false. It is then sent so that nobody states it again."""

    src: Optional[int] = None
    """The source of this statement, as an index (from 0) into `provenance.sources`."""


class Text(Value, frozen=True, kw_only=True):
    """A text in one language. A list of texts holds one for each language, the issuer's own language first."""

    lang: LanguageTag
    """The language of the text, with its script where the language has several."""

    text: str
    """The text itself, in Unicode Normalization Form C, without markup."""


class TipElements(Value, frozen=True, kw_only=True):
    """The elements of trafficking in persons."""

    child_victims: Ternary
    """Whether the victims are children."""

    acts: Tuple[TipAct, ...] = ()
    """The acts: what is done with the person."""

    means: Tuple[TipMeans, ...] = ()
    """The means. They need not be shown where the victims are children."""

    purposes: Tuple[TipPurpose, ...] = ()
    """The purposes of exploitation."""


class Validity(Value, frozen=True, kw_only=True):
    """How long a record may be used."""

    from_: Date = msgspec.field(name="from")
    """The first day on which the record may be used."""

    review_by: Date
    """The day by which the issuer reviews whether the record is still needed."""

    expires: Optional[Date] = None
    """The last day on which the record may be used."""

    retention_rule: Optional[str] = None
    """The rule by which the issuer keeps the data."""


class Vehicle(Value, frozen=True, kw_only=True):
    """A vehicle, vessel or aircraft that the person uses."""

    kind: Conveyance
    """The kind of vehicle, vessel or aircraft."""

    use: ConveyanceUse
    """How the person is tied to it."""

    colour: Optional[str] = None
    """The colour of the vehicle or vessel, in one word of the record's language."""

    evaluation: Optional[Evaluation] = None
    """The evaluation of this statement, where it differs from the record's."""

    first: Optional[Edtf] = None
    """The first time for which the statement is known to hold."""

    hull_id: Optional[str] = None
    """The hull identification number of a small craft."""

    imo: Optional[str] = None
    """The IMO number of a ship, seven digits."""

    last: Optional[Edtf] = None
    """The last time for which the statement is known to hold."""

    make: Optional[str] = None
    """The make and model of the vehicle or vessel."""

    mmsi: Optional[str] = None
    """The identity of a ship's radio, nine digits."""

    negated: Optional[bool] = None
    """True if the statement is known to be false. It is then sent so that nobody states it again."""

    plate: Optional[str] = None
    """The registration plate, without spaces."""

    plate_country: Optional[CountryCode] = None
    """The country of the plate. Due with a plate."""

    src: Optional[int] = None
    """The source of this statement, as an index (from 0) into `provenance.sources`."""

    tail: Optional[str] = None
    """The registration of an aircraft."""

    vin: Optional[str] = None
    """The vehicle identification number."""


class Victims(Value, frozen=True, kw_only=True):
    """The persons who suffer the crime, in the aggregate only: nobody can be recognised by it."""

    age_bands: Tuple[AgeBand, ...] = ()
    """The bands in which their ages lie."""

    count: Optional[CountRange] = None
    """How many they are, as a range that points to nobody."""

    origins: Tuple[CountryCode, ...] = ()
    """The countries they come from."""

    sexes: Tuple[Sex, ...] = ()
    """The sexes that are among them."""

    vulnerabilities: Tuple[Vulnerability, ...] = ()
    """What makes them vulnerable to the offenders."""


class RecordHeader(Value, frozen=True, kw_only=True):
    """What all records have, whatever their type."""

    spec: SpecVersion
    """The version of the format that the record is written in."""

    id: RecordId
    """The identifier of the record; the same in all its revisions."""

    rev: int
    """The revision. The first is 1; each further one adds 1."""

    issuer: AuthorityId
    """The authority that issues the record; the same as in `id`."""

    issued: Timestamp
    """When this revision was issued."""

    environment: Environment
    """Whether the record is meant in earnest, or belongs to an exercise or a test."""

    lang: LanguageTag
    """The main language of the record's texts: that of the issuer."""

    vocab: VocabularyEditions
    """The editions of the code lists in force when the record was signed."""

    purpose: Tuple[Purpose, ...]
    """What the record may be used for. Any other use is refused."""

    legal_basis: Tuple[LegalGround, ...]
    """The law or treaties under which the record is sent."""

    handling: Handling
    """Who may have the record and what may be done with it."""

    evaluation: Evaluation
    """How good the record's sources and information are."""

    validity: Validity
    """From when to when the record may be used, and when it is reviewed."""

    provenance: Provenance
    """Where the record's content comes from: kinds of sources and dates, never who a source is."""

    absent: Tuple[Absent, ...] = ()
    """Members without a value, and why they have none."""

    attachments: Tuple[Attachment, ...] = ()
    """Files that belong to the record. They travel apart and are known by their hash."""

    contact: Optional[Contact] = None
    """The desk to turn to with questions."""

    ext: Optional[Extensions] = None
    """Data that the format does not know, under names of their owners."""

    field_evaluation: Tuple[FieldEvaluation, ...] = ()
    """Evaluations of single members that differ from the record's."""

    field_handling: Tuple[FieldHandling, ...] = ()
    """Stricter markings of single members."""

    must: Tuple[Feature, ...] = ()
    """What a reader must understand before it acts on the record, such as the name of an extension."""

    national_refs: Tuple[NationalRef, ...] = ()
    """The issuer's own references, such as case numbers."""

    prev: Optional[Digest] = None
    """The digest of the revision before this one. Due from revision 2 on, and only then."""

    requested_action: Tuple[RequestedAction, ...] = ()
    """What the issuer asks the receiver to do."""

    signers: Optional[Signers] = None
    """Who must sign. Without it, the signature of the issuer is enough."""

    urgency: Optional[Urgency] = None
    """How soon the receiver should act."""


class ProfileRecord(RecordHeader, frozen=True, kw_only=True, tag_field="type", tag="profile"):
    """A record of type `profile`."""

    content: Profile
    """The content of the record."""


class ModusOperandiRecord(RecordHeader, frozen=True, kw_only=True, tag_field="type", tag="modus-operandi"):
    """A record of type `modus-operandi`."""

    content: ModusOperandi
    """The content of the record."""


class NetworkRecord(RecordHeader, frozen=True, kw_only=True, tag_field="type", tag="network"):
    """A record of type `network`."""

    content: Network
    """The content of the record."""


class SightingRecord(RecordHeader, frozen=True, kw_only=True, tag_field="type", tag="sighting"):
    """A record of type `sighting`."""

    content: Sighting
    """The content of the record."""


class LinkRecord(RecordHeader, frozen=True, kw_only=True, tag_field="type", tag="link"):
    """A record of type `link`."""

    content: Link
    """The content of the record."""


class NoticeRecord(RecordHeader, frozen=True, kw_only=True, tag_field="type", tag="notice"):
    """A record of type `notice`."""

    content: Notice
    """The content of the record."""


Record = Union[ProfileRecord, ModusOperandiRecord, NetworkRecord, SightingRecord, LinkRecord, NoticeRecord]
"""A record of any type."""

_DECODER = msgspec.json.Decoder(Record)


def record_from_json(data: bytes) -> Record:
    """Reads a record of any type.

    Members that this version does not know are left out; `passerelle.validate` names them. Nothing is verified.

    Raises:
        RecordFormError: The text is no record.
    """
    return decode_record(_DECODER, data)
