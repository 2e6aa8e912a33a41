package org.passerelle

import java.time.Instant
import kotlinx.serialization.json.decodeFromJsonElement
import org.passerelle.internal.Forwarding
import org.passerelle.internal.Holdings
import org.passerelle.records.Handling

/** A record on its way to be sealed: to whom, and what for. */
public data class Dispatch @JvmOverloads constructor(
    /** The authorities that are to open it, each once. */
    public val to: List<String>,
    /** What for: a code of the list `purpose`. */
    public val purpose: String,
    /** The country or organisation that sends it, where that is not its issuer. */
    public val holder: String? = null,
    /** Whether the issuer has agreed to this one transfer. */
    public val hasConsent: Boolean = false,
) {
    internal val native: org.passerelle.internal.Dispatch
        get() = org.passerelle.internal.Dispatch(to, purpose, holder, hasConsent)
}

/** A forward that somebody has in mind. */
public data class Passing @JvmOverloads constructor(
    /** Who is to get it: codes of countries and organisations, or authorities. */
    public val to: List<String>,
    /** What for: codes of the list `purpose`. */
    public val purpose: List<String>,
    /** Where the consent of the issuer is kept, such as the number of a letter. */
    public val consent: String? = null,
    /** The marking under which it goes; that by which it came unless told. */
    public val handling: Handling? = null,
) {
    internal val native: Forwarding
        get() = Forwarding(to, purpose, consent, handling?.let { json.encodeToString(Handling.serializer(), it).encodeToByteArray() })

    /** Says to whom, and nothing else. */
    override fun toString(): String = "Passing($to)"
}

/** What goes along with records: sealing, receipts, forwards, manifests, and containers of many records. */
public object Exchange {
    /**
     * Seals a signed record for authorities, each of which may have it. Each gets it under its key of the trust list.
     *
     * @param held the other records that are held; newer revisions and notices count only where they are among them
     * @param randomness where the keys come from; the operating system unless told
     * @throws SealException `SEA_DENIED` with every reason where one of them may not have it; nothing is sealed for anybody then
     */
    @JvmStatic
    @JvmOverloads
    public fun seal(
        envelope: ByteArray,
        trust: Trust,
        dispatch: Dispatch,
        held: List<ByteArray> = emptyList(),
        now: Instant = Instant.now(),
        receipts: List<ByteArray> = emptyList(),
        randomness: RandomSource? = null,
    ): ByteArray {
        val source = randomness?.let(::Source)
        return asking(::SealException, listOfNotNull(source)) {
            trust.handle.use { trusted ->
                val holdings = Holdings(held, receipts)
                org.passerelle.internal.seal(Boundary.own(envelope), holdings, dispatch.native, trusted, now.epochSecond, source)
            }
        }
    }

    /** Takes the cover off a sealed record. What comes out is an envelope that nobody has verified yet: [Passerelle.open] does both. */
    @JvmStatic
    public fun unseal(data: ByteArray, key: Decryptor): ByteArray {
        val opener = Opener(Boundary.present(key, "key"))
        return asking(::SealException, opener.asked) { org.passerelle.internal.unseal(Boundary.own(data), checkNotNull(opener.native)) }
    }

    /** What everybody sees of a sealed record; nothing where it is not sealed. */
    @JvmStatic
    public fun sealOf(data: ByteArray): Seal? = answer(Boundary.call(::SealException) { org.passerelle.internal.sealOf(Boundary.direct(data)) })

    /** Signs the receipt for a record that opens: when it came, by the clock of whoever gives the receipt. */
    @JvmStatic
    @JvmOverloads
    public fun receipt(envelope: ByteArray, trust: Trust, signer: Signer, received: Instant, now: Instant = Instant.now()): ByteArray {
        return signing(::ReceiptException, listOf(signer)) { signatories ->
            trust.handle.use { held ->
                val (at, received) = now.epochSecond to received.epochSecond
                org.passerelle.internal.receipt(Boundary.own(envelope), held, signatories.single(), received, at)
            }
        }
    }

    /** Opens a receipt. */
    @JvmStatic
    @JvmOverloads
    public fun openReceipt(data: ByteArray, trust: Trust, now: Instant = Instant.now()): Statement = answer(
        Boundary.call(::OpenException) {
            trust.handle.use { held -> org.passerelle.internal.openReceipt(Boundary.direct(data), held, now.epochSecond) }
        },
    )

    /**
     * Signs to whom a record of somebody else is passed on, after judging it as whoever gets it will.
     *
     * @param earlier the forwards by which it came
     * @throws ForwardException it may not go there (`FWD_…`, with every reason), or a record or a forward does not open
     */
    @JvmStatic
    @JvmOverloads
    public fun forward(
        envelope: ByteArray,
        trust: Trust,
        signer: Signer,
        passing: Passing,
        earlier: List<ByteArray> = emptyList(),
        held: List<ByteArray> = emptyList(),
        now: Instant = Instant.now(),
        receipts: List<ByteArray> = emptyList(),
    ): ByteArray = signing(::ForwardException, listOf(signer)) { signatories ->
        trust.handle.use { trusted ->
            val (own, holdings) = Boundary.own(envelope) to Holdings(held, receipts)
            org.passerelle.internal.forward(own, holdings, earlier, passing.native, signatories.single(), trusted, now.epochSecond)
        }
    }

    /** Opens a forward, for itself. Whether it fits the record is for [checkForward] to say. */
    @JvmStatic
    @JvmOverloads
    public fun openForward(data: ByteArray, trust: Trust, now: Instant = Instant.now()): Statement = answer(
        Boundary.call(::OpenException) {
            trust.handle.use { held -> org.passerelle.internal.openForward(Boundary.direct(data), held, now.epochSecond) }
        },
    )

    /** Holds a forward, and those before it, against the copy that came with it. */
    @JvmStatic
    @JvmOverloads
    public fun checkForward(
        data: ByteArray,
        envelope: ByteArray,
        trust: Trust,
        earlier: List<ByteArray> = emptyList(),
        held: List<ByteArray> = emptyList(),
        now: Instant = Instant.now(),
        receipts: List<ByteArray> = emptyList(),
    ): ForwardCheck {
        val told = Boundary.call(::OpenException) {
            trust.handle.use { trusted ->
                val (forward, record) = Boundary.direct(data) to Boundary.direct(envelope, 1)
                org.passerelle.internal.checkForward(forward, earlier, record, Holdings(held, receipts), trusted, now.epochSecond)
            }
        }
        val parsed = json.parseToJsonElement(told.decodeToString())
        return ForwardCheck(json.decodeFromJsonElement(parsed), json.decodeFromJsonElement<Faults>(parsed).faults)
    }

    /** Opens a manifest. */
    @JvmStatic
    @JvmOverloads
    public fun openManifest(data: ByteArray, trust: Trust, now: Instant = Instant.now()): Statement = answer(
        Boundary.call(::OpenException) {
            trust.handle.use { held -> org.passerelle.internal.openManifest(Boundary.direct(data), held, now.epochSecond) }
        },
    )

    /** Opens a manifest and the records that came with it. Where the manifest is good, that is faster than opening each by itself. */
    @JvmStatic
    @JvmOverloads
    public fun openBatch(
        manifest: ByteArray,
        records: List<ByteArray>,
        trust: Trust,
        now: Instant = Instant.now(),
        receipts: List<ByteArray> = emptyList(),
        key: Decryptor? = null,
    ): Batch {
        val opener = Opener(key)
        val opened = asking(::OpenException, opener.asked) {
            trust.handle.use { held ->
                org.passerelle.internal.openBatch(Boundary.own(manifest), records, held, now.epochSecond, receipts, opener.native)
            }
        }
        val about: BatchAbout = answer(opened.about)
        val rows = about.records.mapIndexed { row, outcome -> outcome.arrived(records[row], opened.records[row]) }
        return Batch(about.manifest.statement(), about.manifest.error(), rows, about.mismatches)
    }

    /** Says of each feed whether its manifests follow one another. They may come in any order, and be of any feeds. */
    @JvmStatic
    @JvmOverloads
    public fun checkFeeds(manifests: List<ByteArray>, trust: Trust, now: Instant = Instant.now()): List<Feed> = answer(
        Boundary.call(::OpenException) {
            trust.handle.use { held -> org.passerelle.internal.checkFeeds(manifests, held, now.epochSecond) }
        },
    )

    /**
     * Writes signed records into a container, with a signed list of them, as the next of a feed.
     *
     * @param after what [Packed.last] of the container before it said; whoever forgets it makes a fork
     * @throws PackException one of the records is none; its detail says which
     */
    @JvmStatic
    @JvmOverloads
    public fun pack(
        records: List<ByteArray>,
        signer: Signer,
        feed: String,
        nextBy: Instant,
        after: ByteArray? = null,
        now: Instant = Instant.now(),
        isCompressed: Boolean = true,
    ): Packed {
        val packed = signing(::PackException, listOf(signer)) { signatories ->
            val (next, at) = nextBy.epochSecond to now.epochSecond
            org.passerelle.internal.pack(records, signatories.single(), feed, next, after, isCompressed, at)
        }
        return Packed(packed.container, packed.last)
    }

    /** Reads a container and opens every record on the way, to its end or its first damage. What was read before that stands. */
    @JvmStatic
    @JvmOverloads
    public fun unpack(
        container: ByteArray,
        trust: Trust,
        now: Instant = Instant.now(),
        receipts: List<ByteArray> = emptyList(),
        key: Decryptor? = null,
    ): Unpacked {
        val opener = Opener(key)
        val unpacked = asking(::OpenException, opener.asked) {
            trust.handle.use { held ->
                org.passerelle.internal.unpack(Boundary.own(container), held, now.epochSecond, receipts, opener.native)
            }
        }
        val about: UnpackedAbout = answer(unpacked.about)
        val rows = about.records.mapIndexed { row, outcome -> outcome.arrived(unpacked.envelopes[row], unpacked.records[row]) }
        return Unpacked(rows, about.segments.map(SegmentAbout::public), about.damage)
    }
}
