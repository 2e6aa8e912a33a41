package org.passerelle

import java.nio.ByteBuffer
import java.nio.ByteOrder
import org.passerelle.internal.Column
import org.passerelle.records.Record
import org.passerelle.records.Records

/** The verdict on one record of a batch. */
public class Verdict internal constructor(private val verdicts: Verdicts, private val row: Int) {
    /** Whether it opened, would open, or is valid. */
    public val isOk: Boolean get() = verdicts.flag("ok", row)

    /** The code of the first finding that refuses. */
    public val code: String? get() = verdicts.text("code", row)

    /** Where that is. */
    public val pointer: String? get() = verdicts.text("pointer", row)

    /** `valid`, `invalid` or `indeterminate`. */
    public val integrity: String? get() = verdicts.text("integrity", row)

    /** `trusted`, `untrusted` or `unknown`. */
    public val trust: String? get() = verdicts.text("trust", row)

    /** What its own dates say. */
    public val ownStatus: String? get() = verdicts.text("status", row)

    /** The identifier. */
    public val id: String? get() = verdicts.text("id", row)

    /** The type. */
    public val recordType: String? get() = verdicts.text("type", row)

    /** The revision. */
    public val rev: Long? get() = verdicts.number("rev", row)

    /** The SHA-256 digest of what was signed. */
    public val digest: String? get() = verdicts.text("digest", row)

    /** What was found. */
    public val findings: List<Finding> get() = verdicts.bytes("findings", row)?.let { answer(it) } ?: emptyList()

    /** The record as canonical JSON, where it was opened by `openMany`. */
    public fun toJson(): ByteArray? = verdicts.bytes("record", row)

    /** The record as values, where it was opened by `openMany`. */
    public val record: Record? get() = toJson()?.let(Records::fromJson)

    override fun toString(): String = "Verdict(${if (isOk) "ok" else code})"
}

/** The verdicts on many records, in the order of the input, kept as columns; a [Verdict] reads one row of them. */
public class Verdicts internal constructor(native: org.passerelle.internal.Verdicts) : AbstractList<Verdict>() {
    override val size: Int = native.rows.toInt()
    private val columns: Map<String, Column> = native.columns.associateBy { it.name }
    private val offsets: Map<String, ByteBuffer> =
        columns.filterValues { it.offsets.isNotEmpty() }.mapValues { ByteBuffer.wrap(it.value.offsets).order(ByteOrder.LITTLE_ENDIAN) }

    override fun get(index: Int): Verdict {
        if (index !in indices) throw IndexOutOfBoundsException("row $index of $size")
        return Verdict(this, index)
    }

    /** Whether every record opened, would open, or is valid. */
    public val isAllOk: Boolean get() = indices.all { flag("ok", it) }

    internal fun flag(name: String, row: Int): Boolean = bit(columns.getValue(name).data, row)

    internal fun number(name: String, row: Int): Long? {
        val column = columns.getValue(name)
        if (!bit(column.validity, row)) return null
        return ByteBuffer.wrap(column.data).order(ByteOrder.LITTLE_ENDIAN).getLong(row * Long.SIZE_BYTES)
    }

    internal fun bytes(name: String, row: Int): ByteArray? {
        val column = columns[name] ?: return null
        if (!bit(column.validity, row)) return null
        val ends = offsets.getValue(name)
        return column.data.copyOfRange(ends.getLong(row * Long.SIZE_BYTES).toInt(), ends.getLong((row + 1) * Long.SIZE_BYTES).toInt())
    }

    internal fun text(name: String, row: Int): String? = bytes(name, row)?.decodeToString()

    private fun bit(bits: ByteArray, row: Int): Boolean = bits[row shr 3].toInt() shr (row and 7) and 1 == 1
}
