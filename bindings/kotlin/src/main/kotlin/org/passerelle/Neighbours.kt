package org.passerelle

import java.time.Instant
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import org.passerelle.internal.Holdings

/** Something that one side of a conversion says and the other does not, or says otherwise. */
@Serializable
public data class NeighbourLoss(
    /** The record by its identifier, or the neighbour's object by its identifier or place. */
    public val of: String,
    /** In the record that was signed, or in the neighbour's document or object. */
    public val pointer: String,
    /** What happened, for example `NBR_NOT_CARRIED`. */
    public val code: String,
    /** The same in words. */
    public val reason: String,
)

/** An object of the neighbour's that makes no valid draft. */
@Serializable
public data class NeighbourReject(
    /** The object, by its identifier or place. */
    public val of: String,
    /** `NBR_INVALID`, `NBR_HANDLING` or `NBR_REFERENCE`. */
    public val code: String,
    /** In the draft. */
    public val pointer: String,
    /** The code in words. */
    public val reason: String,
    /** The first error of the draft. */
    public val finding: Finding? = null,
)

/** Records in a neighbour's format. */
public class Exported internal constructor(
    /** JSON text, the same bytes for the same records. */
    public val document: ByteArray,
    /** The records that the format cannot say at all. */
    public val leftOut: List<NeighbourLoss>,
    /** What whoever reads the document does not see, or sees otherwise. */
    public val losses: List<NeighbourLoss>,
) {
    override fun toString(): String = "Exported(${document.size} bytes, ${losses.size} losses)"
}

/** What was made of a neighbour's document. */
public class Drafted internal constructor(
    /** Valid, unsigned, in canonical form. */
    public val drafts: List<ByteArray>,
    /** Of which object each draft was made. */
    public val of: List<String>,
    /** Objects that make no valid draft. */
    public val rejects: List<NeighbourReject>,
    /** What of the document is in no draft, or is there otherwise. */
    public val losses: List<NeighbourLoss>,
) {
    override fun toString(): String = "Drafted(${drafts.size} drafts, ${rejects.size} rejects, ${losses.size} losses)"
}

@Serializable
internal data class AboutExport(@SerialName("left_out") val leftOut: List<NeighbourLoss>, val losses: List<NeighbourLoss>)

@Serializable
internal data class AboutImport(val of: List<String>, val rejects: List<NeighbourReject>, val losses: List<NeighbourLoss>)

/**
 * Formats of neighbours: STIX 2.1, FollowTheMoney and MISP out; STIX, FollowTheMoney and HTCDS in.
 *
 * Every conversion says what is lost in it. What is read is a draft: look at it before you sign it.
 */
public object Neighbours {
    /**
     * Writes signed records in a neighbour's format: `stix`, `ftm` or `misp`. What belongs together goes in one call.
     *
     * @param recipient whoever runs the system that reads the document
     * @param held the other records that are held; newer revisions and notices count only where they are among them
     * @throws NeighbourException a record does not open, or may not go; nothing is written then. The findings have every reason, the detail
     * says which record it is
     */
    @JvmStatic
    @JvmOverloads
    public fun exportAs(
        format: String,
        envelopes: List<ByteArray>,
        trust: Trust,
        recipient: Recipient,
        held: List<ByteArray> = emptyList(),
        now: Instant = Instant.now(),
        receipts: List<ByteArray> = emptyList(),
    ): Exported {
        val made = Boundary.call(::NeighbourException) {
            trust.handle.use { trusted ->
                val holdings = Holdings(held, receipts)
                org.passerelle.internal.exportAs(format, envelopes, holdings, recipient.native, trusted, now.epochSecond)
            }
        }
        val about: AboutExport = answer(made.about)
        return Exported(made.document, about.leftOut, about.losses)
    }

    /**
     * Makes drafts of a neighbour's document: `stix`, `ftm` or `htcds`.
     *
     * @param issuer who issues the drafts
     * @param header a JSON object with what the document does not say: purpose, legal basis, handling, evaluation, validity, provenance,
     * environment and language; and under `content`, by type of record, members for where the document has none
     * @param now the time of issue
     * @throws NeighbourException the document or the header cannot be used; the detail says where
     */
    @JvmStatic
    @JvmOverloads
    public fun importFrom(format: String, document: ByteArray, issuer: String, header: ByteArray, now: Instant = Instant.now()): Drafted {
        val made = Boundary.call(::NeighbourException) {
            val (text, members) = Boundary.direct(document) to Boundary.direct(header, 1)
            org.passerelle.internal.importFrom(format, text, issuer, members, now.epochSecond)
        }
        val about: AboutImport = answer(made.about)
        return Drafted(made.drafts, about.of, about.rejects, about.losses)
    }
}
