package org.passerelle

import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.decodeFromJsonElement

/** What everybody sees of a sealed record. */
@Serializable
public data class Seal(
    /** The keys that it is sealed to; they name the recipients. */
    public val recipients: List<String>,
    /** How many bytes are inside. */
    @SerialName("content_bytes") public val contentBytes: Long,
)

/** What an on-line platform may get of a record: its own accounts, channels and addresses, and hashes of evidence. */
public class Referral internal constructor(
    private val view: ByteArray,
    /** What could not be taken into it without bringing data on a person. */
    public val leftOut: List<Finding>,
) {
    /** The view, as canonical JSON. */
    public fun toJson(): ByteArray = view.copyOf()

    override fun toString(): String = "Referral"
}

/** A receipt, a forward or a manifest whose signature was verified, and which is what its issuer signed. */
@Serializable
public data class Statement(
    /** The SHA-256 digest of what was signed. */
    public val digest: String,
    public val signatures: List<Signature>,
    /** Warnings. */
    public val findings: List<Finding>,
    /** What is stated, with the members that the specification gives it. */
    public val document: JsonObject,
) {
    /** Says which it is, and nothing of what it says. */
    override fun toString(): String = "Statement($digest)"
}

/** Something that is wrong with a forward. */
@Serializable
public data class ForwardFault(
    /** Which forward of the way it is, from 0. */
    public val step: Int,
    public val finding: Finding,
    /** Why the record may not go there, for `FWD_RELEASE`. */
    public val reasons: List<Finding>,
)

@Serializable
internal data class Faults(val faults: List<ForwardFault>)

/** A forward that was opened and held against the record. */
public data class ForwardCheck(
    /** The forward. */
    public val forward: Statement,
    /** What is wrong with it or with one before it. */
    public val faults: List<ForwardFault>,
) {
    /** Whether the copy is what its forwarders say, and went only where its issuer allows. */
    public val isSound: Boolean get() = faults.isEmpty()
}

/** One way in which records are not what their manifest lists. */
@Serializable
public data class Mismatch(
    /** `missing`, `closed` (it may be a sealed record that stayed closed), `extra` or `repeated`. */
    public val kind: String,
    /** The place: of the entry in the manifest where it is missing or closed, else among the records that came. */
    public val at: Int,
    public val code: String,
    public val severity: String,
)

/** One record of several: either opened, or refused. */
public class Arrived internal constructor(
    /** The record, where it opened. */
    public val opened: Opened?,
    /** Why it did not. */
    public val error: PasserelleException?,
    private val bytes: ByteArray,
    /** The segment of the container that it stood in, from 1; 0 where it came otherwise. */
    public val segment: Long,
    /** The line of the container that it stood in, from 1; 0 where it came otherwise. */
    public val line: Long,
) {
    /** Whether it opened. */
    public val isOpened: Boolean get() = opened != null

    /** The envelope as it came. */
    public fun envelope(): ByteArray = bytes.copyOf()

    override fun toString(): String = "Arrived(${opened ?: error?.code})"
}

@Serializable
internal data class Outcome(
    val opened: JsonElement? = null,
    val refused: Refusal? = null,
    val segment: Long = 0,
    val line: Long = 0,
) {
    fun error(): PasserelleException? = refused?.let { Boundary.exception(it, null, ::OpenException) }

    fun statement(): Statement? = opened?.let { json.decodeFromJsonElement<Statement>(it) }

    fun arrived(envelope: ByteArray, content: ByteArray): Arrived {
        val record = opened?.let { Opened(content, json.decodeFromJsonElement<About>(it)) }
        return Arrived(record, error(), envelope, segment, line)
    }
}

@Serializable
internal data class BatchAbout(val manifest: Outcome, val records: List<Outcome>, val mismatches: List<Mismatch>)

/** A manifest and the records that came with it, opened. Records that are good by themselves stand, whatever the manifest says. */
public class Batch internal constructor(
    /** The manifest, where it opened. */
    public val manifest: Statement?,
    /** Why it did not. */
    public val error: PasserelleException?,
    /** The records, in the order in which they were given. */
    public val records: List<Arrived>,
    /** How they differ from what the manifest lists. */
    public val mismatches: List<Mismatch>,
) {
    override fun toString(): String = "Batch(${records.size} records, ${mismatches.size} mismatches)"
}

/** How a manifest fails to follow another. */
@Serializable
public data class FeedFault(
    public val code: String,
    /** `gap`, `repeat`, `fork` or `overdue`. */
    public val fault: String,
    public val severity: String,
    /** The number that it is about; the first of them where numbers are missing. */
    public val sequence: Long = 0,
    /** The last of them. */
    public val through: Long = 0,
)

/** What is known of one feed of one issuer. */
@Serializable
public data class Feed(
    public val issuer: String,
    public val feed: String,
    /** The lowest number that is held. */
    public val first: Long,
    /** The highest. */
    public val last: Long,
    /** When the next one is due at the latest. */
    @SerialName("next_by") public val nextBy: String,
    public val faults: List<FeedFault>,
    /** The digest of the last; none where two contents are held for its number. */
    public val digest: String? = null,
)

/** A container that was written. */
public class Packed internal constructor(private val bytes: ByteArray, private val link: ByteArray) {
    /** The container. */
    public fun container(): ByteArray = bytes.copyOf()

    /** Its last manifest: keep it, and give it as `after` to the next container of the feed. */
    public fun last(): ByteArray = link.copyOf()

    override fun toString(): String = "Packed(${bytes.size} bytes)"
}

/** Where a container cannot be read on, and why. */
@Serializable
public data class Damage(
    public val code: String,
    public val message: String,
    public val hint: String,
    public val segment: Long = 0,
    public val line: Long = 0,
)

/** What is to say about one segment of a container as a whole. */
public class Segment internal constructor(
    public val segment: Long,
    public val line: Long,
    /** Its manifest, where that opened. */
    public val manifest: Statement?,
    /** Why it did not. */
    public val error: PasserelleException?,
    public val mismatches: List<Mismatch>,
    /** How it fails to follow the manifest before it in the container. */
    public val fault: FeedFault?,
) {
    override fun toString(): String = "Segment($segment)"
}

@Serializable
internal data class SegmentAbout(
    val segment: Long,
    val line: Long,
    val manifest: Outcome,
    val mismatches: List<Mismatch>,
    val fault: FeedFault? = null,
) {
    fun public() = Segment(segment, line, manifest.statement(), manifest.error(), mismatches, fault)
}

@Serializable
internal data class UnpackedAbout(val records: List<Outcome>, val segments: List<SegmentAbout>, val damage: Damage? = null)

/** What was in a container. */
public class Unpacked internal constructor(
    public val records: List<Arrived>,
    public val segments: List<Segment>,
    /** Where it could not be read on. What was read before that stands. */
    public val damage: Damage?,
) {
    /** Whether the container is whole and every record opened. */
    public val isWhole: Boolean
        get() = damage == null && records.all { it.isOpened } &&
            segments.all { it.error == null && it.fault == null && it.mismatches.isEmpty() }

    override fun toString(): String = "Unpacked(${records.size} records${if (damage == null) "" else ", damaged"})"
}
