package org.passerelle

import java.nio.file.Files
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** Neighbours' formats: records out, drafts in, and what is lost either way. */
class NeighboursTest {
    private val world = World()
    private val signed = world.signedByNorth("modus-operandi-online-recruitment-scam-compound")
    private val to = Recipient(to = "XB", purpose = "modus-operandi-exchange", environment = "test")
    private val header = Files.readString(SOURCE.resolve("examples/neighbours/header.json"))

    @Test
    fun `records go out and what is lost is told`() {
        for (format in listOf("stix", "misp")) {
            val made = Neighbours.exportAs(format, listOf(signed), world.trust, to, now = NOW)
            assertTrue("\"attack-pattern\"" in made.document.decodeToString())
            assertTrue(made.leftOut.isEmpty() && made.losses.isNotEmpty())
            assertTrue(made.losses.all { it.code.startsWith("NBR_") && it.of.startsWith("XX/northland/") && it.reason.isNotEmpty() })
            assertArrayEquals(made.document, Neighbours.exportAs(format, listOf(signed), world.trust, to, now = NOW).document)
        }
        val unsaid = Neighbours.exportAs("ftm", listOf(signed), world.trust, to, now = NOW)
        assertEquals(listOf("NBR_NOT_SAID"), unsaid.leftOut.map { it.code })
        assertEquals(0, unsaid.document.size)
    }

    @Test
    fun `what may not go goes nowhere`() {
        val both = listOf(signed, world.signedByNorth("profile-driver-han"))
        val refused = assertThrows<NeighbourException> { Neighbours.exportAs("stix", both, world.trust, to, now = NOW) }
        assertEquals(listOf("REL_NOT_LISTED", "envelopes/1", "release"), listOf(refused.code, refused.detail, refused.stage))
        assertTrue("REL_PURPOSE" in refused.findings.map { it.code })
        val forged = signed.decodeToString().replace("\"rev\":1", "\"rev\":2").encodeToByteArray()
        val closed = assertThrows<NeighbourException> { Neighbours.exportAs("misp", listOf(forged), world.trust, to, now = NOW) }
        assertEquals("SIG_INVALID", closed.code)
        assertThrows<ArgumentException> { Neighbours.exportAs("xml", listOf(signed), world.trust, to, now = NOW) }
        assertThrows<ArgumentException> { Neighbours.exportAs("stix", listOf(signed), world.trust, to.copy(to = "nobody"), now = NOW) }
    }

    @Test
    fun `documents come in as drafts`() {
        val bundle = Neighbours.exportAs("stix", listOf(signed), world.trust, to, now = NOW).document
        val made = Neighbours.importFrom("stix", bundle, "XX/southland", header.encodeToByteArray(), NOW)
        assertEquals(listOf(1, 0), listOf(made.drafts.size, made.rejects.size))
        assertTrue(made.of.single().startsWith("attack-pattern--"))
        assertTrue(Passerelle.validate(made.drafts.single(), NOW).isValid)
        assertTrue("\"issuer\":\"XX/southland\"" in made.drafts.single().decodeToString())
        val network = listOf(world.signedByNorth("network-example-tide"))
        val entities = Neighbours.exportAs("ftm", network, world.trust, to.copy(purpose = "crime-analysis"), now = NOW).document
        val own = header.replace("\"modus-operandi-exchange\", ", "").encodeToByteArray()
        assertTrue("\"type\":\"network\"" in Neighbours.importFrom("ftm", entities, "XX/southland", own, NOW).drafts.single().decodeToString())
    }

    @Test
    fun `cases make methods and nothing of a person`() {
        val words = """"title": [{"lang": "en", "text": "Out of case data"}], "summary": [{"lang": "en", "text": "Terms."}],
            "tip": {"acts": ["recruitment"], "means": ["deception"], "purposes": ["forced-labour"], "child_victims": "unknown"},"""
        val own = header.replace("\"som\": {\"benefit\": \"unknown\"},", words).encodeToByteArray()
        val case = """{"prs_FirstName": "Anna", "vic_MethodsOfControl": "DebtBondage;TakesEarnings", "vic_TypeOfExploitation": "ForcedLabour"}"""
        val made = Neighbours.importFrom("htcds", case.encodeToByteArray(), "XX/southland", own, NOW)
        assertTrue("\"control\":[\"debt-bondage\",\"takes-earnings\"]" in made.drafts.single().decodeToString())
        assertEquals(listOf("case 1", "/prs_FirstName", "NBR_VICTIM"), made.losses.single().let { listOf(it.of, it.pointer, it.code) })
        assertFalse("Anna" in made.drafts.single().decodeToString() || "Anna" in made.toString())
    }

    @Test
    fun `a bad document or header is named`() {
        fun refused(format: String, document: String, header: String = this.header) = assertThrows<PasserelleException> {
            Neighbours.importFrom(format, document.encodeToByteArray(), "XX/southland", header.encodeToByteArray(), NOW)
        }
        val broken = refused("stix", "{\"type\": \"bundle\",\n \"objects\": [}")
        assertTrue(broken is NeighbourException && broken.code == "NBR_SYNTAX" && "line 2, column" in broken.detail.orEmpty())
        assertEquals("NBR_OBJECT", refused("htcds", "[{\"vic_MethodsOfControl\": {\"Anna\": 1}}]").code)
        assertEquals("NBR_HEADER", refused("stix", "{\"type\": \"bundle\"}", "{\"id\": \"1\"}").code)
        val case = "{\"vic_MethodsOfControl\": \"Threats\"}".encodeToByteArray()
        val invalid = Neighbours.importFrom("htcds", case, "XX/southland", header.encodeToByteArray(), NOW)
        assertEquals(listOf("NBR_INVALID", "SCHEMA_REQUIRED"), invalid.rejects.single().let { listOf(it.code, it.finding?.code) })
        assertTrue(refused("misp", "{}") is ArgumentException)
    }
}
