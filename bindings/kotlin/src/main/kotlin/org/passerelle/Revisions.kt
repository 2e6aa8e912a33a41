package org.passerelle

import java.util.concurrent.ConcurrentHashMap
import org.passerelle.internal.RevisionAnswer
import org.passerelle.internal.RevisionStore

/** A store of revisions. Write one over your database; it may be asked from any thread. Where it throws, nothing is opened. */
public fun interface Revisions {
    /** The SHA-256 digests that are held of a revision: none where it is not held, several where two contents of it came. */
    public fun digests(id: String, rev: Long): Collection<String>
}

/** A store that lasts as long as the process. */
public class MemoryRevisions : Revisions {
    private val held = ConcurrentHashMap<Pair<String, Long>, MutableSet<String>>()

    /** Keeps the digest of a record that was opened. */
    public fun add(opened: Opened) {
        val (id, rev) = Boundary.present(opened, "opened").id to opened.rev
        held.computeIfAbsent(id to rev) { ConcurrentHashMap.newKeySet() } += opened.digest
    }

    override fun digests(id: String, rev: Long): Collection<String> = held[id to rev].orEmpty().sorted()
}

/** A store as the native side calls it: the answer names the question, so that no other value passes for it. */
internal class Store(private val revisions: Revisions) : Callback(), RevisionStore {
    override fun digests(id: String, rev: Long): RevisionAnswer = answer { RevisionAnswer(id, rev, revisions.digests(id, rev).map { it }) }
}
