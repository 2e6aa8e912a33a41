package org.passerelle

import java.nio.file.Files
import java.time.Duration
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.passerelle.records.ProfileRecord

/** The README, as it is printed: every block of it stands here too, and runs. */
class ReadmeTest {
    private val world = World()
    private val now = NOW
    private val draft = example("modus-operandi-sea-route-rev1")
    private val signer = world.south
    private val northland = world.north
    private val key = world.sealedToNorth
    private val header = Files.readAllBytes(SOURCE.resolve("examples/neighbours/header.json"))

    @Test
    fun `the quickstart and what goes along with records`() {
        val (root, trustList) = world.signedRoot to world.signedList
        val bytes = world.signed("modus-operandi-sea-route-rev1")
        val stream = (bytes + '\n'.code.toByte()).inputStream()
        val trust = Trust.pin(root).updateList(trustList, now)

        try {
            val opened = Passerelle.open(bytes, trust, now)         // the one way from bytes to a record that can be believed
            when (val record = opened.record) {
                is ProfileRecord -> println(record.content.roles)
                else -> println(opened.recordType)
            }
        } catch (refused: OpenException) {
            println("${refused.code} ${refused.stage} ${refused.integrity}: ${refused.hint}")
        }

        Passerelle.validate(draft, now).findings.forEach(::println) // everything at once, with places and how to mend it
        val envelope = Passerelle.sign(draft, signer, now)          // a SoftwareKey, or your own Signer over an HSM
        val recipient = Recipient(to = "XC", purpose = "identify", environment = "test")
        check(!Passerelle.release(envelope, trust, recipient, now = now).isAllowed)
        Passerelle.openLines(stream, trust, now).forEach { verdict -> println(verdict.code ?: verdict.id) }

        val sealed = Exchange.seal(envelope, trust, Dispatch(to = listOf("XX/northland"), purpose = "crime-analysis"), now = now)
        println(Exchange.sealOf(sealed)?.recipients)                // what everybody sees of it
        val opened = Passerelle.open(sealed, trust, key, now)       // takes the cover off, and opens
        val inside = Exchange.unseal(sealed, key)                   // the envelope: nobody has verified that yet

        val receipt = Exchange.receipt(envelope, trust, northland, received = now, now = now)
        check(Passerelle.open(envelope, trust, null, listOf(receipt), now) == opened)
        val passed = Exchange.forward(envelope, trust, signer, Passing(to = listOf("XA"), purpose = listOf("crime-analysis")), now = now)
        check(Exchange.checkForward(passed, envelope, trust, now = now).isSound)

        val packed = Exchange.pack(listOf(envelope), signer, feed = "daily", nextBy = now + Duration.ofDays(1), now = now, isCompressed = false)
        val unpacked = Exchange.unpack(packed.container(), trust, now)
        check(unpacked.isWhole && unpacked.records.single().opened == opened)

        val manifest = packed.container().decodeToString().lines().first().encodeToByteArray()
        val batch = Exchange.openBatch(manifest, listOf(envelope), trust, now)
        check(batch.mismatches.isEmpty() && Exchange.checkFeeds(listOf(manifest), trust, now).single().faults.isEmpty())
        assertEquals(opened, Passerelle.open(inside, trust, now))

        val bundle = Neighbours.exportAs("stix", listOf(envelope), trust, Recipient("XA", "crime-analysis", "test"), now = now)
        bundle.losses.forEach { println("${it.of} ${it.pointer} ${it.code}") }
        val made = Neighbours.importFrom("stix", bundle.document, "XX/northland", header, now)
        made.drafts.forEach { check(Passerelle.validate(it, now).isValid) }     // unsigned: look at them before you sign
        assertEquals(1, made.drafts.size)
    }

    @Test
    fun `map packs`() {
        val folder = SOURCE.resolve("examples/national-fr")
        val identity = "1".repeat(64)
        val rows = listOf(
            mapOf("NO_DOSSIER" to "N-1", "NOM" to "EXEMPLE", "ROLE" to "PAS", "STATUT" to "MEC", "MAJ" to 20260301),
            mapOf("NO_DOSSIER" to "N-2", "ROLE" to "?"),
        )
        Mapping.load(folder).use { mapping ->
            val mapped = mapping.forward(rows, identity, now)       // a map from columns to values for each row of a result set
            mapped.rejects.forEach { println("${it.row} ${it.column} ${it.code}") }
            val written = mapping.backward(mapped.drafts)           // the file that the system imports, its rows, and what is lost in them
            check(mapping.restore(written.rows, written.residues).single().contentEquals(mapped.drafts.single()))
        }

        Mapping.load(SOURCE.resolve("examples/child-tables")).use { people ->
            val phones = listOf(mapOf("PHONE" to "07700 900001"), mapOf("PHONE" to "07700 900002"))
            val person = mapOf("PERSON_NO" to "P-1", "SURNAME" to "Sample", "ROLE" to "DRV", "STATUS" to "S", "CHANGED" to "2026-03-01")
            val drafts = people.forward(listOf(person + ("phones" to phones)), identity, now).drafts
            val written = people.backward(drafts)
            println(written.childRows[0]["phones"])                 // for each row, the child rows that belong to it
            println(written.childFiles["phones"]?.decodeToString()) // the file of the child table, beside `written.file`
        }
    }

    @Test
    fun `every block of the README stands here`() {
        val own = lines(SOURCE.resolve("bindings/kotlin/src/test/kotlin/org/passerelle/ReadmeTest.kt"))
        val blocks = Files.readString(SOURCE.resolve("bindings/kotlin/README.md")).split("```kotlin\n").drop(1).map { it.substringBefore("```") }
        assertEquals(7, blocks.size)
        for (block in blocks) {
            val wanted = block.lines().map { it.trim() }.filter { it.isNotEmpty() }
            assertTrue((0..own.size - wanted.size).any { own.subList(it, it + wanted.size) == wanted }, block)
        }
    }

    private fun lines(file: java.nio.file.Path) = Files.readAllLines(file).map { it.trim() }.filter { it.isNotEmpty() }
}
