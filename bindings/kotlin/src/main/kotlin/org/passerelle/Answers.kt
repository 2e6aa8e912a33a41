package org.passerelle

import java.util.Objects
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json
import org.passerelle.records.Record
import org.passerelle.records.Records

internal val json = Json { ignoreUnknownKeys = true }

internal inline fun <reified T> answer(text: ByteArray): T = answer(text.decodeToString())

internal inline fun <reified T> answer(text: String): T = json.decodeFromString(text)

/** One thing that is wrong, or worth knowing. It never holds a value of the record. */
@Serializable
public data class Finding(
    /** What it is, for example `RULE_IBAN_MOD97`. */
    public val code: String,
    /** The stage that finds it, for example `rules`. */
    public val stage: String,
    /** `error` refuses, `indeterminate` means that it cannot be decided, `warning` informs. */
    public val severity: String,
    /** Where it is, as a JSON Pointer; empty for the whole. */
    public val pointer: String,
    /** The requirement of the specification that is not met. */
    public val requirement: String,
    /** What is wrong, in one sentence. */
    public val message: String,
    /** How to mend it. */
    public val hint: String,
    /** The public name of the rule, where it is one. */
    public val rule: String? = null,
    /** Bytes before the place in the text that was given. */
    public val offset: Long? = null,
    /** The line there, from 1. */
    public val line: Long? = null,
    /** The column there, from 1. */
    public val column: Long? = null,
)

/** A signature of a record. */
@Serializable
public data class Signature(
    /** Whose key it names: `<authority>#<thumbprint>`. */
    public val kid: String,
    /** Whether it verifies with a key that is trusted. */
    public val verified: Boolean,
    /** The algorithm, where it is known. */
    public val alg: String? = null,
    /** When the signer says that it signed. */
    public val signed: String? = null,
)

/** A part of which a copy holds no more than a digest. */
@Serializable
public data class Withheld(
    /** Where it stands. */
    public val place: String,
    /** `element` or `member`. */
    public val kind: String,
    /** Where its digest stands in the signed record. */
    @SerialName("digest_at") public val digestAt: String,
)

@Serializable
internal data class About(
    val id: String,
    @SerialName("type") val recordType: String,
    val rev: Long,
    val digest: String,
    val environment: String,
    val actionable: Boolean,
    val status: String,
    val signatures: List<Signature>,
    val withheld: List<Withheld>,
    val redactable: List<String>,
    val findings: List<Finding>,
)

/**
 * A record whose signatures were verified, and which is what its signers signed. Only [Passerelle.open] makes one.
 */
public class Opened internal constructor(private val text: ByteArray, private val about: About) {
    /** The record as values. Members that this version does not know are only in [toJson]. */
    public val record: Record by lazy { Records.read(text, recordType) }

    /** The identifier of the record. */
    public val id: String get() = about.id

    /** The type of the record, for example `profile`. */
    public val recordType: String get() = about.recordType

    /** The revision. */
    public val rev: Long get() = about.rev

    /** The SHA-256 digest of what was signed, which the next revision names in `prev`. */
    public val digest: String get() = about.digest

    /** `live`, `exercise` or `test`. */
    public val environment: String get() = about.environment

    /** Whether the reader may act on it; where not, it may only be shown. */
    public val isActionable: Boolean get() = about.actionable

    /** What its own dates say. */
    public val ownStatus: String get() = about.status

    /** The signatures, in the order of the envelope. */
    public val signatures: List<Signature> get() = about.signatures

    /** What is withheld in this copy. */
    public val withheld: List<Withheld> get() = about.withheld

    /** What could be withheld by whoever passes it on. */
    public val redactable: List<String> get() = about.redactable

    /** Warnings. */
    public val findings: List<Finding> get() = about.findings

    /** The record as canonical JSON, without what is withheld in this copy. */
    public fun toJson(): ByteArray = text.copyOf()

    override fun equals(other: Any?): Boolean = other is Opened && text.contentEquals(other.text) && about == other.about

    override fun hashCode(): Int = Objects.hash(text.contentHashCode(), about)

    /** Says which record it is, and nothing of what it says. */
    override fun toString(): String = "Opened($recordType $id rev $rev)"
}

/** Everything that can be said of a signed record, without its content. */
@Serializable
public data class Report(
    /** Whether [Passerelle.open] would open it. */
    @SerialName("openable") public val isOpenable: Boolean,
    /** `valid`, `invalid` or `indeterminate`. */
    public val integrity: String,
    /** `trusted`, `untrusted` or `unknown`. */
    public val trust: String,
    /** What its own dates say. */
    @SerialName("status") public val ownStatus: String,
    /** Whether it is sealed. */
    @SerialName("sealed") public val isSealed: Boolean,
    public val signatures: List<Signature>,
    public val withheld: List<Withheld>,
    public val redactable: List<String>,
    /** Everything that was found, in the order of the stages. */
    public val findings: List<Finding>,
    /** `clear` or `opaque`. */
    public val form: String? = null,
    /** The identifier that it claims. */
    public val id: String? = null,
    /** The type that it claims. */
    @SerialName("type") public val recordType: String? = null,
    /** The revision that it claims. */
    public val rev: Long? = null,
    /** The SHA-256 digest of what was signed. */
    public val digest: String? = null,
)

/** What validation found. */
@Serializable
public data class Validation(
    /** Whether the draft may be signed: it has no error. */
    @SerialName("valid") public val isValid: Boolean,
    /** Everything that was found, warnings too. */
    public val findings: List<Finding>,
)

/** One difference between two revisions. */
@Serializable
public data class Change(
    /** `added`, `removed`, `changed` or `withheld`. */
    public val kind: String,
    /** The section of the record, for example `legs`. */
    public val section: String,
    /** What people call the section. */
    @SerialName("section_label") public val sectionLabel: String,
    /** Where it is. */
    public val pointer: String,
    /** The change in words. */
    public val text: String,
    /** Where it was in the earlier revision. */
    @SerialName("earlier_pointer") public val earlierPointer: String? = null,
) {
    /** Says where, and nothing of what. */
    override fun toString(): String = "Change($kind at $pointer)"
}

/** One revision of a record. */
@Serializable
public data class Revision(public val id: String, public val rev: Long)

/** What holds of one content of one revision. */
@Serializable
public data class Judgement(
    public val id: String,
    public val rev: Long,
    public val digest: String,
    @SerialName("type") public val recordType: String,
    public val environment: String,
    /** `active`, `superseded`, `withdrawn`, `expired`, `review-due`, `disputed`, `forked` or `unknown`. */
    public val status: String,
    /** Every status that holds. */
    public val holds: List<String>,
    /** The last day before the review is due. */
    @SerialName("review_by") public val reviewBy: String,
    public val notices: List<Revision>,
    public val findings: List<Finding>,
    @SerialName("replaced_by") public val replacedBy: Revision? = null,
)

/** A record that did not open, and so has no effect. */
@Serializable
public data class Unopened(
    /** Its place in the list that was given. */
    public val input: Int,
    public val integrity: String,
    public val trust: String,
    public val findings: List<Finding>,
)

/** What holds of many records. */
@Serializable
public data class Status(public val judgements: List<Judgement>, public val refused: List<Unopened>)

/** Whether a record may go to a recipient. */
@Serializable
public data class Decision(
    @SerialName("allowed") public val isAllowed: Boolean,
    /** Every reason against it. */
    public val reasons: List<Finding>,
    /** The parts that this recipient may not have, though it could have the rest. */
    public val withheld: List<String>,
)

/** What a code means. */
@Serializable
public data class Explanation(
    public val code: String,
    public val stage: String,
    public val severity: String,
    public val requirement: String,
    public val message: String,
    public val hint: String,
    public val rule: String? = null,
)

/** A key of an authority. */
@Serializable
public data class AuthorityKey(
    public val kid: String,
    public val use: String,
    @SerialName("not_before") public val notBefore: String,
    @SerialName("not_after") public val notAfter: String,
    public val status: String,
)

/** An authority of the trust list. */
@Serializable
public data class Authority(public val id: String, public val country: String, public val keys: List<AuthorityKey>)

/** What is trusted. */
@Serializable
public data class TrustAbout(
    public val domain: String,
    @SerialName("test") public val isTest: Boolean,
    @SerialName("root_version") public val rootVersion: Long,
    @SerialName("root_digest") public val rootDigest: String,
    @SerialName("root_expires") public val rootExpires: String,
    public val authorities: List<Authority>,
    public val findings: List<Finding>,
    @SerialName("list_version") public val listVersion: Long? = null,
    @SerialName("list_expires") public val listExpires: String? = null,
)
