package org.passerelle.records

import java.time.Instant
import java.time.LocalDate
import java.time.format.DateTimeParseException
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.KSerializer
import kotlinx.serialization.Serializable
import kotlinx.serialization.SerializationException
import kotlinx.serialization.decodeFromString
import kotlinx.serialization.descriptors.PrimitiveKind
import kotlinx.serialization.descriptors.PrimitiveSerialDescriptor
import kotlinx.serialization.encodeToString
import kotlinx.serialization.encoding.Decoder
import kotlinx.serialization.encoding.Encoder
import kotlinx.serialization.json.Json
import org.passerelle.Boundary

/** A time, as a record writes it: in whole seconds, in UTC. */
internal object TimestampSerializer : KSerializer<Instant> {
    override val descriptor = PrimitiveSerialDescriptor("org.passerelle.Timestamp", PrimitiveKind.STRING)

    override fun serialize(encoder: Encoder, value: Instant): Unit = encoder.encodeString(value.toString())

    override fun deserialize(decoder: Decoder): Instant = parsed(decoder.decodeString(), Instant::parse)
}

/** A day. */
internal object DateSerializer : KSerializer<LocalDate> {
    override val descriptor = PrimitiveSerialDescriptor("org.passerelle.Date", PrimitiveKind.STRING)

    override fun serialize(encoder: Encoder, value: LocalDate): Unit = encoder.encodeString(value.toString())

    override fun deserialize(decoder: Decoder): LocalDate = parsed(decoder.decodeString(), LocalDate::parse)
}

private fun <T> parsed(text: String, parse: (CharSequence) -> T): T = try {
    parse(text)
} catch (_: DateTimeParseException) {
    throw SerializationException("a time or a day of another form")
}

/** Reading and writing records. */
public object Records {
    @OptIn(ExperimentalSerializationApi::class)
    private val json = Json {
        ignoreUnknownKeys = true
        explicitNulls = false
        encodeDefaults = false
        exceptionsWithDebugInfo = false
    }

    /**
     * Reads a record of any type. Members that this version does not know are left out. Nothing is verified.
     *
     * @throws RecordFormException the text is no record; it quotes nothing of it
     */
    @JvmStatic
    public fun fromJson(text: ByteArray): Record = read(text, null)

    /**
     * Reads a record whose type is known, or looks for its type first: in a record it stands near the end, and whoever finds it there has made
     * a tree of all that stands before.
     */
    internal fun read(text: ByteArray, type: String?): Record = try {
        val whole = Boundary.present(text, "text").decodeToString(throwOnInvalidSequence = true)
        val found = SERIALIZERS[type ?: json.decodeFromString<Typed>(whole).type] ?: throw RecordFormException()
        json.decodeFromString(found, whole)
    } catch (_: SerializationException) {
        throw RecordFormException()
    } catch (_: IllegalArgumentException) {
        throw RecordFormException()
    } catch (_: CharacterCodingException) {
        throw RecordFormException()
    }

    /** Writes a record as JSON, without what was left out. */
    @JvmStatic
    public fun toJson(record: Record): ByteArray = json.encodeToString<Record>(Boundary.present(record, "record")).encodeToByteArray()
}

/** What is read of a record to find its type. */
@Serializable
private class Typed(val type: String)

/** A text cannot be read as a record. */
public class RecordFormException internal constructor() : IllegalArgumentException("BND_ARGUMENT: the text does not fit any type of record") {
    /** As of every argument that a call cannot take. */
    public val code: String get() = "BND_ARGUMENT"

    private companion object {
        private const val serialVersionUID = 1L
    }
}
