package org.passerelle

import java.io.BufferedInputStream
import java.io.ByteArrayOutputStream
import java.io.InputStream
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.time.Instant
import org.passerelle.internal.EnvelopeForm
import org.passerelle.internal.Holdings
import org.passerelle.internal.Task
import org.passerelle.internal.Transfer
import org.passerelle.records.Record
import org.passerelle.records.Records

/** A form of the envelope. */
public enum class Form {
    /** The record as JSON, beside its signatures. */
    CLEAR,

    /** An RFC 7515 General JWS. */
    OPAQUE,
    ;

    internal val native: EnvelopeForm get() = if (this == CLEAR) EnvelopeForm.CLEAR else EnvelopeForm.OPAQUE
}

/** A transfer that somebody has in mind. */
public data class Recipient @JvmOverloads constructor(
    /** The country or organisation that is to get the record. */
    public val to: String,
    /** What for: a code of the list `purpose`. */
    public val purpose: String,
    /** The environment of the recipient's system: `live`, `exercise` or `test`. */
    public val environment: String,
    /** Who sends it, where that is not its issuer. */
    public val holder: String? = null,
    /** Whether the issuer has agreed to this one transfer. */
    public val hasConsent: Boolean = false,
) {
    internal val native: Transfer get() = Transfer(to, purpose, environment, holder, hasConsent)
}

/**
 * Signed records of traffickers and their methods: read, validate, sign, open, compare and release them.
 *
 * [open] is the one way from bytes to a record that can be believed; what goes along with records is in [Exchange]. Everything may be called from any thread.
 */
public object Passerelle {
    /** The version of the library. */
    @JvmStatic
    public val version: String get() = Boundary.call(::OpenException) { org.passerelle.internal.version() }

    /**
     * Opens a signed record.
     *
     * @throws OpenException the record is refused; its code says why
     */
    @JvmStatic
    @JvmOverloads
    public fun open(data: ByteArray, trust: Trust, now: Instant = Instant.now()): Opened {
        val (record, about) = Boundary.call(::OpenException) {
            trust.handle.use { held -> Opening.open(Boundary.direct(data), held, now.epochSecond) }
        }
        return Opened(record, answer(about))
    }

    /**
     * Opens a signed record, and holds it against the revision before it and against signed receipts; a sealed one with a key.
     *
     * @throws OpenException the record is refused
     * @throws CallbackException the store of revisions failed
     */
    @JvmStatic
    @JvmOverloads
    public fun open(
        data: ByteArray,
        trust: Trust,
        revisions: Revisions?,
        receipts: List<ByteArray> = emptyList(),
        now: Instant = Instant.now(),
        key: Decryptor? = null,
    ): Opened {
        val (store, opener) = revisions?.let(::Store) to Opener(key)
        val opened = asking(::OpenException, opener.asked + listOfNotNull(store)) {
            trust.handle.use { held ->
                org.passerelle.internal.openWith(Boundary.own(data), held, now.epochSecond, store, receipts, opener.native)
            }
        }
        return Opened(opened.record.encodeToByteArray(), answer(opened.about))
    }

    /** Opens a sealed record with a key; one that is not sealed is opened as ever. */
    @JvmStatic
    @JvmOverloads
    public fun open(data: ByteArray, trust: Trust, key: Decryptor, now: Instant = Instant.now()): Opened =
        open(data, trust, null, emptyList(), now, key)

    /** Reports on a signed record with everything that is wrong, and without its content. Without trust no signature is judged. */
    @JvmStatic
    @JvmOverloads
    public fun inspect(
        data: ByteArray,
        trust: Trust? = null,
        now: Instant = Instant.now(),
        receipts: List<ByteArray> = emptyList(),
        key: Decryptor? = null,
    ): Report {
        val opener = Opener(key)
        val told = asking(::OpenException, opener.asked) {
            trust.use { held ->
                org.passerelle.internal.inspectWith(Boundary.own(data), held, now.epochSecond, receipts, opener.native)
            }
        }
        return answer(told)
    }

    /**
     * Compares the files that came with a record with what it says of them: every finding, none where all fit.
     *
     * @param files in the order of its attachments; an empty one did not come
     */
    @JvmStatic
    @JvmOverloads
    public fun checkAttachments(
        envelope: ByteArray,
        files: List<ByteArray>,
        trust: Trust,
        now: Instant = Instant.now(),
        receipts: List<ByteArray> = emptyList(),
    ): List<Finding> = answer(
        Boundary.call(::OpenException) {
            trust.handle.use { held ->
                org.passerelle.internal.checkAttachments(Boundary.direct(envelope), files, held, now.epochSecond, receipts)
            }
        },
    )

    /** Validates a draft: everything that its author should mend, at once. */
    @JvmStatic
    @JvmOverloads
    public fun validate(draft: ByteArray, now: Instant = Instant.now()): Validation =
        answer(Boundary.call(::OpenException) { org.passerelle.internal.validate(Boundary.direct(draft), now.epochSecond) })

    /** Validates a draft. */
    @JvmStatic
    @JvmOverloads
    public fun validate(draft: Record, now: Instant = Instant.now()): Validation = validate(Records.toJson(draft), now)

    /**
     * Signs a draft, and gives the envelope.
     *
     * @param redactable parts that can be withheld later, as JSON Pointers; `default` stands for what the specification proposes
     * @param randomness where the salts of those come from; the operating system unless told
     * @throws SignException `SIGN_INVALID_DRAFT` with every finding, `SIGN_KEY`, `SIGN_CALLBACK`, or a code of redaction
     */
    @JvmStatic
    @JvmOverloads
    public fun sign(
        draft: ByteArray,
        signers: List<Signer>,
        now: Instant = Instant.now(),
        form: Form = Form.CLEAR,
        redactable: List<String>? = null,
        randomness: RandomSource? = null,
    ): ByteArray {
        val source = randomness?.let(::Source)
        return signing(::SignException, signers, listOfNotNull(source)) { signatories ->
            org.passerelle.internal.sign(Boundary.own(draft), signatories, now.epochSecond, form.native, redactable, source)
        }
    }

    /** Signs a draft with one key. */
    @JvmStatic
    @JvmOverloads
    public fun sign(draft: ByteArray, signer: Signer, now: Instant = Instant.now()): ByteArray = sign(draft, listOf(signer), now)

    /** Signs a draft with one key. */
    @JvmStatic
    @JvmOverloads
    public fun sign(draft: Record, signer: Signer, now: Instant = Instant.now()): ByteArray =
        sign(Records.toJson(draft), listOf(signer), now)

    /** Adds a signature to a signed record; the record itself is not changed by a byte. */
    @JvmStatic
    @JvmOverloads
    public fun cosign(envelope: ByteArray, signer: Signer, now: Instant = Instant.now()): ByteArray {
        return signing(::SignException, listOf(signer)) { signatories ->
            org.passerelle.internal.cosign(Boundary.own(envelope), signatories.single(), now.epochSecond)
        }
    }

    /** Signs a trust root or a trust list. */
    @JvmStatic
    @JvmOverloads
    public fun signTrustDocument(document: ByteArray, signers: List<Signer>, now: Instant = Instant.now()): ByteArray {
        return signing(::TrustException, signers) { signatories ->
            org.passerelle.internal.signTrustDocument(Boundary.own(document), signatories, now.epochSecond)
        }
    }

    /** Writes an envelope in the other form; no key is needed. */
    @JvmStatic
    public fun convert(envelope: ByteArray, form: Form): ByteArray =
        Boundary.call(::ConvertException) { org.passerelle.internal.convert(Boundary.direct(envelope), form.native) }

    /** The canonical form (RFC 8785) of an object, which is what is signed. */
    @JvmStatic
    public fun canonicalize(data: ByteArray): ByteArray =
        Boundary.call(::ConvertException) { org.passerelle.internal.canonicalize(Boundary.direct(data)) }

    /** Makes a copy of a signed record in which parts are withheld; no key is needed, and every signature holds. */
    @JvmStatic
    public fun redact(envelope: ByteArray, parts: List<String>): ByteArray =
        Boundary.call(::RedactException) { org.passerelle.internal.redact(Boundary.direct(envelope), parts) }

    /** What changed from one revision to another, drafts or signed. Nothing is verified. */
    @JvmStatic
    @JvmOverloads
    public fun diff(before: ByteArray, after: ByteArray, lang: String = "en", values: Boolean = false): List<Change> = answer(
        Boundary.call(::DiffException) {
            org.passerelle.internal.diff(Boundary.direct(before), Boundary.direct(after, 1), lang, values)
        },
    )

    /** Which of the records that are held still hold: give all of them, revisions and notices, in any order. */
    @JvmStatic
    @JvmOverloads
    public fun status(
        envelopes: List<ByteArray>,
        trust: Trust,
        now: Instant = Instant.now(),
        receipts: List<ByteArray> = emptyList(),
    ): Status = answer(
        Boundary.call(::OpenException) {
            trust.handle.use { held -> org.passerelle.internal.status(Holdings(envelopes, receipts), held, now.epochSecond) }
        },
    )

    /**
     * Decides whether a signed record may go to somebody.
     *
     * @param held the other records that are held; newer revisions and notices count only where they are among them
     */
    @JvmStatic
    @JvmOverloads
    public fun release(
        envelope: ByteArray,
        trust: Trust,
        recipient: Recipient,
        held: List<ByteArray> = emptyList(),
        now: Instant = Instant.now(),
        receipts: List<ByteArray> = emptyList(),
    ): Decision = answer(
        Boundary.call(::ReleaseException) {
            trust.handle.use { trusted ->
                val holdings = Holdings(held, receipts)
                org.passerelle.internal.release(Boundary.direct(envelope), holdings, recipient.native, trusted, now.epochSecond)
            }
        },
    )

    /** The view of a signed record for an on-line platform: its own accounts, channels and addresses, and hashes of evidence. */
    @JvmStatic
    @JvmOverloads
    public fun referral(
        envelope: ByteArray,
        trust: Trust,
        holder: String? = null,
        hasConsent: Boolean = false,
        held: List<ByteArray> = emptyList(),
        now: Instant = Instant.now(),
        receipts: List<ByteArray> = emptyList(),
    ): Referral {
        val made = Boundary.call(::ReleaseException) {
            trust.handle.use { trusted ->
                val holdings = Holdings(held, receipts)
                org.passerelle.internal.referral(Boundary.direct(envelope), holdings, holder, hasConsent, trusted, now.epochSecond)
            }
        }
        return Referral(made.referral, answer(made.leftOut))
    }

    /** The copy of a signed record that may go to somebody: the whole of it, or one without the parts that the recipient may not have. */
    @JvmStatic
    @JvmOverloads
    public fun redactFor(
        envelope: ByteArray,
        trust: Trust,
        recipient: Recipient,
        held: List<ByteArray> = emptyList(),
        now: Instant = Instant.now(),
        form: Form = Form.CLEAR,
        receipts: List<ByteArray> = emptyList(),
    ): ByteArray = Boundary.call(::ReleaseException) {
        trust.handle.use { trusted ->
            val (at, holdings) = now.epochSecond to Holdings(held, receipts)
            org.passerelle.internal.redactFor(Boundary.direct(envelope), holdings, recipient.native, trusted, at, form.native)
        }
    }

    /** What a code means, in `en`, `fr`, `es` or `ar`. */
    @JvmStatic
    @JvmOverloads
    public fun explain(code: String, lang: String = "en"): Explanation =
        answer(Boundary.call(::OpenException) { org.passerelle.internal.explain(code, lang) })

    /** Opens many signed records on every core, without handing out the content. What is wrong with a record is in its row. */
    @JvmStatic
    @JvmOverloads
    public fun verifyMany(records: List<ByteArray>, trust: Trust, now: Instant = Instant.now()): Verdicts =
        packed(Task.VERIFY, records, trust, now)

    /** Opens many signed records on every core, and hands out the content of those that opened. */
    @JvmStatic
    @JvmOverloads
    public fun openMany(records: List<ByteArray>, trust: Trust, now: Instant = Instant.now()): Verdicts =
        packed(Task.OPEN, records, trust, now)

    /** Reports on many signed records. */
    @JvmStatic
    @JvmOverloads
    public fun inspectMany(records: List<ByteArray>, trust: Trust? = null, now: Instant = Instant.now()): Verdicts =
        packed(Task.INSPECT, records, trust, now)

    /** Validates many drafts. */
    @JvmStatic
    @JvmOverloads
    public fun validateMany(drafts: List<ByteArray>, now: Instant = Instant.now()): Verdicts = packed(Task.VALIDATE, drafts, null, now)

    /** As [verifyMany], for a buffer of lines (NDJSON). */
    @JvmStatic
    @JvmOverloads
    public fun verifyLines(lines: ByteArray, trust: Trust, now: Instant = Instant.now()): Verdicts = Verdicts(
        Boundary.call(::OpenException) {
            trust.handle.use { held ->
                org.passerelle.internal.batchLines(Task.VERIFY, Boundary.direct(lines), held, now.epochSecond)
            }
        },
    )

    /**
     * Opens a stream of lines (NDJSON) as it is read, a megabyte or so at a time; memory stays flat. Whoever gave the stream closes it.
     */
    @JvmStatic
    @JvmOverloads
    public fun openLines(input: InputStream, trust: Trust, now: Instant = Instant.now()): Sequence<Verdict> {
        val stream = BufferedInputStream(Boundary.present(input, "input"))
        return sequence { for (lines in pieces(stream)) yieldAll(Verdicts(opened(lines, trust, now))) }
    }

    private fun opened(lines: ByteArray, trust: Trust, now: Instant) = Boundary.call(::OpenException) {
        trust.handle.use { held -> org.passerelle.internal.batchLines(Task.OPEN, Boundary.direct(lines), held, now.epochSecond) }
    }

    /** Whole lines, in pieces of a megabyte or so. */
    private fun pieces(input: InputStream): Sequence<ByteArray> = sequence {
        val piece = ByteArrayOutputStream()
        val buffer = ByteArray(PIECE)
        var isTooLong = false
        while (true) {
            val count = input.read(buffer)
            if (count < 0) break
            // The rest of a line that was refused is not a line of its own.
            val begin = if (isTooLong) buffer.indexOf(count) + 1 else 0
            if (isTooLong && begin == 0) continue
            isTooLong = false
            val end = maxOf(buffer.lastIndexOf(count) + 1, begin)
            piece.write(buffer, begin, end - begin)
            if (piece.size() > 0 && end > begin) {
                yield(piece.toByteArray())
                piece.reset()
            }
            piece.write(buffer, end, count - end)
            // A line that is longer than any record may be is refused as it is, and not gathered for ever.
            if (piece.size() > LONGEST) {
                yield(piece.toByteArray())
                piece.reset()
                isTooLong = true
            }
        }
        if (piece.size() > 0) yield(piece.toByteArray())
    }

    private fun ByteArray.indexOf(count: Int): Int {
        for (index in 0 until count) if (this[index] == '\n'.code.toByte()) return index
        return -1
    }

    private fun ByteArray.lastIndexOf(count: Int): Int {
        for (index in count - 1 downTo 0) if (this[index] == '\n'.code.toByte()) return index
        return -1
    }

    private fun packed(task: Task, records: List<ByteArray>, trust: Trust?, now: Instant): Verdicts = Boundary.call(::OpenException) {
        val total = records.sumOf { it.size.toLong() }
        if (total > Int.MAX_VALUE) throw ArgumentException(Boundary.binding("BND_ARGUMENT", "records: at most 2 GiB in one call"))
        val buffer = ByteBuffer.allocateDirect(total.toInt())
        val offsets = ByteBuffer.allocateDirect((records.size + 1) * Long.SIZE_BYTES).order(ByteOrder.LITTLE_ENDIAN)
        offsets.putLong(0)
        for (record in records) {
            buffer.put(record)
            offsets.putLong(buffer.position().toLong())
        }
        buffer.flip()
        offsets.flip()
        Verdicts(trust.use { held -> org.passerelle.internal.batchPacked(task, buffer, offsets, held, now.epochSecond) })
    }

    /** Uses trust where there is some. */
    private inline fun <R> Trust?.use(block: (org.passerelle.internal.Trust?) -> R): R =
        if (this == null) block(null) else handle.use(block)

    private const val PIECE = 1 shl 20
    private const val LONGEST = 1 shl 23
}
