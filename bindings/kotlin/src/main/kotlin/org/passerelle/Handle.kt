package org.passerelle

import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicLong

/**
 * Something of the native side that is freed when it is closed and no call uses it any more.
 *
 * The generated classes do not look whether an object that is handed over as an argument was closed, and would read freed memory. So no
 * generated object is used but through this.
 */
internal class Handle<T : AutoCloseable>(private val native: T, private val name: String) {
    private val isClosed = AtomicBoolean()

    /** How many calls use it, and one more while it is open. */
    private val uses = AtomicLong(1)

    inline fun <R> use(block: (T) -> R): R {
        val held = acquire()
        try {
            return block(held)
        } finally {
            release()
        }
    }

    /** Whoever acquires it releases it. */
    fun acquire(): T {
        while (true) {
            val count = uses.get()
            if (isClosed.get() || count == 0L) throw ClosedException(Boundary.binding("BND_CLOSED", name))
            if (uses.compareAndSet(count, count + 1)) return native
        }
    }

    fun release() {
        if (uses.decrementAndGet() == 0L) native.close()
    }

    fun close() {
        if (isClosed.compareAndSet(false, true)) release()
    }
}
