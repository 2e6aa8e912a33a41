package org.passerelle

import java.nio.ByteBuffer
import org.passerelle.internal.Failure
import org.passerelle.internal.InternalException

/** The one place that speaks to the native side: bytes in, exceptions out. */
internal object Boundary {
    private const val KEPT = 64 * 1024
    private val kept = ThreadLocal.withInitial { arrayOf(ByteBuffer.allocateDirect(KEPT), ByteBuffer.allocateDirect(KEPT)) }

    /**
     * The bytes in a direct buffer that begins at its position 0. Small ones share the buffers of the thread: [slot] 0 or 1, for the
     * first and the second argument of one call.
     */
    fun direct(bytes: ByteArray, slot: Int = 0): ByteBuffer {
        val buffer = if (bytes.size <= KEPT) kept.get()[slot] else ByteBuffer.allocateDirect(bytes.size)
        buffer.clear()
        buffer.put(bytes)
        buffer.flip()
        return buffer
    }

    /**
     * The bytes in a direct buffer of their own: for calls in which code of the caller runs, which can call the library again on this
     * thread while the native side still reads.
     */
    fun own(bytes: ByteArray): ByteBuffer = ByteBuffer.allocateDirect(bytes.size).put(bytes).flip()

    /**
     * Calls the native side; whatever it refuses becomes an exception that [refused] makes. All that looks at arguments stands inside,
     * so that null from Java is an exception with a code too.
     */
    inline fun <T> call(refused: (Refusal, Throwable?) -> PasserelleException, cause: () -> Throwable? = { null }, call: () -> T): T {
        NativeLibrary.path
        try {
            return call()
        } catch (failure: Failure.Refused) {
            throw exception(answer(failure.refusal), cause(), refused)
        } catch (_: InternalException) {
            throw exception(binding("BND_FAULT", "the call did not come back"), cause(), refused)
        } catch (closed: IllegalStateException) {
            throw exception(binding("BND_CLOSED", null), null, refused)
        } catch (_: CharacterCodingException) {
            throw exception(binding("BND_ARGUMENT", "a text with half a surrogate pair"), null, refused)
        } catch (missing: NullPointerException) {
            // Only Java can hand over null here; what was null is in the cause.
            throw exception(binding("BND_ARGUMENT", "null where a value is due"), missing, refused)
        }
    }

    /** The argument, which is null only where Java hands it over. For arguments that are not used within [call]. */
    fun <T : Any> present(argument: T?, name: String): T = argument ?: throw ArgumentException(binding("BND_ARGUMENT", "$name: null"))

    inline fun exception(refusal: Refusal, cause: Throwable?, refused: (Refusal, Throwable?) -> PasserelleException): PasserelleException =
        when (refusal.code) {
            "BND_ARGUMENT" -> ArgumentException(refusal, cause)
            "BND_CALLBACK" -> CallbackException(refusal, cause)
            "BND_CLOSED" -> ClosedException(refusal, cause)
            "BND_FAULT" -> FaultException(refusal, cause)
            else -> refused(refusal, cause)
        }

    /** The refusal of a failure of the binding itself. */
    fun binding(code: String, detail: String?): Refusal {
        NativeLibrary.path
        val explained: Explanation = answer(org.passerelle.internal.explain(code, "en"))
        return Refusal(code, explained.message, explained.hint, detail)
    }
}
