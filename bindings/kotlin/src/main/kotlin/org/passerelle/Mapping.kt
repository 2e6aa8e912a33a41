package org.passerelle

import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import kotlin.io.path.extension
import kotlin.io.path.invariantSeparatorsPathString
import kotlin.io.path.readBytes
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** What a map pack is: its columns, its lenses, and what it leaves out. */
@Serializable
public data class MappingAbout(
    /** Its name and version: `example.northland.suspects@1.2.0`. */
    public val name: String,
    /** The type of the records that it makes. */
    @SerialName("type") public val recordType: String,
    public val columns: List<String>,
    public val fields: List<MappedField>,
    public val ignored: List<IgnoredColumn>,
)

/** A lens: columns, a place in the record, and what is kept on the way there and back. */
@Serializable
public data class MappedField(
    public val columns: String,
    public val place: String,
    public val converter: String,
    /** `exact`, `normalising`, `coarsening` or `bounded`. */
    @SerialName("class") public val kept: String,
)

/** A column that stands for no member of a record. */
@Serializable
public data class IgnoredColumn(
    public val column: String,
    @SerialName("never_export") public val isNeverExported: Boolean,
    public val reason: String,
)

/** A row that makes no record, and why. It holds no value of the row. */
@Serializable
public data class Reject(
    /** The number of the row, from 1. */
    public val row: Long,
    public val line: Long,
    public val code: String,
    public val message: String,
    public val detail: String,
    public val column: String? = null,
    public val finding: RejectFinding? = null,
)

/** The first finding about a draft that is not valid. */
@Serializable
public data class RejectFinding(public val code: String, public val pointer: String)

/** A place at which the row alone says less than the record, or something else. */
@Serializable
public data class Loss(public val place: String, public val code: String, public val columns: String? = null)

@Serializable
internal data class AboutRows(val rows: Long, val rejected: List<Reject>)

/** What became of rows. */
public class Mapped internal constructor(
    /** The draft of each row, in canonical form and valid; nothing where the row was rejected. */
    public val rows: List<ByteArray?>,
    /** The rows that make no record, in order. */
    public val rejects: List<Reject>,
) {
    /** The drafts alone, ready to be signed as they are. */
    public val drafts: List<ByteArray> get() = rows.filterNotNull()

    override fun toString(): String = "Mapped(${rows.size} rows, ${rejects.size} rejected)"
}

/** Records as rows of the national system. */
public class Written internal constructor(
    /** The file that the national system imports, in its own form and encoding. */
    public val file: ByteArray,
    /** The rows, without columns that have no value. */
    public val rows: List<Map<String, String>>,
    /** What each row cannot hold: keep it beside the row, and send it to nobody. */
    public val residues: List<ByteArray>,
    /** For each record, what whoever sees the row alone does not see. */
    public val losses: List<List<Loss>>,
    /** For each row, the child rows that belong to it, by the name of their table. */
    public val childRows: List<Map<String, List<Map<String, String>>>>,
    /** The files of child tables, by their names, where the system has such beside it. */
    public val childFiles: Map<String, ByteArray>,
) {
    override fun toString(): String = "Written(${rows.size} rows)"
}

/**
 * A map pack that compiles: rows of a national system become drafts of records, and records become its rows. It never changes and can
 * be used from any thread, and holds memory outside the JVM until it is closed or collected.
 */
public class Mapping internal constructor(mapping: org.passerelle.internal.Mapping) : AutoCloseable {
    private val handle = Handle(mapping, "Mapping")

    /** What the pack is. */
    public val about: MappingAbout get() = answer(handle.use { Boundary.call(::MapException) { it.about() } })

    /**
     * Makes the first revision of a record of each row, on every core. A row is a map from columns to texts, numbers, truth values or
     * nothing, as a driver of a database gives it; other values are written as they are printed. Child rows are a list of maps under the
     * name of their table.
     *
     * What was issued before is not known here: for further revisions and withdrawals there is `passerelle map run`.
     *
     * @param identity the key of `passerelle map key`: the same row gets the same identifier under it, and nobody else can tell which
     */
    @JvmOverloads
    public fun forward(rows: List<Map<String, Any?>>, identity: String, now: Instant = Instant.now()): Mapped =
        forward(false, identity, now) { lines(rows) }

    /** The same of a file of the national system, in its own form and encoding. */
    @JvmOverloads
    public fun forwardFile(data: ByteArray, identity: String, now: Instant = Instant.now()): Mapped =
        forward(true, identity, now) { data }

    private inline fun forward(isFile: Boolean, identity: String, now: Instant, data: () -> ByteArray): Mapped {
        val mapped = handle.use {
            Boundary.call(::MapException) { it.forward(Boundary.direct(data()), isFile, identity, now.epochSecond) }
        }
        return Mapped(mapped.drafts.map { draft -> draft.takeIf { it.isNotEmpty() } }, answer<AboutRows>(mapped.about).rejected)
    }

    /** Writes records as rows of the national system: the content of what was opened, or drafts. What is signed is opened before. */
    public fun backward(records: List<ByteArray>): Written {
        val imported = handle.use { Boundary.call(::MapException) { it.backward(records) } }
        val rows = imported.rows.map { answer<JsonObject>(it) }
        val cells = rows.map { row -> texts(row) }
        val children = rows.map { row ->
            row.filterValues { it is JsonArray }.mapValues { (_, list) -> (list as JsonArray).map { texts(it as JsonObject) } }
        }
        return Written(imported.file, cells, imported.residues, answer(imported.about), children, imported.childFiles)
    }

    /** Reads rows with what was kept beside them: the records that were written into them, with what a clerk has changed since. */
    public fun restore(rows: List<Map<String, Any?>>, residues: List<ByteArray>): List<ByteArray> =
        handle.use { Boundary.call(::MapException) { it.restore(Boundary.direct(lines(rows)), residues) } }

    override fun close(): Unit = handle.close()

    override fun toString(): String = "Mapping"

    public companion object {
        /** Reads the pack in a folder: `map.toml` and its tables. */
        @JvmStatic
        public fun load(folder: Path): Mapping {
            val tables = Files.walk(Boundary.present(folder, "folder")).use { paths ->
                paths.filter { it.extension == "csv" && folder.relativize(it).first().toString() != "tests" }.toList()
            }
            return load(tables.plusElement(folder.resolve("map.toml")).associate { folder.relativize(it).invariantSeparatorsPathString to text(it) })
        }

        /** Reads the files of a pack by their names from its folder, such as `map.toml` and `tables/role.csv`. */
        @JvmStatic
        public fun load(files: Map<String, String>): Mapping =
            Mapping(Boundary.call(::MapException) { org.passerelle.internal.Mapping.load(files) })

        private fun text(file: Path): String = try {
            file.readBytes().decodeToString(throwOnInvalidSequence = true)
        } catch (_: CharacterCodingException) {
            throw ArgumentException(Boundary.binding("BND_ARGUMENT", "pack: ${file.fileName} is not UTF-8"))
        }

        private fun lines(rows: List<Map<String, Any?>>): ByteArray =
            rows.joinToString("\n") { row -> JsonObject(row.mapValues { cell(it.value) }).toString() }.encodeToByteArray()

        private fun texts(row: JsonObject): Map<String, String> =
            row.filterValues { it is JsonPrimitive }.mapValues { (_, cell) -> (cell as JsonPrimitive).content }

        private fun cell(value: Any?): JsonElement = when (value) {
            null -> JsonNull
            is List<*> -> JsonArray(
                value.map { row ->
                    val cells = row as? Map<*, *> ?: throw ArgumentException(Boundary.binding("BND_ARGUMENT", "rows: a child row is a map"))
                    JsonObject(cells.entries.associate { it.key.toString() to cell(it.value) })
                },
            )
            is Boolean -> JsonPrimitive(value)
            is Long, is Int, is Short, is Byte -> JsonPrimitive(value as Number)
            is java.math.BigDecimal -> JsonPrimitive(value.toPlainString())
            else -> JsonPrimitive(value.toString())
        }
    }
}
