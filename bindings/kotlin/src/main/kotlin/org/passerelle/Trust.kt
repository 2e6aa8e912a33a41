package org.passerelle

import java.time.Instant

/**
 * One trust root, and the list that follows from it. It never changes: an update gives a new one. It can be used from any thread, and
 * holds memory outside the JVM until it is closed or collected.
 */
public class Trust internal constructor(trust: org.passerelle.internal.Trust) : AutoCloseable {
    internal val handle = Handle(trust, "Trust")

    /** Domain, versions and authorities. */
    public val about: TrustAbout get() = answer(handle.use { Boundary.call(::TrustException) { it.about() } })

    /** Takes the next root; gives the trust from then on. */
    public fun updateRoot(root: ByteArray): Trust =
        Trust(handle.use { Boundary.call(::TrustException) { it.updateRoot(Boundary.direct(root)) } })

    /** Takes a trust list; gives the trust from then on. */
    @JvmOverloads
    public fun updateList(trustList: ByteArray, now: Instant = Instant.now()): Trust =
        Trust(handle.use { Boundary.call(::TrustException) { it.updateList(Boundary.direct(trustList), now.epochSecond) } })

    override fun close(): Unit = handle.close()

    override fun toString(): String = "Trust"

    public companion object {
        /** Begins with a root that came by a way that is trusted: a courier, a device's delivery. */
        @JvmStatic
        public fun pin(root: ByteArray): Trust =
            Trust(Boundary.call(::TrustException) { org.passerelle.internal.Trust.pin(Boundary.direct(root)) })
    }
}

/** A trust document that was taken, and when. */
public class TrustDocument(
    /** `root` or `list`. */
    public val kind: String,
    /** The document. */
    public val data: ByteArray,
    /** The time by which it was judged. */
    public val taken: Instant,
)

/** Where trust documents are kept, so that trust outlives the process. Write one over your database. */
public interface TrustStore {
    /** Every document, in the order in which it was taken. */
    public fun documents(): List<TrustDocument>

    /** Keeps one more. It must be durable when this returns. */
    public fun append(document: TrustDocument)
}

/** A store that lasts as long as the process. */
public class MemoryTrustStore : TrustStore {
    private val kept = java.util.concurrent.CopyOnWriteArrayList<TrustDocument>()

    override fun documents(): List<TrustDocument> = kept.toList()

    override fun append(document: TrustDocument) {
        kept += Boundary.present(document, "document")
    }
}

/**
 * Trust together with the store that it is kept in. A document is judged first and stored then, and only after that is it believed.
 */
public class TrustKeeper @JvmOverloads constructor(private val store: TrustStore = MemoryTrustStore()) {
    private var held: Trust? = null

    init {
        for (document in Boundary.present(store, "store").documents()) held = judge(document)
    }

    /** What is believed now. */
    @get:Synchronized
    public val trust: Trust
        get() = held ?: throw ArgumentException(Boundary.binding("BND_ARGUMENT", "no root was pinned yet"))

    /** Begins with a root that came by a way that is trusted. */
    @Synchronized
    @JvmOverloads
    public fun pin(root: ByteArray, now: Instant = Instant.now()): Trust {
        if (held != null) throw ArgumentException(Boundary.binding("BND_ARGUMENT", "a root is pinned already"))
        return take(TrustDocument("root", root, now))
    }

    /** Takes the next root. */
    @Synchronized
    @JvmOverloads
    public fun takeRoot(root: ByteArray, now: Instant = Instant.now()): Trust {
        trust
        return take(TrustDocument("root", root, now))
    }

    /** Takes a trust list. */
    @Synchronized
    @JvmOverloads
    public fun takeList(trustList: ByteArray, now: Instant = Instant.now()): Trust {
        trust
        return take(TrustDocument("list", trustList, now))
    }

    private fun take(document: TrustDocument): Trust {
        val trust = judge(document)
        store.append(document)
        held = trust
        return trust
    }

    private fun judge(document: TrustDocument): Trust {
        val before = held ?: return Trust.pin(document.data)
        return if (document.kind == "root") before.updateRoot(document.data) else before.updateList(document.data, document.taken)
    }
}
