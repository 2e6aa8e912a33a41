// Made by `cargo xtask bindings` from spec/schema/1.0/record.schema.json: change the Rust types, not this.
@file:OptIn(ExperimentalSerializationApi::class)
@file:UseSerializers(TimestampSerializer::class, DateSerializer::class)

package org.passerelle.records

import java.time.Instant
import java.time.LocalDate
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.KSerializer
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.UseSerializers
import kotlinx.serialization.json.JsonClassDiscriminator
import kotlinx.serialization.json.JsonElement

/** Why a member has no value: withheld is not the same as unknown. */
public typealias AbsentReason = String

/** A band of ages. */
public typealias AgeBand = String

/** How closely a selector is tied to the person. */
public typealias Attribution = String

/** A party to which a record may be released, or the token `all-members`, which stands alone in its list. */
public typealias Audience = String

/**
 * The identifier of an authority: a country or organisation code in capitals, a slash, and the name of the unit.
 * Test authorities bear the country code `XX`.
 */
public typealias AuthorityId = String

/** The kind of biometric data that a bureau holds. */
public typealias BiometricKind = String

/** What a statement of birth rests on. */
public typealias BirthBasis = String

/** The build of the body. */
public typealias Build = String

/** The calendar in which a date was first stated. */
public typealias Calendar = String

/** A danger that an officer must know of first. */
public typealias Caution = String

/** A way in which offenders communicate. */
public typealias Comms = String

/** Where or how persons are hidden. */
public typealias Concealment = String

/** How sure the analyst is of the judgement as a whole. */
public typealias Confidence = String

/** A way in which victims are held. */
public typealias Control = String

/** The kind of a vehicle, vessel, aircraft or other means of travel. */
public typealias Conveyance = String

/** How a person is tied to a vehicle, vessel or aircraft. */
public typealias ConveyanceUse = String

/** A way in which officials or staff are corrupted. */
public typealias Corruption = String

/** The service that is corrupted. */
public typealias CorruptionSector = String

/** A country, as two capitals. The codes `XA` to `XZ` stand for invented countries in tests and exercises. */
public typealias CountryCode = String

/** The crime that a record is about. */
public typealias Crime = String

/** A currency. `XTS` is the code for tests. */
public typealias CurrencyCode = String

/** A day of the Gregorian calendar. */
public typealias Date = LocalDate

/** A decimal number as text, so that no reader rounds it: no exponent, no plus sign, no needless leading zero. */
public typealias Decimal = String

/** Whether recruiters on line choose their targets or wait for an answer. */
public typealias DigitalMode = String

/** Whether a document is what it claims to be. */
public typealias DocumentAuthenticity = String

/** How a document deceives. */
public typealias DocumentFraud = String

/**
 * The issuing state or organisation as documents print it: three capitals, or `D`. `UTO` is the state of
 * specimens.
 */
public typealias DocumentIssuer = String

/** The kind of an identity or travel document. */
public typealias DocumentType = String

/** A length of time: weeks, or days, hours and minutes. */
public typealias Duration = String

/**
 * A date of a person or an event that may be partial, uncertain or an interval, always in the Gregorian calendar.
 * A year, a month or a day, with `?` (uncertain), `~` (approximate) or `%` (both) behind it; a decade `198X` or a
 * century `19XX`; an interval `a/b`, open at one end with `..`. A missing day is never filled with the first of
 * the month.
 */
public typealias Edtf = String

/** The way a border is crossed. */
public typealias EntryMethod = String

/**
 * Whether a record is meant in earnest. The three are never mixed. The enum is complete: a further environment
 * would change what all records mean, and so needs a new major version.
 */
public typealias Environment = String

/** A piece of equipment. */
public typealias Equipment = String

/** The Europol handling code. */
public typealias EuropolHandling = String

/** The grading scheme that the grades of an evaluation belong to. */
public typealias EvaluationScheme = String

/** A way in which offenders evade control. */
public typealias Evasion = String

/** A form of exploitation. */
public typealias Exploitation = String

/** A finer form of exploitation. */
public typealias ExploitationSubform = String

/** The name of an extension: a domain name turned round, a colon, and a name of the owner's choice. */
public typealias ExtensionName = String

/** A JSON value of the format's profile: no null, no fraction, no empty container. */
public typealias ExtensionValue = JsonElement

/** Extension data by name. An extension never changes the meaning of a member that the format defines. */
public typealias Extensions = Map<String, ExtensionValue>

/** The colour of the eyes. */
public typealias EyeColour = String

/** The hair on the face. */
public typealias FacialHair = String

/** What a facility is. */
public typealias FacilityKind = String

/** The name of a feature or extension that a reader must understand before it acts on the record. */
public typealias Feature = String

/** The kind of a financial account or shop. */
public typealias FinancialKind = String

/** A grade. Its meaning depends on the scheme: `B` is not the same in every scheme. */
public typealias Grade = String

/** How a fee is secured until the journey is done. */
public typealias Guarantee = String

/** The colour or state of the hair. */
public typealias HairColour = String

/** The name of a hash algorithm. Version 1.0 of the format has one: `sha-256`. */
public typealias HashAlgorithm = String

/** A SHA-256 hash value as 64 hexadecimal digits in lower case. */
public typealias HashValue = String

/** What a hit consists of. */
public typealias HitNature = String

/** How far a person is identified. */
public typealias Identified = String

/** How much an indicator says by itself. */
public typealias IndicatorStrength = String

/** The industry in which exploitation happens. */
public typealias Industry = String

/** The INTERPOL level of confidentiality. */
public typealias InterpolConfidentiality = String

/**
 * A JSON Pointer from the root of the record to one of its members. The pointer to the whole record is not
 * allowed.
 */
public typealias JsonPointer = String

/** The kind of a court decision or order. */
public typealias JudicialKind = String

/** Whether a record may be used before a court. */
public typealias JudicialUse = String

/** How well a person speaks a language. */
public typealias LanguageLevel = String

/**
 * A language: language, script, region and variants in the letter case of the standard, so that a tag has one
 * spelling. `und` says that the language is not known.
 */
public typealias LanguageTag = String

/** A way in which proceeds are laundered. */
public typealias Laundering = String

/** The law or treaty under which a record is sent. */
public typealias LegalBasis = String

/** How likely the analyst holds it that the statement is true. */
public typealias Likelihood = String

/** The kind of a relation between two records. */
public typealias LinkKind = String

/** The kind of a mark on the body. */
public typealias MarkKind = String

/** Where on the body a mark is. */
public typealias MarkLocation = String

/** On which side of the body a mark is. */
public typealias MarkSide = String

/** How well what was met fits the record. */
public typealias Match = String

/** A media type in lower case, without parameters. */
public typealias MediaType = String

/** A phase of the crime. */
public typealias MoPhase = String

/** A line of a machine readable zone, or a part of one. */
public typealias MrzLine = String

/** What kind of name a name is. */
public typealias NameKind = String

/** How well a name is established. */
public typealias NameQuality = String

/** On what footing a nationality is stated. */
public typealias NationalityKind = String

/** What kind of group a network is. */
public typealias NetworkKind = String

/** How a network is built. */
public typealias NetworkStructure = String

/** What a notice does. */
public typealias NoticeAction = String

/** Why a notice is sent. */
public typealias NoticeReason = String

/** Where the front line can observe an indicator. */
public typealias ObservableAt = String

/** Whether a receiver may pass a record on. */
public typealias Onward = String

/** Another crime that a network commits. */
public typealias OtherCrime = String

/** The Permissible Actions Protocol marking: how openly a receiver may act on a record. */
public typealias Pap = String

/** A country as two capitals, or an international organisation as three. */
public typealias PartyCode = String

/** A lawful way of travel that is abused. */
public typealias PathwayAbuse = String

/** The way a fee is paid. */
public typealias PaymentMethod = String

/** When a fee is paid. */
public typealias PaymentTiming = String

/** What a place is. */
public typealias PlaceKind = String

/** An on-line platform. */
public typealias Platform = String

/** The pretext by which persons are recruited. */
public typealias Ploy = String

/** What a price is for. */
public typealias PriceBasis = String

/** What a record may be used for. */
public typealias Purpose = String

/**
 * The identifier of a record: its issuer, a slash, and a UUID of version 4 or 7 in lower case. All revisions of a
 * record bear the same identifier. As the issuer is part of it, nobody can take the identifier of another issuer's
 * record.
 */
public typealias RecordId = String

/** The type of a record. */
public typealias RecordType = String

/** What the recruiter is to the recruited. */
public typealias RecruiterRelation = String

/** The way by which persons are recruited. */
public typealias RecruitmentChannel = String

/** The sign on which a held fee is released. */
public typealias ReleaseSignal = String

/** What the issuer asks the receiver to do. */
public typealias RequestedAction = String

/** A danger to the lives of the persons carried. */
public typealias RiskToLife = String

/** The part that a person plays in the crime. */
public typealias Role = String

/** A script. */
public typealias ScriptCode = String

/** The economic sector, as a section of ISIC. */
public typealias Sector = String

/** The kind of an identifier of a device, an account or a line. */
public typealias SelectorKind = String

/** The sex as travel documents state it. */
public typealias Sex = String

/** In what kind of event something was met. */
public typealias SightingKind = String

/** A circumstance that makes smuggling of migrants graver. */
public typealias SomAggravating = String

/** A conduct of smuggling of migrants. */
public typealias SomConduct = String

/** The kind of source that a statement comes from; never its name. */
public typealias SourceType = String

/** The version of the record format: major and minor number. */
public typealias SpecVersion = String

/** A part of a country, such as a province. */
public typealias SubdivisionCode = String

/** The standing of the person before the law. */
public typealias SubjectStatus = String

/** A technique: the name of a code list, a slash, and a code of that list. */
public typealias Technique = String

/** Yes, no, or not known. */
public typealias Ternary = String

/** A point in time in whole seconds, always in UTC. One point in time has one spelling. */
public typealias Timestamp = Instant

/** An act of trafficking in persons. */
public typealias TipAct = String

/** A means of trafficking in persons. */
public typealias TipMeans = String

/** A purpose of trafficking in persons. */
public typealias TipPurpose = String

/** The Traffic Light Protocol marking: how far a record may be shared. */
public typealias Tlp = String

/** The rules by which a name was brought into another script. */
public typealias TranslitScheme = String

/** The mode of transport. */
public typealias TransportMode = String

/** How a method develops. */
public typealias Trend = String

/** A port, border point, town or other location of trade and transport, written without a space. */
public typealias UnLocode = String

/** How soon the receiver should act. */
public typealias Urgency = String

/** The kind of venue where exploitation happens. */
public typealias Venue = String

/** An edition of code lists: the year, a dot, and the number of the edition within the year. */
public typealias VocabularyEdition = String

/**
 * The editions of code lists, by list. The member `passerelle` gives the edition of all lists that are not named
 * beside it.
 */
public typealias VocabularyEditions = Map<String, VocabularyEdition>

/** What makes persons vulnerable. */
public typealias Vulnerability = String

/** A member without a value, and why it has none. */
@Serializable
public data class Absent(
    /** The member that has no value, from the root of the record. */
    public val path: JsonPointer,
    /** Why it has none: not known is not the same as withheld. */
    public val reason: AbsentReason,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Absent(…)"
}

/** An age at a certain day. */
@Serializable
public data class AgeOn(
    /** The age in full years on that day. */
    public val years: Long,
    /** The day on which the person had that age. */
    public val date: Date,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "AgeOn(…)"
}

/** A file that belongs to the record. The record holds its hash; the bytes travel apart. */
@Serializable
public data class Attachment(
    /** The hash of the file's bytes. */
    public val hash: Digest,
    /** The kind of file, as a media type without parameters. */
    @SerialName("media_type")
    public val mediaType: MediaType,
    /** The size of the file in bytes. */
    public val size: Long,
    /** What the file shows, in words, without naming anybody in it. */
    public val caption: List<Text> = emptyList(),
    /** The marking of the file, where it is stricter than the record's. */
    public val handling: Handling? = null,
    /**
     * Whether the file shows a victim, a smuggled migrant, a witness or a bystander who could be recognised or put
     * at risk.
     */
    @SerialName("persons_shown")
    public val personsShown: Ternary? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Attachment(…)"
}

/** Says that a bureau holds biometric data of the person. The data itself is asked for there. */
@Serializable
public data class BiometricsHeld(
    /** The kind of biometric data that is held. */
    public val kind: BiometricKind,
    /** The authority that holds it. */
    public val holder: AuthorityId,
    /** The evaluation of this statement, where it differs from the record's. */
    public val evaluation: Evaluation? = null,
    /** The first time for which the statement is known to hold. */
    public val first: Edtf? = null,
    /** The last time for which the statement is known to hold. */
    public val last: Edtf? = null,
    /** True if the statement is known to be false. It is then sent so that nobody states it again. */
    public val negated: Boolean? = null,
    /** The source of this statement, as an index (from 0) into `provenance.sources`. */
    public val src: Long? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "BiometricsHeld(…)"
}

/** One statement of when or where the person was born. It has a date, an age, a place, or several of them. */
@Serializable
public data class Birth(
    /** What the statement rests on. */
    public val basis: BirthBasis,
    /** The age at a certain day, where no date of birth is known. */
    @SerialName("age_on")
    public val ageOn: AgeOn? = null,
    /**
     * The calendar in which the source states the date, if it is not the Gregorian one. `date` is the converted
     * value.
     */
    public val calendar: Calendar? = null,
    /** The date of birth, in the Gregorian calendar. */
    public val date: Edtf? = null,
    /** The evaluation of this statement, where it differs from the record's. */
    public val evaluation: Evaluation? = null,
    /** The first time for which the statement is known to hold. */
    public val first: Edtf? = null,
    /** The last time for which the statement is known to hold. */
    public val last: Edtf? = null,
    /** True if the statement is known to be false. It is then sent so that nobody states it again. */
    public val negated: Boolean? = null,
    /** The place of birth, as the source states it. */
    public val place: Place? = null,
    /** The source of this statement, as an index (from 0) into `provenance.sources`. */
    public val src: Long? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Birth(…)"
}

/** A desk that answers questions about the record; never a person. */
@Serializable
public data class Contact(
    /** What the desk is for; an office, never the name of an officer. */
    public val role: String,
    /** Where the desk can be reached, or its name within the issuer. */
    public val ref: String,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Contact(…)"
}

/** A corrupted service. No official is named. */
@Serializable
public data class CorruptionTie(
    /** In which way the service is corrupted. */
    public val kind: Corruption,
    /** Which service is corrupted. */
    public val sector: CorruptionSector,
    /** The evaluation of this statement, where it differs from the record's. */
    public val evaluation: Evaluation? = null,
    /** The first time for which the statement is known to hold. */
    public val first: Edtf? = null,
    /** The last time for which the statement is known to hold. */
    public val last: Edtf? = null,
    /** True if the statement is known to be false. It is then sent so that nobody states it again. */
    public val negated: Boolean? = null,
    /** The source of this statement, as an index (from 0) into `provenance.sources`. */
    public val src: Long? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "CorruptionTie(…)"
}

/**
 * A number of people between two bounds. Small numbers are given as a range, so that nobody can be recognised by
 * them.
 */
@Serializable
public data class CountRange(
    /** The greatest number of people; without it, nobody knows how many more there are. */
    public val max: Long? = null,
    /** The least number of people; without it, 0. */
    public val min: Long? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "CountRange(…)"
}

/** The death of the person. */
@Serializable
public data class Death(
    /** The date of death, in the Gregorian calendar. */
    public val date: Edtf,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Death(…)"
}

/** A hash value with its algorithm. The digest of a record is taken over its signed payload. */
@Serializable
public data class Digest(
    /** The hash algorithm. Version 1.0 of the format allows `sha-256` only. */
    public val alg: HashAlgorithm,
    /** The hash itself, in hexadecimal digits. */
    public val hash: HashValue,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Digest(…)"
}

/** What is disputed, and why. */
@Serializable
public data class Dispute(
    /** Why it is disputed, in words. */
    public val reason: List<Text>,
    /** The disputed member of the record that the notice is about. Without it, the whole record is disputed. */
    public val pointer: JsonPointer? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Dispute(…)"
}

/** An identity or travel document that the person uses, genuine or not. */
@Serializable
public data class Document(
    /** What kind of document it is, or claims to be. */
    public val type: DocumentType,
    /** The number of the document, without spaces. */
    public val number: String,
    /** The state or organisation that issued the document, or that it claims to come from. */
    public val issuer: DocumentIssuer,
    /** Whether the document is what it claims to be. */
    public val authenticity: DocumentAuthenticity,
    /** The evaluation of this statement, where it differs from the record's. */
    public val evaluation: Evaluation? = null,
    /** When it expires, as the document says. */
    public val expires: Edtf? = null,
    /** The first time for which the statement is known to hold. */
    public val first: Edtf? = null,
    /** How the document deceives, where it does. */
    @SerialName("fraud_type")
    public val fraudType: DocumentFraud? = null,
    /** When it was issued, as the document says. */
    public val issued: Edtf? = null,
    /** The last time for which the statement is known to hold. */
    public val last: Edtf? = null,
    /** The lines of the machine readable zone, from top to bottom. */
    public val mrz: List<MrzLine> = emptyList(),
    /** The name in the document, as an index (from 0) into `names`. */
    @SerialName("name_used")
    public val nameUsed: Long? = null,
    /** True if the statement is known to be false. It is then sent so that nobody states it again. */
    public val negated: Boolean? = null,
    /** The source of this statement, as an index (from 0) into `provenance.sources`. */
    public val src: Long? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Document(…)"
}

/** A piece of equipment that the method needs. */
@Serializable
public data class EquipmentItem(
    /** What kind of equipment it is. */
    public val kind: Equipment,
    /** The brand or maker, where it leads to a supplier. */
    public val brand: String? = null,
    /** The evaluation of this statement, where it differs from the record's. */
    public val evaluation: Evaluation? = null,
    /** The first time for which the statement is known to hold. */
    public val first: Edtf? = null,
    /** The last time for which the statement is known to hold. */
    public val last: Edtf? = null,
    /** True if the statement is known to be false. It is then sent so that nobody states it again. */
    public val negated: Boolean? = null,
    /** The country where it is bought. */
    @SerialName("source_country")
    public val sourceCountry: CountryCode? = null,
    /** The source of this statement, as an index (from 0) into `provenance.sources`. */
    public val src: Long? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "EquipmentItem(…)"
}

/** How good the source and the information are, in the grades of one scheme. */
@Serializable
public data class Evaluation(
    /** The scheme that the grades are from; it says which lists they are codes of. */
    public val scheme: EvaluationScheme,
    /** The grade of the source; a code of the scheme's list for sources. */
    public val source: Grade,
    /** The day on which the grades were given. */
    public val assessed: Date? = null,
    /** How sure the analyst is of the judgement as a whole. */
    public val confidence: Confidence? = null,
    /** The handling grade, which only the scheme `uk-3x5x2` has. */
    public val handling: Grade? = null,
    /**
     * The grade of the information; a code of the scheme's list for information. Due where the scheme has such a
     * list.
     */
    public val information: Grade? = null,
    /** How likely the analyst holds it that the statement is true. */
    public val likelihood: Likelihood? = null,
    /** The number of independent sources that agree. */
    @SerialName("sources_count")
    public val sourcesCount: Long? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Evaluation(…)"
}

/** One way in which victims are exploited. */
@Serializable
public data class ExploitationForm(
    /** The form of exploitation. */
    public val form: Exploitation,
    /** The country where it happens. */
    public val country: CountryCode? = null,
    /** The evaluation of this statement, where it differs from the record's. */
    public val evaluation: Evaluation? = null,
    /** The first time for which the statement is known to hold. */
    public val first: Edtf? = null,
    /** The industry in which it happens. */
    public val industry: Industry? = null,
    /** The last time for which the statement is known to hold. */
    public val last: Edtf? = null,
    /** True if the statement is known to be false. It is then sent so that nobody states it again. */
    public val negated: Boolean? = null,
    /** The economic sector in which it happens. */
    public val sector: Sector? = null,
    /** The source of this statement, as an index (from 0) into `provenance.sources`. */
    public val src: Long? = null,
    /** The finer form, where the list has one for `form`. */
    public val subform: ExploitationSubform? = null,
    /** The kind of place at which it happens. */
    public val venue: Venue? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "ExploitationForm(…)"
}

/** A house, beach, workshop or other place that the method uses. */
@Serializable
public data class Facility(
    /** What kind of house, yard or other place it is. */
    public val kind: FacilityKind,
    /** The evaluation of this statement, where it differs from the record's. */
    public val evaluation: Evaluation? = null,
    /** The first time for which the statement is known to hold. */
    public val first: Edtf? = null,
    /** What the facility is used for, in words. */
    public val function: List<Text> = emptyList(),
    /** The last time for which the statement is known to hold. */
    public val last: Edtf? = null,
    /** True if the statement is known to be false. It is then sent so that nobody states it again. */
    public val negated: Boolean? = null,
    /** Where the facility is, as coarsely as the reader can do with. */
    public val place: Place? = null,
    /** The source of this statement, as an index (from 0) into `provenance.sources`. */
    public val src: Long? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Facility(…)"
}

/** An evaluation of single members. */
@Serializable
public data class FieldEvaluation(
    /** The members that this is about; each pointer covers all that lies within. */
    public val paths: List<JsonPointer>,
    /** The evaluation of these members. */
    public val evaluation: Evaluation,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "FieldEvaluation(…)"
}

/** A marking of single members. It can only be stricter than the record's. */
@Serializable
public data class FieldHandling(
    /** The members that this is about; each pointer covers all that lies within. */
    public val paths: List<JsonPointer>,
    /** The marking of these members, as strict as the record's or stricter. */
    public val handling: Handling,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "FieldHandling(…)"
}

/** An account, wallet or shop through which money moves. */
@Serializable
public data class FinancialAccount(
    /** What kind of account it is; it says how `value` is written. */
    public val kind: FinancialKind,
    /** The number, address or name of the account, without spaces where its standard has none. */
    public val value: String,
    /** The country where it is kept. */
    public val country: CountryCode? = null,
    /** The evaluation of this statement, where it differs from the record's. */
    public val evaluation: Evaluation? = null,
    /** The first time for which the statement is known to hold. */
    public val first: Edtf? = null,
    /** The institution that keeps it, by name or code. */
    public val institution: String? = null,
    /** The last time for which the statement is known to hold. */
    public val last: Edtf? = null,
    /** True if the statement is known to be false. It is then sent so that nobody states it again. */
    public val negated: Boolean? = null,
    /** The source of this statement, as an index (from 0) into `provenance.sources`. */
    public val src: Long? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "FinancialAccount(…)"
}

/** A business behind which a group hides. */
@Serializable
public data class FrontBusiness(
    /** The country of the register. */
    public val country: CountryCode,
    /** The trade of the business: a division, group or class. */
    public val isic: String? = null,
    /** The legal entity identifier. */
    public val lei: String? = null,
    /** The number in the register of companies. */
    @SerialName("reg_no")
    public val regNo: String? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "FrontBusiness(…)"
}

/** The marking of a record or of some of its members. Where several markings meet, the strictest wins. */
@Serializable
public data class Handling(
    /** How far the record may be shared. */
    public val tlp: Tlp,
    /** The parties that may have the record, or the single entry `all-members`. Who is not listed may not have it. */
    @SerialName("releasable_to")
    public val releasableTo: List<Audience>,
    /** Whether a receiver may pass the record on. */
    public val onward: Onward,
    /** Whether the record may be used before a court. */
    @SerialName("judicial_use")
    public val judicialUse: JudicialUse,
    /** Further conditions, in words. Due with the Europol handling code `H3`. */
    public val caveats: List<Text> = emptyList(),
    /** The Europol handling codes. Each one adds a condition; `H3` needs a caveat. */
    public val europol: List<EuropolHandling> = emptyList(),
    /** The INTERPOL level of confidentiality. */
    public val interpol: InterpolConfidentiality? = null,
    /** The national classification. It is carried, never interpreted. */
    @SerialName("national_class")
    public val nationalClass: NationalClass? = null,
    /** The parties that may not have the record. This list wins over `releasable_to`. */
    @SerialName("not_releasable_to")
    public val notReleasableTo: List<PartyCode> = emptyList(),
    /** True if the issuer asks for a notice when the record leads to a hit. */
    @SerialName("notify_on_hit")
    public val notifyOnHit: Boolean? = null,
    /** How openly a receiver may act on the record. */
    public val pap: Pap? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Handling(…)"
}

/** A part that the person plays in the crime, at the time that `first` and `last` give. */
@Serializable
public data class HeldRole(
    /** The part that the person plays, such as recruiter or driver. */
    public val code: Role,
    /** The evaluation of this statement, where it differs from the record's. */
    public val evaluation: Evaluation? = null,
    /** The first time for which the statement is known to hold. */
    public val first: Edtf? = null,
    /** The last time for which the statement is known to hold. */
    public val last: Edtf? = null,
    /** True if the statement is known to be false. It is then sent so that nobody states it again. */
    public val negated: Boolean? = null,
    /** The phase of the crime in which the person plays it. */
    public val phase: MoPhase? = null,
    /** The source of this statement, as an index (from 0) into `provenance.sources`. */
    public val src: Long? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "HeldRole(…)"
}

/** What was met, when and where. */
@Serializable
public data class Hit(
    /** When the hit happened. */
    public val `when`: Edtf,
    /** Where the hit happened. */
    public val where: Place,
    /** What was met: a person, a document, a vehicle, an account. */
    public val nature: HitNature,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Hit(…)"
}

/** Something that the front line can look for. */
@Serializable
public data class Indicator(
    /** What there is to see, hear or find, in words. */
    public val text: List<Text>,
    /** Where an officer can observe it. */
    @SerialName("observable_at")
    public val observableAt: ObservableAt,
    /** How much it says by itself, without other signs. */
    public val strength: IndicatorStrength,
    /** The evaluation of this statement, where it differs from the record's. */
    public val evaluation: Evaluation? = null,
    /** The first time for which the statement is known to hold. */
    public val first: Edtf? = null,
    /** The last time for which the statement is known to hold. */
    public val last: Edtf? = null,
    /** True if the statement is known to be false. It is then sent so that nobody states it again. */
    public val negated: Boolean? = null,
    /** The source of this statement, as an index (from 0) into `provenance.sources`. */
    public val src: Long? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Indicator(…)"
}

/** A decision or order of a court or prosecutor. */
@Serializable
public data class Judicial(
    /** What kind of decision or order it is. */
    public val kind: JudicialKind,
    /** The court or office that took it. */
    public val authority: String,
    /** The reference of the decision. */
    public val ref: String,
    /** When the decision was taken. */
    public val date: Edtf,
    /** The evaluation of this statement, where it differs from the record's. */
    public val evaluation: Evaluation? = null,
    /** The first time for which the statement is known to hold. */
    public val first: Edtf? = null,
    /** The last time for which the statement is known to hold. */
    public val last: Edtf? = null,
    /** True if the statement is known to be false. It is then sent so that nobody states it again. */
    public val negated: Boolean? = null,
    /** The sentence in words, where there is one. */
    @SerialName("sentence_text")
    public val sentenceText: List<Text> = emptyList(),
    /** The source of this statement, as an index (from 0) into `provenance.sources`. */
    public val src: Long? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Judicial(…)"
}

/** One leg of a route, from one place to another by one mode of transport. */
@Serializable
public data class Leg(
    /** The place of the leg in the order, from 1. */
    public val seq: Long,
    /** The place where the leg begins. */
    public val from: Place,
    /** The place where the leg ends. */
    public val to: Place,
    /** The mode of transport on this leg. */
    public val mode: TransportMode,
    /** The place where a border is crossed on this leg. */
    @SerialName("border_point")
    public val borderPoint: Place? = null,
    /** Where or how persons are hidden. */
    public val concealment: List<Concealment> = emptyList(),
    /** The kind of vehicle, vessel or aircraft. */
    public val conveyance: Conveyance? = null,
    /** The kinds of documents that are used. */
    public val documents: List<LegDocument> = emptyList(),
    /** How long the leg usually takes. */
    public val duration: Duration? = null,
    /** How the border is crossed or the control got round. */
    @SerialName("entry_method")
    public val entryMethod: EntryMethod? = null,
    /** The evaluation of this statement, where it differs from the record's. */
    public val evaluation: Evaluation? = null,
    /** The first time for which the statement is known to hold. */
    public val first: Edtf? = null,
    /** The last time for which the statement is known to hold. */
    public val last: Edtf? = null,
    /** True if the statement is known to be false. It is then sent so that nobody states it again. */
    public val negated: Boolean? = null,
    /** True if the leg is travelled by night. */
    public val night: Boolean? = null,
    /** The lawful ways of travel that are abused. */
    @SerialName("pathway_abuse")
    public val pathwayAbuse: List<PathwayAbuse> = emptyList(),
    /** How many persons travel together. */
    public val persons: CountRange? = null,
    /** What the leg costs, where it is paid by itself. */
    public val price: Price? = null,
    /** The source of this statement, as an index (from 0) into `provenance.sources`. */
    public val src: Long? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Leg(…)"
}

/** A kind of document that is used on a leg; never the document of one person. */
@Serializable
public data class LegDocument(
    /** The kind of document that is used. */
    public val type: DocumentType,
    /** How documents of this kind deceive. */
    @SerialName("fraud_type")
    public val fraudType: DocumentFraud? = null,
    /** The state or organisation that the documents claim to come from. */
    public val issuer: DocumentIssuer? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "LegDocument(…)"
}

/** A law or treaty under which a record is sent. */
@Serializable
public data class LegalGround(
    /** The law or treaty, by its code, or its kind where `instrument` names it. */
    public val code: LegalBasis,
    /** The article or section that the issuer relies on. */
    public val article: String? = null,
    /** The law or treaty by name, where the code does not name it. */
    public val instrument: String? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "LegalGround(…)"
}

/**
 * A relation between two records. Its grade is the record's `evaluation`. Whether the relation has a direction
 * follows from its kind.
 */
@Serializable
public data class Link(
    /** The record at the start of the relation. */
    public val from: RecordRef,
    /** The record at the end of the relation. */
    public val to: RecordRef,
    /** The kind of relation; the list says whether it has a direction. */
    public val kind: LinkKind,
    /** What the relation rests on, in words. */
    @SerialName("evidence_text")
    public val evidenceText: List<Text> = emptyList(),
    /** Since when the relation holds. */
    @SerialName("from_date")
    public val fromDate: Edtf? = null,
    /** Remarks on single members, and the texts that the code `other` calls for. */
    public val notes: List<Note> = emptyList(),
    /** The part that the start plays for the end. */
    public val role: Role? = null,
    /** Until when the relation held. */
    @SerialName("to_date")
    public val toDate: Edtf? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Link(…)"
}

/** A mark on the body by which a person can be recognised. */
@Serializable
public data class Mark(
    /** What kind of mark it is. */
    public val kind: MarkKind,
    /** The part of the body that it is on. */
    public val location: MarkLocation,
    /** What the mark looks like, in words. */
    public val description: List<Text> = emptyList(),
    /** The evaluation of this statement, where it differs from the record's. */
    public val evaluation: Evaluation? = null,
    /** The first time for which the statement is known to hold. */
    public val first: Edtf? = null,
    /** A picture of it, as an index (from 0) into the record's `attachments`. */
    public val image: Long? = null,
    /** The last time for which the statement is known to hold. */
    public val last: Edtf? = null,
    /** True if the statement is known to be false. It is then sent so that nobody states it again. */
    public val negated: Boolean? = null,
    /** The side of the body that it is on, the person's own left or right. */
    public val side: MarkSide? = null,
    /** The source of this statement, as an index (from 0) into `provenance.sources`. */
    public val src: Long? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Mark(…)"
}

/** A measure of a body between two bounds, in the unit that the member's name ends with. */
@Serializable
public data class MeasureRange(
    /** The greatest value, in the unit that the name of the member says. */
    public val max: Long? = null,
    /** The least value, in the unit that the name of the member says. */
    public val min: Long? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "MeasureRange(…)"
}

/**
 * A pattern of acting that can be met again: how persons are recruited, moved, held, exploited and made to pay,
 * and by what the front line can see it. It has no member for a person, so that it can be shared more widely than
 * a profile.
 */
@Serializable
public data class ModusOperandi(
    /** A short title that says what the method is. */
    public val title: List<Text>,
    /** The method in words, for people who have to recognise it. */
    public val summary: List<Text>,
    /** The crimes that the method serves. */
    public val crime: List<Crime>,
    /** The phases of the crime, in order. */
    public val phases: List<Phase>,
    /** How the offenders communicate. */
    public val comms: List<Comms> = emptyList(),
    /** The ways in which victims are held. */
    public val control: List<Control> = emptyList(),
    /** Which services are corrupted, and how. No official is named. */
    public val corruption: List<CorruptionTie> = emptyList(),
    /** What helps against the method. It usually needs a stricter marking in `field_handling`. */
    public val countermeasures: List<Text> = emptyList(),
    /** The equipment that the method needs. */
    public val equipment: List<EquipmentItem> = emptyList(),
    /** How the offenders evade control. */
    public val evasion: List<Evasion> = emptyList(),
    /** In which ways victims are exploited. */
    public val exploitation: List<ExploitationForm> = emptyList(),
    /** Houses, beaches, workshops and other places that the method uses. */
    public val facilities: List<Facility> = emptyList(),
    /** When the method was first seen. */
    @SerialName("first_seen")
    public val firstSeen: Edtf? = null,
    /** Pictures, as indexes (from 0) into the record's `attachments`. */
    public val images: List<Long> = emptyList(),
    /** What the front line can look for. */
    public val indicators: List<Indicator> = emptyList(),
    /** When the method was last seen. */
    @SerialName("last_seen")
    public val lastSeen: Edtf? = null,
    /** How the proceeds are laundered. */
    public val laundering: List<Laundering> = emptyList(),
    /** The legs of the route, in order. */
    public val legs: List<Leg> = emptyList(),
    /** Remarks on single members, and the texts that the code `other` calls for. */
    public val notes: List<Note> = emptyList(),
    /** How the fee is paid and secured. */
    public val payment: Payment? = null,
    /** How persons are reached and won or deceived. */
    public val recruitment: Recruitment? = null,
    /** Dangers to the lives of the persons carried. */
    @SerialName("risk_to_life")
    public val riskToLife: List<RiskToLife> = emptyList(),
    /** The elements of smuggling of migrants. */
    public val som: SomElements? = null,
    /** The elements of trafficking in persons. */
    public val tip: TipElements? = null,
    /** Whether the method is new, established, or going away. */
    public val trend: Trend? = null,
    /** The persons who suffer the crime, in the aggregate only. */
    public val victims: Victims? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "ModusOperandi(…)"
}

/**
 * A name of a person or a network in one spelling. A transliteration is an entry of its own that points to the
 * original.
 */
@Serializable
public data class Name(
    /** The whole name, in the order in which its culture writes it. */
    public val full: String,
    /** The script that this spelling is written in. */
    public val script: ScriptCode,
    /** What kind of name it is: in law, on a document, claimed, or made by transliteration. */
    public val kind: NameKind,
    /** The evaluation of this statement, where it differs from the record's. */
    public val evaluation: Evaluation? = null,
    /** The first time for which the statement is known to hold. */
    public val first: Edtf? = null,
    /** The language that the name belongs to. */
    public val lang: LanguageTag? = null,
    /** The last time for which the statement is known to hold. */
    public val last: Edtf? = null,
    /** The name as the machine readable zone of a document spells it. */
    public val mrz: MrzLine? = null,
    /** True if the statement is known to be false. It is then sent so that nobody states it again. */
    public val negated: Boolean? = null,
    /** The name in parts, where it has such parts. A person with a single name has none. */
    public val parts: NameParts? = null,
    /** How well the name is established. */
    public val quality: NameQuality? = null,
    /** The source of this statement, as an index (from 0) into `provenance.sources`. */
    public val src: Long? = null,
    /** The name that this one was transliterated from, as an index (from 0) into the same list. */
    @SerialName("translit_of")
    public val translitOf: Long? = null,
    /** The rules by which it was transliterated. */
    @SerialName("translit_scheme")
    public val translitScheme: TranslitScheme? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Name(…)"
}

/** The parts of a name. No culture has all of them. */
@Serializable
public data class NameParts(
    /** The family names, in the order in which they are written. */
    public val family: List<String> = emptyList(),
    /** The given names, in the order in which they are written. */
    public val given: List<String> = emptyList(),
    /** A name made from the mother's name. */
    public val matronymic: String? = null,
    /** A name made from the father's name. */
    public val patronymic: String? = null,
    /** A title or particle before the name. */
    public val prefix: String? = null,
    /** A part after the name, such as the number of the generation. */
    public val suffix: String? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "NameParts(…)"
}

/** A classification of one country, as its own rules spell it. */
@Serializable
public data class NationalClass(
    /** The country whose classification it is. */
    public val country: CountryCode,
    /** The label, as it would be printed on paper. */
    public val label: String,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "NationalClass(…)"
}

/** A reference in a system of the issuer's country, such as a case number. */
@Serializable
public data class NationalRef(
    /** The name of the national system that the reference belongs to. */
    public val system: String,
    /** The reference in that system; without meaning for others. */
    public val ref: String,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "NationalRef(…)"
}

/** A nationality that is stated for the person. */
@Serializable
public data class Nationality(
    /** On what footing the nationality is stated. */
    public val kind: NationalityKind,
    /** The country. Absent for kinds that name none, such as `stateless`. */
    public val country: CountryCode? = null,
    /** The evaluation of this statement, where it differs from the record's. */
    public val evaluation: Evaluation? = null,
    /** The first time for which the statement is known to hold. */
    public val first: Edtf? = null,
    /** The last time for which the statement is known to hold. */
    public val last: Edtf? = null,
    /** True if the statement is known to be false. It is then sent so that nobody states it again. */
    public val negated: Boolean? = null,
    /** The source of this statement, as an index (from 0) into `provenance.sources`. */
    public val src: Long? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Nationality(…)"
}

/** A group that commits the crimes, or a front that it uses. Its members are tied to it by records of type `link`. */
@Serializable
public data class Network(
    /** The names of the group, one entry for each spelling. */
    public val names: List<Name>,
    /** What kind of group or front it is. */
    public val kind: NetworkKind,
    /** The crimes that the group commits. */
    public val crime: List<Crime>,
    /** Since when the group has been active. */
    @SerialName("active_from")
    public val activeFrom: Edtf? = null,
    /** Until when the group was active. */
    @SerialName("active_to")
    public val activeTo: Edtf? = null,
    /** Where the group is active. */
    @SerialName("activity_area")
    public val activityArea: List<Place> = emptyList(),
    /** Accounts and shops through which money of the group moves. */
    public val financial: List<FinancialAccount> = emptyList(),
    /** The business behind which it hides. */
    @SerialName("front_business")
    public val frontBusiness: FrontBusiness? = null,
    /** The countries whose nationals belong to it. */
    public val nationalities: List<CountryCode> = emptyList(),
    /** Remarks on single members, and the texts that the code `other` calls for. */
    public val notes: List<Note> = emptyList(),
    /** Other crimes that the group commits. */
    @SerialName("other_crimes")
    public val otherCrimes: List<OtherCrime> = emptyList(),
    /** Telephones, accounts and addresses that the group uses. */
    public val selectors: List<Selector> = emptyList(),
    /** How many persons belong to it. */
    public val size: CountRange? = null,
    /** How the group is built, from one head down or from cells. */
    public val structure: NetworkStructure? = null,
    /** The facts in short: what the group is believed to do. */
    public val summary: List<Text> = emptyList(),
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Network(…)"
}

/** A remark on one member of the record; the place for the text that the code `other` calls for. */
@Serializable
public data class Note(
    /** The member that the remark is about, from the root of the record. */
    public val about: JsonPointer,
    /** The remark, one text for each language. */
    public val text: List<Text>,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Note(…)"
}

/**
 * A message about another record: withdraw, correct, extend, hit, acknowledge, dispute. A notice repeats nothing
 * of the record that it is about, so that it may reach everybody who could hold that record.
 */
@Serializable
public data class Notice(
    /** The record that the notice is about. */
    public val about: NoticeTarget,
    /** What the notice does to the record that it is about. */
    public val action: NoticeAction,
    /** What is disputed, where the notice disputes something. */
    public val dispute: Dispute? = null,
    /** From when on it takes effect. Without it, from the time of issue. */
    public val effective: Timestamp? = null,
    /** What was met, where the notice reports a hit. */
    public val hit: Hit? = null,
    /** Remarks on single members, and the texts that the code `other` calls for. */
    public val notes: List<Note> = emptyList(),
    /** Why the notice is sent. */
    public val reason: NoticeReason? = null,
    /** The revision that takes the place of the record. */
    public val replacement: RevisionRef? = null,
    /** The new day of review, where the notice extends the review. */
    @SerialName("review_by")
    public val reviewBy: Date? = null,
    /** The message in words. It repeats nothing of the record. */
    public val text: List<Text> = emptyList(),
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Notice(…)"
}

/** A record, at one revision or at all of them. One of `rev` and `all` stands here, never both. */
@Serializable
public data class NoticeTarget(
    /** The record that the notice is about, by its identifier. */
    public val id: RecordId,
    /** True if all revisions are meant, also those that the sender does not know. */
    public val all: Boolean? = null,
    /** The revision that is meant. */
    public val rev: Long? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "NoticeTarget(…)"
}

/** An offence, by its international class, by national law, or in words. */
@Serializable
public data class Offence(
    /** When the offence was committed. */
    public val date: Edtf? = null,
    /** The evaluation of this statement, where it differs from the record's. */
    public val evaluation: Evaluation? = null,
    /** The first time for which the statement is known to hold. */
    public val first: Edtf? = null,
    /** The international class of the offence. */
    public val iccs: String? = null,
    /** The last time for which the statement is known to hold. */
    public val last: Edtf? = null,
    /** The article of national law. */
    public val national: String? = null,
    /** True if the statement is known to be false. It is then sent so that nobody states it again. */
    public val negated: Boolean? = null,
    /** The source of this statement, as an index (from 0) into `provenance.sources`. */
    public val src: Long? = null,
    /** The offence in words: the act, not the person. */
    public val text: List<Text> = emptyList(),
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Offence(…)"
}

/** How the fee is paid and secured. */
@Serializable
public data class Payment(
    /** How the fee is secured until the journey is done. */
    public val guarantee: Guarantee? = null,
    /** The parts played by those who handle the money; never their names. */
    public val intermediaries: List<Role> = emptyList(),
    /** The ways in which the fee is paid. */
    public val methods: List<PaymentMethod> = emptyList(),
    /** Prices that were observed, for the whole route or for a leg. */
    public val prices: List<Price> = emptyList(),
    /** The sign on which a held fee is released. */
    @SerialName("release_signal")
    public val releaseSignal: ReleaseSignal? = null,
    /** When the fee is paid, seen from the journey. */
    public val timing: List<PaymentTiming> = emptyList(),
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Payment(…)"
}

/** A name, selectors and documents that the person uses together, as one appearance. */
@Serializable
public data class Persona(
    /** The documents, as indexes (from 0) into `documents`. */
    @SerialName("document_refs")
    public val documentRefs: List<Long> = emptyList(),
    /** The evaluation of this statement, where it differs from the record's. */
    public val evaluation: Evaluation? = null,
    /** The first time for which the statement is known to hold. */
    public val first: Edtf? = null,
    /** The last time for which the statement is known to hold. */
    public val last: Edtf? = null,
    /** The name, as an index (from 0) into `names`. */
    @SerialName("name_ref")
    public val nameRef: Long? = null,
    /** True if the statement is known to be false. It is then sent so that nobody states it again. */
    public val negated: Boolean? = null,
    /** The selectors, as indexes (from 0) into `selectors`. */
    @SerialName("selector_refs")
    public val selectorRefs: List<Long> = emptyList(),
    /** The source of this statement, as an index (from 0) into `provenance.sources`. */
    public val src: Long? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Persona(…)"
}

/** A phase of the crime. */
@Serializable
public data class Phase(
    /** Which phase of the crime it is. */
    public val code: MoPhase,
    /** The place of the phase in the order, from 1. */
    public val seq: Long,
    /** The evaluation of this statement, where it differs from the record's. */
    public val evaluation: Evaluation? = null,
    /** The first time for which the statement is known to hold. */
    public val first: Edtf? = null,
    /** The last time for which the statement is known to hold. */
    public val last: Edtf? = null,
    /** True if the statement is known to be false. It is then sent so that nobody states it again. */
    public val negated: Boolean? = null,
    /** The source of this statement, as an index (from 0) into `provenance.sources`. */
    public val src: Long? = null,
    /** The techniques that are used. */
    public val techniques: List<Technique> = emptyList(),
    /** What happens in this phase, in words. */
    public val text: List<Text> = emptyList(),
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Phase(…)"
}

/** What a person looks like. Measures are ranges, as witnesses estimate them. */
@Serializable
public data class Physical(
    /** The build of the body as it is seen. */
    public val build: Build? = null,
    /** The complexion in words of colour, never of origin. */
    @SerialName("complexion_text")
    public val complexionText: List<Text> = emptyList(),
    /** The colour of the eyes as they are seen. */
    public val eyes: EyeColour? = null,
    /** How the hair on the face is worn. */
    @SerialName("facial_hair")
    public val facialHair: FacialHair? = null,
    /** The colour or state of the hair. */
    public val hair: HairColour? = null,
    /** The height in centimetres, as a range. */
    @SerialName("height_cm")
    public val heightCm: MeasureRange? = null,
    /** The weight in kilograms, as a range. */
    @SerialName("weight_kg")
    public val weightKg: MeasureRange? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Physical(…)"
}

/** A place. It has at least a country, a location code or coordinates; coordinates always state their precision. */
@Serializable
public data class Place(
    /** The country that the place lies in. */
    public val country: CountryCode? = null,
    /** What kind of place it is, so that a town and a house in it do not look alike. */
    public val kind: PlaceKind? = null,
    /** The latitude in degrees, north positive. */
    public val lat: Decimal? = null,
    /** The longitude in degrees, east positive. */
    public val lon: Decimal? = null,
    /** The name of the place, in one or several languages. */
    public val name: List<Text> = emptyList(),
    /** The radius in metres around the coordinates within which the place lies. Due with coordinates. */
    @SerialName("precision_m")
    public val precisionM: Long? = null,
    /** The province, state or region of the country that the place lies in. */
    public val subdivision: SubdivisionCode? = null,
    /** The code of the port, airport, border point or town, without a space. */
    public val unlocode: UnLocode? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Place(…)"
}

/** A price that was observed. */
@Serializable
public data class Price(
    /** The amount, as an exact decimal. */
    public val amount: Decimal,
    /** The currency that the amount is in. */
    public val currency: CurrencyCode,
    /** What the price is for: a person, a leg, a vehicle, a package. */
    public val basis: PriceBasis,
    /** When the price was observed. */
    public val observed: Edtf,
    /** The evaluation of this statement, where it differs from the record's. */
    public val evaluation: Evaluation? = null,
    /** The first time for which the statement is known to hold. */
    public val first: Edtf? = null,
    /** The last time for which the statement is known to hold. */
    public val last: Edtf? = null,
    /**
     * The leg that the price is for, by its `seq`. Absent in the price of a leg itself, and in a price for the
     * whole route.
     */
    public val leg: Long? = null,
    /** True if the statement is known to be false. It is then sent so that nobody states it again. */
    public val negated: Boolean? = null,
    /** What the price includes, in words. */
    public val `package`: List<Text> = emptyList(),
    /** The source of this statement, as an index (from 0) into `provenance.sources`. */
    public val src: Long? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Price(…)"
}

/**
 * One person believed to traffic or smuggle, or somebody known only by selectors; never a victim or a witness.
 * There is no member for religion, opinion, ethnic origin, orientation, health or union membership.
 */
@Serializable
public data class Profile(
    /** How far it is known who the person is; many profiles begin with a telephone number only. */
    public val identified: Identified,
    /** The standing of the person before the law. It limits what may be asked for. */
    @SerialName("subject_status")
    public val subjectStatus: SubjectStatus,
    /** The crimes that the person is believed to take part in. */
    public val crime: List<Crime>,
    /** The parts that the person plays. */
    public val roles: List<HeldRole>,
    /** Where the person is active in the crime, as coarsely as the reader can do with. */
    @SerialName("activity_area")
    public val activityArea: List<Place> = emptyList(),
    /** Which bureau holds biometric data of the person. The data itself has no place in a record. */
    @SerialName("biometrics_held")
    public val biometricsHeld: List<BiometricsHeld> = emptyList(),
    /** The births that are stated for the person. Several are usual. */
    public val births: List<Birth> = emptyList(),
    /** Dangers that an officer must know of first. */
    public val caution: List<Caution> = emptyList(),
    /** Vehicles, vessels and aircraft that the person uses. */
    public val conveyances: List<Vehicle> = emptyList(),
    /** The death of the person, where it is known. */
    public val death: Death? = null,
    /** The identity and travel documents that the person uses, genuine and fraudulent ones in one list. */
    public val documents: List<Document> = emptyList(),
    /** Accounts and shops through which money of the person moves. */
    public val financial: List<FinancialAccount> = emptyList(),
    /** How the person presents, where that helps to recognise the person. */
    @SerialName("gender_note")
    public val genderNote: List<Text> = emptyList(),
    /** Decisions and orders of courts and prosecutors. */
    public val judicial: List<Judicial> = emptyList(),
    /** The languages that the person speaks. */
    public val languages: List<SpokenLanguage> = emptyList(),
    /** Marks on the body, such as scars and tattoos. */
    public val marks: List<Mark> = emptyList(),
    /** Methods that the person uses, as records of type `modus-operandi`. A `link` says more and is authoritative. */
    @SerialName("mo_refs")
    public val moRefs: List<RecordId> = emptyList(),
    /** The names of the person, one entry for each spelling. */
    public val names: List<Name> = emptyList(),
    /** The nationalities that are stated for the person. */
    public val nationalities: List<Nationality> = emptyList(),
    /** Networks that the person belongs to, as records of type `network`. A `link` says more and is authoritative. */
    @SerialName("network_refs")
    public val networkRefs: List<RecordId> = emptyList(),
    /** Remarks on single members, and the texts that the code `other` calls for. */
    public val notes: List<Note> = emptyList(),
    /** The offences, as the law names them. */
    public val offences: List<Offence> = emptyList(),
    /** Names, selectors and documents that the person uses together. */
    public val personas: List<Persona> = emptyList(),
    /** What the person looks like, as far as it helps to recognise them. */
    public val physical: Physical? = null,
    /** Where the person lives or lived. */
    public val residences: List<Residence> = emptyList(),
    /** Telephones, accounts and addresses that the person uses. */
    public val selectors: List<Selector> = emptyList(),
    /** The sex as travel documents state it. */
    public val sex: Sex? = null,
    /** The facts in short: what the person is believed to have done. */
    public val summary: List<Text> = emptyList(),
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Profile(…)"
}

/** The origin of the record as a whole, and the list of sources to which single statements refer. */
@Serializable
public data class Provenance(
    /** The kind of source that most of the record comes from. */
    @SerialName("source_type")
    public val sourceType: SourceType,
    /** When the information was collected. The day is left open where it could show who the source is. */
    public val collected: Edtf,
    /** True if a machine wrote or selected any part of the content. It must be declared. */
    @SerialName("ai_assisted")
    public val aiAssisted: Boolean? = null,
    /** The national collection or system that the information was taken from. */
    public val collection: String? = null,
    /** The records that this one was made from. */
    @SerialName("derived_from")
    public val derivedFrom: List<RevisionRef> = emptyList(),
    /** The sources of single statements, which refer to them by index (from 0). */
    public val sources: List<Source> = emptyList(),
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Provenance(…)"
}

/** A record, at one revision or at whatever revision is in force. */
@Serializable
public data class RecordRef(
    /** The record that is meant, by its identifier. */
    public val id: RecordId,
    /** The revision that is meant. Without it, the revision in force is meant. */
    public val rev: Long? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "RecordRef(…)"
}

/** How persons are recruited. */
@Serializable
public data class Recruitment(
    /** The ways by which persons are reached. */
    public val channels: List<RecruitmentChannel> = emptyList(),
    /** The hashtags, without the sign `#`. */
    public val hashtags: List<String> = emptyList(),
    /** The languages of the recruitment. */
    public val languages: List<LanguageTag> = emptyList(),
    /** Whether recruiters on line choose their targets or wait for an answer. */
    public val mode: DigitalMode? = null,
    /** The on-line platforms that are used. */
    public val platforms: List<Platform> = emptyList(),
    /** The pretexts under which persons are won. */
    public val ploys: List<Ploy> = emptyList(),
    /** What the recruiters are to the recruited. */
    public val relation: List<RecruiterRelation> = emptyList(),
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Recruitment(…)"
}

/** A place where the person lives or lived, at the time that `first` and `last` give. */
@Serializable
public data class Residence(
    /** The place where the person lives or lived. */
    public val place: Place,
    /** The evaluation of this statement, where it differs from the record's. */
    public val evaluation: Evaluation? = null,
    /** The first time for which the statement is known to hold. */
    public val first: Edtf? = null,
    /** The last time for which the statement is known to hold. */
    public val last: Edtf? = null,
    /** True if the statement is known to be false. It is then sent so that nobody states it again. */
    public val negated: Boolean? = null,
    /** The source of this statement, as an index (from 0) into `provenance.sources`. */
    public val src: Long? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Residence(…)"
}

/** One revision of a record. */
@Serializable
public data class RevisionRef(
    /** The record that is meant, by its identifier. */
    public val id: RecordId,
    /** The revision of it that is meant. */
    public val rev: Long,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "RevisionRef(…)"
}

/** Something that was seized. */
@Serializable
public data class SeizedItem(
    /** What the seized thing is, in words. */
    public val text: List<Text>,
    /** How many pieces there were. */
    public val count: Long? = null,
    /** The kind of equipment, where it is equipment. */
    public val kind: Equipment? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "SeizedItem(…)"
}

/**
 * A telephone, device, account or address. A selector is not a person: `attribution` says how closely it is tied
 * to one, `first` and `last` say when.
 */
@Serializable
public data class Selector(
    /** What kind of selector it is; it says how `value` is written. */
    public val kind: SelectorKind,
    /** The selector itself, in the spelling that its standard demands. */
    public val value: String,
    /** How closely the selector is tied to the person. */
    public val attribution: Attribution,
    /** The name that the account shows. */
    public val display: String? = null,
    /** The evaluation of this statement, where it differs from the record's. */
    public val evaluation: Evaluation? = null,
    /** The first time for which the statement is known to hold. */
    public val first: Edtf? = null,
    /** The last time for which the statement is known to hold. */
    public val last: Edtf? = null,
    /** True if the statement is known to be false. It is then sent so that nobody states it again. */
    public val negated: Boolean? = null,
    /** The platform that an account belongs to. */
    public val platform: Platform? = null,
    /** The number or key that the platform itself uses. It stays when the account changes its name. */
    @SerialName("platform_id")
    public val platformId: String? = null,
    /** The source of this statement, as an index (from 0) into `provenance.sources`. */
    public val src: Long? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Selector(…)"
}

/** An event in which a method, a person or a group was met. Persons are counted, never named. */
@Serializable
public data class Sighting(
    /** The records that were met, at the revision that was held. */
    public val of: List<RevisionRef>,
    /** When the event happened. */
    public val `when`: Edtf,
    /** Where the event happened, as coarsely as the reader can do with. */
    public val where: Place,
    /** In what kind of event the records were met. */
    public val what: SightingKind,
    /** How well what was met fits the records. */
    public val match: Match,
    /** Remarks on single members, and the texts that the code `other` calls for. */
    public val notes: List<Note> = emptyList(),
    /** How many persons were involved. */
    public val persons: SightingPersons? = null,
    /** What was seized in the event. */
    public val seized: List<SeizedItem> = emptyList(),
    /** The event in words, without naming anybody in it. */
    public val text: List<Text> = emptyList(),
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Sighting(…)"
}

/** The persons involved in an event, as ranges. */
@Serializable
public data class SightingPersons(
    /** Persons who died in the event. */
    public val dead: CountRange? = null,
    /** Persons who were injured in the event. */
    public val injured: CountRange? = null,
    /** Smuggled migrants or victims. */
    public val migrants: CountRange? = null,
    /** Persons under 18 among the migrants or victims. */
    public val minors: CountRange? = null,
    /** Persons who are missing after the event. */
    public val missing: CountRange? = null,
    /** Persons who are suspected of the crime. They need no band. */
    public val suspects: CountRange? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "SightingPersons(…)"
}

/** Who must sign a record before it is valid, counted by distinct authorities with distinct keys. */
@Serializable
public data class Signers(
    /** How many of the authorities must have signed. */
    public val min: Long,
    /** The authorities that may sign; the issuer is one of them. */
    public val of: List<AuthorityId>,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Signers(…)"
}

/** The elements of smuggling of migrants. */
@Serializable
public data class SomElements(
    /** Whether there is a financial or other material benefit, without which it is not smuggling. */
    public val benefit: Ternary,
    /** The circumstances that make it graver. */
    public val aggravating: List<SomAggravating> = emptyList(),
    /** The conduct that the protocol makes a crime. */
    public val conduct: List<SomConduct> = emptyList(),
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "SomElements(…)"
}

/** One source. It is described by its kind, never by a name or by anything that would show who it is. */
@Serializable
public data class Source(
    /** The kind of source, which is all that is told of who it is. */
    @SerialName("source_type")
    public val sourceType: SourceType,
    /** When the information was collected. The day is left open where it could show who the source is. */
    public val collected: Edtf? = null,
    /** The evaluation of what comes from this source. */
    public val evaluation: Evaluation? = null,
    /** The issuer's own reference to the source; without meaning for others. */
    public val ref: String? = null,
    /** A description of the source that does not show who it is. */
    public val text: List<Text> = emptyList(),
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Source(…)"
}

/** A language that the person speaks. */
@Serializable
public data class SpokenLanguage(
    /** The language, with its script or region where that matters. */
    public val tag: LanguageTag,
    /** The dialect or accent, in words. */
    @SerialName("dialect_note")
    public val dialectNote: List<Text> = emptyList(),
    /** The evaluation of this statement, where it differs from the record's. */
    public val evaluation: Evaluation? = null,
    /** The first time for which the statement is known to hold. */
    public val first: Edtf? = null,
    /** The last time for which the statement is known to hold. */
    public val last: Edtf? = null,
    /** How well the person speaks it. */
    public val level: LanguageLevel? = null,
    /** True if the statement is known to be false. It is then sent so that nobody states it again. */
    public val negated: Boolean? = null,
    /** The source of this statement, as an index (from 0) into `provenance.sources`. */
    public val src: Long? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "SpokenLanguage(…)"
}

/** A text in one language. A list of texts holds one for each language, the issuer's own language first. */
@Serializable
public data class Text(
    /** The language of the text, with its script where the language has several. */
    public val lang: LanguageTag,
    /** The text itself, in Unicode Normalization Form C, without markup. */
    public val text: String,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Text(…)"
}

/** The elements of trafficking in persons. */
@Serializable
public data class TipElements(
    /** Whether the victims are children. */
    @SerialName("child_victims")
    public val childVictims: Ternary,
    /** The acts: what is done with the person. */
    public val acts: List<TipAct> = emptyList(),
    /** The means. They need not be shown where the victims are children. */
    public val means: List<TipMeans> = emptyList(),
    /** The purposes of exploitation. */
    public val purposes: List<TipPurpose> = emptyList(),
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "TipElements(…)"
}

/** How long a record may be used. */
@Serializable
public data class Validity(
    /** The first day on which the record may be used. */
    public val from: Date,
    /** The day by which the issuer reviews whether the record is still needed. */
    @SerialName("review_by")
    public val reviewBy: Date,
    /** The last day on which the record may be used. */
    public val expires: Date? = null,
    /** The rule by which the issuer keeps the data. */
    @SerialName("retention_rule")
    public val retentionRule: String? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Validity(…)"
}

/** A vehicle, vessel or aircraft that the person uses. */
@Serializable
public data class Vehicle(
    /** The kind of vehicle, vessel or aircraft. */
    public val kind: Conveyance,
    /** How the person is tied to it. */
    public val use: ConveyanceUse,
    /** The colour of the vehicle or vessel, in one word of the record's language. */
    public val colour: String? = null,
    /** The evaluation of this statement, where it differs from the record's. */
    public val evaluation: Evaluation? = null,
    /** The first time for which the statement is known to hold. */
    public val first: Edtf? = null,
    /** The hull identification number of a small craft. */
    @SerialName("hull_id")
    public val hullId: String? = null,
    /** The IMO number of a ship, seven digits. */
    public val imo: String? = null,
    /** The last time for which the statement is known to hold. */
    public val last: Edtf? = null,
    /** The make and model of the vehicle or vessel. */
    public val make: String? = null,
    /** The identity of a ship's radio, nine digits. */
    public val mmsi: String? = null,
    /** True if the statement is known to be false. It is then sent so that nobody states it again. */
    public val negated: Boolean? = null,
    /** The registration plate, without spaces. */
    public val plate: String? = null,
    /** The country of the plate. Due with a plate. */
    @SerialName("plate_country")
    public val plateCountry: CountryCode? = null,
    /** The source of this statement, as an index (from 0) into `provenance.sources`. */
    public val src: Long? = null,
    /** The registration of an aircraft. */
    public val tail: String? = null,
    /** The vehicle identification number. */
    public val vin: String? = null,
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Vehicle(…)"
}

/** The persons who suffer the crime, in the aggregate only: nobody can be recognised by it. */
@Serializable
public data class Victims(
    /** The bands in which their ages lie. */
    @SerialName("age_bands")
    public val ageBands: List<AgeBand> = emptyList(),
    /** How many they are, as a range that points to nobody. */
    public val count: CountRange? = null,
    /** The countries they come from. */
    public val origins: List<CountryCode> = emptyList(),
    /** The sexes that are among them. */
    public val sexes: List<Sex> = emptyList(),
    /** What makes them vulnerable to the offenders. */
    public val vulnerabilities: List<Vulnerability> = emptyList(),
) {
    /** Says nothing of what it holds. */
    override fun toString(): String = "Victims(…)"
}

/** A record of any type: what all records have. */
@Serializable
@JsonClassDiscriminator("type")
public sealed interface Record {
    /** The version of the format that the record is written in. */
    public val spec: SpecVersion
    /** The identifier of the record; the same in all its revisions. */
    public val id: RecordId
    /** The revision. The first is 1; each further one adds 1. */
    public val rev: Long
    /** The authority that issues the record; the same as in `id`. */
    public val issuer: AuthorityId
    /** When this revision was issued. */
    public val issued: Timestamp
    /** Whether the record is meant in earnest, or belongs to an exercise or a test. */
    public val environment: Environment
    /** The main language of the record's texts: that of the issuer. */
    public val lang: LanguageTag
    /** The editions of the code lists in force when the record was signed. */
    public val vocab: VocabularyEditions
    /** What the record may be used for. Any other use is refused. */
    public val purpose: List<Purpose>
    /** The law or treaties under which the record is sent. */
    public val legalBasis: List<LegalGround>
    /** Who may have the record and what may be done with it. */
    public val handling: Handling
    /** How good the record's sources and information are. */
    public val evaluation: Evaluation
    /** From when to when the record may be used, and when it is reviewed. */
    public val validity: Validity
    /** Where the record's content comes from: kinds of sources and dates, never who a source is. */
    public val provenance: Provenance
    /** Members without a value, and why they have none. */
    public val absent: List<Absent>
    /** Files that belong to the record. They travel apart and are known by their hash. */
    public val attachments: List<Attachment>
    /** The desk to turn to with questions. */
    public val contact: Contact?
    /** Data that the format does not know, under names of their owners. */
    public val ext: Extensions?
    /** Evaluations of single members that differ from the record's. */
    public val fieldEvaluation: List<FieldEvaluation>
    /** Stricter markings of single members. */
    public val fieldHandling: List<FieldHandling>
    /** What a reader must understand before it acts on the record, such as the name of an extension. */
    public val must: List<Feature>
    /** The issuer's own references, such as case numbers. */
    public val nationalRefs: List<NationalRef>
    /** The digest of the revision before this one. Due from revision 2 on, and only then. */
    public val prev: Digest?
    /** What the issuer asks the receiver to do. */
    public val requestedAction: List<RequestedAction>
    /** Who must sign. Without it, the signature of the issuer is enough. */
    public val signers: Signers?
    /** How soon the receiver should act. */
    public val urgency: Urgency?
}

/** A record of type `profile`. */
@SerialName("profile")
@Serializable
public data class ProfileRecord(
    /** The version of the format that the record is written in. */
    public override val spec: SpecVersion,
    /** The identifier of the record; the same in all its revisions. */
    public override val id: RecordId,
    /** The revision. The first is 1; each further one adds 1. */
    public override val rev: Long,
    /** The authority that issues the record; the same as in `id`. */
    public override val issuer: AuthorityId,
    /** When this revision was issued. */
    public override val issued: Timestamp,
    /** Whether the record is meant in earnest, or belongs to an exercise or a test. */
    public override val environment: Environment,
    /** The main language of the record's texts: that of the issuer. */
    public override val lang: LanguageTag,
    /** The editions of the code lists in force when the record was signed. */
    public override val vocab: VocabularyEditions,
    /** What the record may be used for. Any other use is refused. */
    public override val purpose: List<Purpose>,
    /** The law or treaties under which the record is sent. */
    @SerialName("legal_basis")
    public override val legalBasis: List<LegalGround>,
    /** Who may have the record and what may be done with it. */
    public override val handling: Handling,
    /** How good the record's sources and information are. */
    public override val evaluation: Evaluation,
    /** From when to when the record may be used, and when it is reviewed. */
    public override val validity: Validity,
    /** Where the record's content comes from: kinds of sources and dates, never who a source is. */
    public override val provenance: Provenance,
    /** The content of the record. */
    public val content: Profile,
    /** Members without a value, and why they have none. */
    public override val absent: List<Absent> = emptyList(),
    /** Files that belong to the record. They travel apart and are known by their hash. */
    public override val attachments: List<Attachment> = emptyList(),
    /** The desk to turn to with questions. */
    public override val contact: Contact? = null,
    /** Data that the format does not know, under names of their owners. */
    public override val ext: Extensions? = null,
    /** Evaluations of single members that differ from the record's. */
    @SerialName("field_evaluation")
    public override val fieldEvaluation: List<FieldEvaluation> = emptyList(),
    /** Stricter markings of single members. */
    @SerialName("field_handling")
    public override val fieldHandling: List<FieldHandling> = emptyList(),
    /** What a reader must understand before it acts on the record, such as the name of an extension. */
    public override val must: List<Feature> = emptyList(),
    /** The issuer's own references, such as case numbers. */
    @SerialName("national_refs")
    public override val nationalRefs: List<NationalRef> = emptyList(),
    /** The digest of the revision before this one. Due from revision 2 on, and only then. */
    public override val prev: Digest? = null,
    /** What the issuer asks the receiver to do. */
    @SerialName("requested_action")
    public override val requestedAction: List<RequestedAction> = emptyList(),
    /** Who must sign. Without it, the signature of the issuer is enough. */
    public override val signers: Signers? = null,
    /** How soon the receiver should act. */
    public override val urgency: Urgency? = null,
) : Record {
    /** Says nothing of what it holds. */
    override fun toString(): String = "ProfileRecord(…)"
}

/** A record of type `modus-operandi`. */
@SerialName("modus-operandi")
@Serializable
public data class ModusOperandiRecord(
    /** The version of the format that the record is written in. */
    public override val spec: SpecVersion,
    /** The identifier of the record; the same in all its revisions. */
    public override val id: RecordId,
    /** The revision. The first is 1; each further one adds 1. */
    public override val rev: Long,
    /** The authority that issues the record; the same as in `id`. */
    public override val issuer: AuthorityId,
    /** When this revision was issued. */
    public override val issued: Timestamp,
    /** Whether the record is meant in earnest, or belongs to an exercise or a test. */
    public override val environment: Environment,
    /** The main language of the record's texts: that of the issuer. */
    public override val lang: LanguageTag,
    /** The editions of the code lists in force when the record was signed. */
    public override val vocab: VocabularyEditions,
    /** What the record may be used for. Any other use is refused. */
    public override val purpose: List<Purpose>,
    /** The law or treaties under which the record is sent. */
    @SerialName("legal_basis")
    public override val legalBasis: List<LegalGround>,
    /** Who may have the record and what may be done with it. */
    public override val handling: Handling,
    /** How good the record's sources and information are. */
    public override val evaluation: Evaluation,
    /** From when to when the record may be used, and when it is reviewed. */
    public override val validity: Validity,
    /** Where the record's content comes from: kinds of sources and dates, never who a source is. */
    public override val provenance: Provenance,
    /** The content of the record. */
    public val content: ModusOperandi,
    /** Members without a value, and why they have none. */
    public override val absent: List<Absent> = emptyList(),
    /** Files that belong to the record. They travel apart and are known by their hash. */
    public override val attachments: List<Attachment> = emptyList(),
    /** The desk to turn to with questions. */
    public override val contact: Contact? = null,
    /** Data that the format does not know, under names of their owners. */
    public override val ext: Extensions? = null,
    /** Evaluations of single members that differ from the record's. */
    @SerialName("field_evaluation")
    public override val fieldEvaluation: List<FieldEvaluation> = emptyList(),
    /** Stricter markings of single members. */
    @SerialName("field_handling")
    public override val fieldHandling: List<FieldHandling> = emptyList(),
    /** What a reader must understand before it acts on the record, such as the name of an extension. */
    public override val must: List<Feature> = emptyList(),
    /** The issuer's own references, such as case numbers. */
    @SerialName("national_refs")
    public override val nationalRefs: List<NationalRef> = emptyList(),
    /** The digest of the revision before this one. Due from revision 2 on, and only then. */
    public override val prev: Digest? = null,
    /** What the issuer asks the receiver to do. */
    @SerialName("requested_action")
    public override val requestedAction: List<RequestedAction> = emptyList(),
    /** Who must sign. Without it, the signature of the issuer is enough. */
    public override val signers: Signers? = null,
    /** How soon the receiver should act. */
    public override val urgency: Urgency? = null,
) : Record {
    /** Says nothing of what it holds. */
    override fun toString(): String = "ModusOperandiRecord(…)"
}

/** A record of type `network`. */
@SerialName("network")
@Serializable
public data class NetworkRecord(
    /** The version of the format that the record is written in. */
    public override val spec: SpecVersion,
    /** The identifier of the record; the same in all its revisions. */
    public override val id: RecordId,
    /** The revision. The first is 1; each further one adds 1. */
    public override val rev: Long,
    /** The authority that issues the record; the same as in `id`. */
    public override val issuer: AuthorityId,
    /** When this revision was issued. */
    public override val issued: Timestamp,
    /** Whether the record is meant in earnest, or belongs to an exercise or a test. */
    public override val environment: Environment,
    /** The main language of the record's texts: that of the issuer. */
    public override val lang: LanguageTag,
    /** The editions of the code lists in force when the record was signed. */
    public override val vocab: VocabularyEditions,
    /** What the record may be used for. Any other use is refused. */
    public override val purpose: List<Purpose>,
    /** The law or treaties under which the record is sent. */
    @SerialName("legal_basis")
    public override val legalBasis: List<LegalGround>,
    /** Who may have the record and what may be done with it. */
    public override val handling: Handling,
    /** How good the record's sources and information are. */
    public override val evaluation: Evaluation,
    /** From when to when the record may be used, and when it is reviewed. */
    public override val validity: Validity,
    /** Where the record's content comes from: kinds of sources and dates, never who a source is. */
    public override val provenance: Provenance,
    /** The content of the record. */
    public val content: Network,
    /** Members without a value, and why they have none. */
    public override val absent: List<Absent> = emptyList(),
    /** Files that belong to the record. They travel apart and are known by their hash. */
    public override val attachments: List<Attachment> = emptyList(),
    /** The desk to turn to with questions. */
    public override val contact: Contact? = null,
    /** Data that the format does not know, under names of their owners. */
    public override val ext: Extensions? = null,
    /** Evaluations of single members that differ from the record's. */
    @SerialName("field_evaluation")
    public override val fieldEvaluation: List<FieldEvaluation> = emptyList(),
    /** Stricter markings of single members. */
    @SerialName("field_handling")
    public override val fieldHandling: List<FieldHandling> = emptyList(),
    /** What a reader must understand before it acts on the record, such as the name of an extension. */
    public override val must: List<Feature> = emptyList(),
    /** The issuer's own references, such as case numbers. */
    @SerialName("national_refs")
    public override val nationalRefs: List<NationalRef> = emptyList(),
    /** The digest of the revision before this one. Due from revision 2 on, and only then. */
    public override val prev: Digest? = null,
    /** What the issuer asks the receiver to do. */
    @SerialName("requested_action")
    public override val requestedAction: List<RequestedAction> = emptyList(),
    /** Who must sign. Without it, the signature of the issuer is enough. */
    public override val signers: Signers? = null,
    /** How soon the receiver should act. */
    public override val urgency: Urgency? = null,
) : Record {
    /** Says nothing of what it holds. */
    override fun toString(): String = "NetworkRecord(…)"
}

/** A record of type `sighting`. */
@SerialName("sighting")
@Serializable
public data class SightingRecord(
    /** The version of the format that the record is written in. */
    public override val spec: SpecVersion,
    /** The identifier of the record; the same in all its revisions. */
    public override val id: RecordId,
    /** The revision. The first is 1; each further one adds 1. */
    public override val rev: Long,
    /** The authority that issues the record; the same as in `id`. */
    public override val issuer: AuthorityId,
    /** When this revision was issued. */
    public override val issued: Timestamp,
    /** Whether the record is meant in earnest, or belongs to an exercise or a test. */
    public override val environment: Environment,
    /** The main language of the record's texts: that of the issuer. */
    public override val lang: LanguageTag,
    /** The editions of the code lists in force when the record was signed. */
    public override val vocab: VocabularyEditions,
    /** What the record may be used for. Any other use is refused. */
    public override val purpose: List<Purpose>,
    /** The law or treaties under which the record is sent. */
    @SerialName("legal_basis")
    public override val legalBasis: List<LegalGround>,
    /** Who may have the record and what may be done with it. */
    public override val handling: Handling,
    /** How good the record's sources and information are. */
    public override val evaluation: Evaluation,
    /** From when to when the record may be used, and when it is reviewed. */
    public override val validity: Validity,
    /** Where the record's content comes from: kinds of sources and dates, never who a source is. */
    public override val provenance: Provenance,
    /** The content of the record. */
    public val content: Sighting,
    /** Members without a value, and why they have none. */
    public override val absent: List<Absent> = emptyList(),
    /** Files that belong to the record. They travel apart and are known by their hash. */
    public override val attachments: List<Attachment> = emptyList(),
    /** The desk to turn to with questions. */
    public override val contact: Contact? = null,
    /** Data that the format does not know, under names of their owners. */
    public override val ext: Extensions? = null,
    /** Evaluations of single members that differ from the record's. */
    @SerialName("field_evaluation")
    public override val fieldEvaluation: List<FieldEvaluation> = emptyList(),
    /** Stricter markings of single members. */
    @SerialName("field_handling")
    public override val fieldHandling: List<FieldHandling> = emptyList(),
    /** What a reader must understand before it acts on the record, such as the name of an extension. */
    public override val must: List<Feature> = emptyList(),
    /** The issuer's own references, such as case numbers. */
    @SerialName("national_refs")
    public override val nationalRefs: List<NationalRef> = emptyList(),
    /** The digest of the revision before this one. Due from revision 2 on, and only then. */
    public override val prev: Digest? = null,
    /** What the issuer asks the receiver to do. */
    @SerialName("requested_action")
    public override val requestedAction: List<RequestedAction> = emptyList(),
    /** Who must sign. Without it, the signature of the issuer is enough. */
    public override val signers: Signers? = null,
    /** How soon the receiver should act. */
    public override val urgency: Urgency? = null,
) : Record {
    /** Says nothing of what it holds. */
    override fun toString(): String = "SightingRecord(…)"
}

/** A record of type `link`. */
@SerialName("link")
@Serializable
public data class LinkRecord(
    /** The version of the format that the record is written in. */
    public override val spec: SpecVersion,
    /** The identifier of the record; the same in all its revisions. */
    public override val id: RecordId,
    /** The revision. The first is 1; each further one adds 1. */
    public override val rev: Long,
    /** The authority that issues the record; the same as in `id`. */
    public override val issuer: AuthorityId,
    /** When this revision was issued. */
    public override val issued: Timestamp,
    /** Whether the record is meant in earnest, or belongs to an exercise or a test. */
    public override val environment: Environment,
    /** The main language of the record's texts: that of the issuer. */
    public override val lang: LanguageTag,
    /** The editions of the code lists in force when the record was signed. */
    public override val vocab: VocabularyEditions,
    /** What the record may be used for. Any other use is refused. */
    public override val purpose: List<Purpose>,
    /** The law or treaties under which the record is sent. */
    @SerialName("legal_basis")
    public override val legalBasis: List<LegalGround>,
    /** Who may have the record and what may be done with it. */
    public override val handling: Handling,
    /** How good the record's sources and information are. */
    public override val evaluation: Evaluation,
    /** From when to when the record may be used, and when it is reviewed. */
    public override val validity: Validity,
    /** Where the record's content comes from: kinds of sources and dates, never who a source is. */
    public override val provenance: Provenance,
    /** The content of the record. */
    public val content: Link,
    /** Members without a value, and why they have none. */
    public override val absent: List<Absent> = emptyList(),
    /** Files that belong to the record. They travel apart and are known by their hash. */
    public override val attachments: List<Attachment> = emptyList(),
    /** The desk to turn to with questions. */
    public override val contact: Contact? = null,
    /** Data that the format does not know, under names of their owners. */
    public override val ext: Extensions? = null,
    /** Evaluations of single members that differ from the record's. */
    @SerialName("field_evaluation")
    public override val fieldEvaluation: List<FieldEvaluation> = emptyList(),
    /** Stricter markings of single members. */
    @SerialName("field_handling")
    public override val fieldHandling: List<FieldHandling> = emptyList(),
    /** What a reader must understand before it acts on the record, such as the name of an extension. */
    public override val must: List<Feature> = emptyList(),
    /** The issuer's own references, such as case numbers. */
    @SerialName("national_refs")
    public override val nationalRefs: List<NationalRef> = emptyList(),
    /** The digest of the revision before this one. Due from revision 2 on, and only then. */
    public override val prev: Digest? = null,
    /** What the issuer asks the receiver to do. */
    @SerialName("requested_action")
    public override val requestedAction: List<RequestedAction> = emptyList(),
    /** Who must sign. Without it, the signature of the issuer is enough. */
    public override val signers: Signers? = null,
    /** How soon the receiver should act. */
    public override val urgency: Urgency? = null,
) : Record {
    /** Says nothing of what it holds. */
    override fun toString(): String = "LinkRecord(…)"
}

/** A record of type `notice`. */
@SerialName("notice")
@Serializable
public data class NoticeRecord(
    /** The version of the format that the record is written in. */
    public override val spec: SpecVersion,
    /** The identifier of the record; the same in all its revisions. */
    public override val id: RecordId,
    /** The revision. The first is 1; each further one adds 1. */
    public override val rev: Long,
    /** The authority that issues the record; the same as in `id`. */
    public override val issuer: AuthorityId,
    /** When this revision was issued. */
    public override val issued: Timestamp,
    /** Whether the record is meant in earnest, or belongs to an exercise or a test. */
    public override val environment: Environment,
    /** The main language of the record's texts: that of the issuer. */
    public override val lang: LanguageTag,
    /** The editions of the code lists in force when the record was signed. */
    public override val vocab: VocabularyEditions,
    /** What the record may be used for. Any other use is refused. */
    public override val purpose: List<Purpose>,
    /** The law or treaties under which the record is sent. */
    @SerialName("legal_basis")
    public override val legalBasis: List<LegalGround>,
    /** Who may have the record and what may be done with it. */
    public override val handling: Handling,
    /** How good the record's sources and information are. */
    public override val evaluation: Evaluation,
    /** From when to when the record may be used, and when it is reviewed. */
    public override val validity: Validity,
    /** Where the record's content comes from: kinds of sources and dates, never who a source is. */
    public override val provenance: Provenance,
    /** The content of the record. */
    public val content: Notice,
    /** Members without a value, and why they have none. */
    public override val absent: List<Absent> = emptyList(),
    /** Files that belong to the record. They travel apart and are known by their hash. */
    public override val attachments: List<Attachment> = emptyList(),
    /** The desk to turn to with questions. */
    public override val contact: Contact? = null,
    /** Data that the format does not know, under names of their owners. */
    public override val ext: Extensions? = null,
    /** Evaluations of single members that differ from the record's. */
    @SerialName("field_evaluation")
    public override val fieldEvaluation: List<FieldEvaluation> = emptyList(),
    /** Stricter markings of single members. */
    @SerialName("field_handling")
    public override val fieldHandling: List<FieldHandling> = emptyList(),
    /** What a reader must understand before it acts on the record, such as the name of an extension. */
    public override val must: List<Feature> = emptyList(),
    /** The issuer's own references, such as case numbers. */
    @SerialName("national_refs")
    public override val nationalRefs: List<NationalRef> = emptyList(),
    /** The digest of the revision before this one. Due from revision 2 on, and only then. */
    public override val prev: Digest? = null,
    /** What the issuer asks the receiver to do. */
    @SerialName("requested_action")
    public override val requestedAction: List<RequestedAction> = emptyList(),
    /** Who must sign. Without it, the signature of the issuer is enough. */
    public override val signers: Signers? = null,
    /** How soon the receiver should act. */
    public override val urgency: Urgency? = null,
) : Record {
    /** Says nothing of what it holds. */
    override fun toString(): String = "NoticeRecord(…)"
}

/** How a record of each type is read and written. */
internal val SERIALIZERS: Map<String, KSerializer<out Record>> = mapOf(
    "profile" to ProfileRecord.serializer(),
    "modus-operandi" to ModusOperandiRecord.serializer(),
    "network" to NetworkRecord.serializer(),
    "sighting" to SightingRecord.serializer(),
    "link" to LinkRecord.serializer(),
    "notice" to NoticeRecord.serializer(),
)
