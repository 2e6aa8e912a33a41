package org.passerelle

import com.sun.jna.Native
import java.nio.ByteBuffer
import org.passerelle.internal.Failure
import org.passerelle.internal.ForeignBytes
import org.passerelle.internal.InternalException
import org.passerelle.internal.UniffiLib
import org.passerelle.internal.UniffiRustCallStatus

/**
 * The one call that is made for every single record, by a shorter way than the generated one.
 *
 * It is the same function of the native side, with the structures and the errors of the generated code. Each structure has memory of the
 * native side and is looked at through reflection, so a thread uses its own again; no code of the caller runs meanwhile.
 */
internal object Opening {
    private class Kept {
        val status = UniffiRustCallStatus()
        val given = ForeignBytes.ByValue()
    }

    private val kept = ThreadLocal.withInitial(::Kept)

    /** The record and what there is to say of it, as JSON; what the generated `open` gives and throws. [data] is a direct buffer. */
    fun open(data: ByteBuffer, trust: org.passerelle.internal.Trust, now: Long): Pair<ByteArray, String> {
        val (status, given) = kept.get().run { status to given }
        given.len = data.remaining()
        given.data = if (given.len == 0) null else Native.getDirectBufferPointer(data)
        val said = UniffiLib.uniffi_passerelle_ffi_fn_func_open(given, trust.uniffiCloneHandle(), now, status)
        if (!status.isSuccess()) throw failure(status)
        try {
            val text = ByteBuffer.wrap(said.data!!.getByteArray(0, said.len.toInt()))
            val record = ByteArray(text.getInt()).also(text::get)
            return record to String(text.array(), text.position() + Int.SIZE_BYTES, text.getInt(), Charsets.UTF_8)
        } finally {
            UniffiLib.ffi_passerelle_ffi_rustbuffer_free(said, status)
        }
    }

    /** What the native side reports, which is taken out of the structure. */
    private fun failure(status: UniffiRustCallStatus): Exception {
        kept.remove()
        return if (status.isError()) Failure.lift(status.error_buf) else InternalException("the call did not come back")
    }
}
