package org.passerelle

import java.nio.charset.Charset
import java.nio.file.Files
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** Rows of a national system become drafts, and records become its rows. */
class MappingTest {
    private val french = SOURCE.resolve("examples/national-fr")
    private val identity = "1".repeat(64)
    private val row = mapOf(
        "NO_DOSSIER" to "N-1", "NOM" to "EXEMPLE", "PRENOM" to "Émile", "ROLE" to "PAS", "STATUT" to "MEC", "MAJ" to 20260301,
        "TAILLE" to java.math.BigDecimal("178"), "ALIAS1" to null,
    )

    @Test
    fun `rows become drafts that are valid`() {
        Mapping.load(french).use { mapping ->
            assertEquals("profile", mapping.about.recordType)
            assertEquals(listOf("INFORMATEUR"), mapping.about.ignored.filter { it.isNeverExported }.map { it.column })
            val mapped = mapping.forward(listOf(row, row + mapOf("NO_DOSSIER" to "N-2", "ROLE" to "XYZ")), identity, NOW)
            assertEquals(1, mapped.drafts.size)
            assertNull(mapped.rows[1])
            val reject = mapped.rejects.single()
            assertEquals(listOf(2L, "MAP_CODE", "ROLE"), listOf(reject.row, reject.code, reject.column))
            assertTrue(Passerelle.validate(mapped.drafts[0], NOW).isValid)
            assertArrayEquals(mapped.drafts[0], mapping.forward(listOf(row), identity, NOW).drafts[0])
            assertFalse("EXEMPLE" in mapped.toString())
        }
    }

    @Test
    fun `a signed record becomes a row of another country`() {
        val world = World()
        val draft = Mapping.load(french).use { it.forward(listOf(row), identity, NOW).drafts[0] }
        val opened = Passerelle.open(Passerelle.sign(draft, listOf(world.south), NOW), world.trust, NOW)
        Mapping.load(SOURCE.resolve("examples/national-eg")).use { egyptian ->
            val written = egyptian.backward(listOf(opened.toJson()))
            assertEquals("03", written.rows[0]["الدور"])
            assertTrue(written.file.toString(Charset.forName("windows-1256")).startsWith("رقم_الملف;"))
            assertTrue(written.losses[0].any { it.code == "MAP_NOT_CARRIED" })
            assertArrayEquals(opened.toJson(), egyptian.restore(written.rows, written.residues)[0])
        }
    }

    @Test
    fun `child rows come with their row and go with it`() {
        val person = mapOf("SURNAME" to "Sample", "ROLE" to "DRV", "STATUS" to "S", "CHANGED" to "2026-03-01")
        val phones = listOf(mapOf("PHONE" to "07700 900001"), mapOf("PHONE" to "07700 900002"))
        val rows = listOf(person + mapOf("PERSON_NO" to "P-1", "phones" to phones), person + mapOf("PERSON_NO" to "P-2"))
        Mapping.load(SOURCE.resolve("examples/child-tables")).use { mapping ->
            val mapped = mapping.forward(rows, identity, NOW)
            assertTrue(mapped.rejects.isEmpty())
            val profile = org.passerelle.records.Records.fromJson(mapped.drafts[0]) as org.passerelle.records.ProfileRecord
            assertEquals(listOf("+447700900001", "+447700900002"), profile.content.selectors.map { it.value })
            val written = mapping.backward(mapped.drafts)
            val due = listOf(mapOf("PHONE" to "07700900001"), mapOf("PHONE" to "07700900002"))
            assertEquals(listOf(mapOf("phones" to due), emptyMap()), written.childRows)
            assertFalse("phones" in written.rows[0])
            val file = "PERSON_NO,PHONE\nNEW-1,07700900001\nNEW-1,07700900002\n"
            assertEquals(mapOf("phones" to file), written.childFiles.mapValues { it.value.decodeToString() })
            // Rows and child rows together are what `forward` and `restore` take.
            val whole = written.rows.zip(written.childRows) { row, children -> row + children }
            assertArrayEquals(mapped.drafts[0], mapping.restore(whole, written.residues)[0])
            assertEquals(
                "BND_ARGUMENT",
                assertThrows<ArgumentException> { mapping.forward(listOf(person + ("phones" to listOf("07700 900001"))), identity, NOW) }.code,
            )
            assertThrows<ArgumentException> { mapping.forwardFile(written.file, identity, NOW) }
        }
    }

    @Test
    fun `a pack that is not in UTF-8 is refused`(@org.junit.jupiter.api.io.TempDir folder: java.nio.file.Path) {
        val text = Files.readString(french.resolve("map.toml"))
        Files.write(folder.resolve("map.toml"), text.toByteArray(Charsets.ISO_8859_1))
        assertTrue("map.toml is not UTF-8" in assertThrows<ArgumentException> { Mapping.load(folder) }.detail.orEmpty())
    }

    @Test
    fun `a file says what its rows say, and what does not fit is refused`() {
        val export = Files.readAllBytes(french.resolve("tests/export.csv"))
        val mapping = Mapping.load(french)
        assertEquals(4, mapping.forwardFile(export, identity, NOW).drafts.size)
        assertThrows<ArgumentException> { mapping.forwardFile("A;B\n".encodeToByteArray(), identity, NOW) }
        assertThrows<ArgumentException> { mapping.forward(listOf(row), "no key", NOW) }
        assertThrows<ArgumentException> { mapping.backward(listOf("{}".encodeToByteArray())) }
        mapping.close()
        assertThrows<ClosedException> { mapping.about }
        val files = mapOf("map.toml" to Files.readString(french.resolve("map.toml")).replace("\"never-export\"", "\"never\""))
        val wrong = assertThrows<MapException> { Mapping.load(files) }
        assertEquals("MAP_SYNTAX", wrong.code)
        assertTrue("map.toml:" in wrong.detail.orEmpty())
    }
}
