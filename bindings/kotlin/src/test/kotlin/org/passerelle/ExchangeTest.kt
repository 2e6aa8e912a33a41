package org.passerelle

import java.nio.file.Files
import java.security.MessageDigest
import java.time.Duration
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** What two countries exchange beside records: sealed records, statements, manifests and containers. */
class ExchangeTest {
    private val world = World()
    private val route = (1..2).map { world.signed("modus-operandi-sea-route-rev$it") }
    private val toNorth = Dispatch(to = listOf("XX/northland"), purpose = "crime-analysis")
    private val sealed = Exchange.seal(route[0], world.trust, toNorth, now = NOW)

    @Test
    fun `what is sealed opens with its key only`() {
        val opened = Passerelle.open(sealed, world.trust, world.sealedToNorth, NOW)
        assertEquals(Passerelle.open(route[0], world.trust, NOW), opened)
        assertEquals(listOf(world.sealedToNorth.kid), Exchange.sealOf(sealed)?.recipients)
        assertNull(Exchange.sealOf(route[0]))
        assertEquals(opened, Passerelle.open(Exchange.unseal(sealed, world.sealedToNorth), world.trust, NOW))
        assertEquals("SEA_LOCKED", assertThrows<OpenException> { Passerelle.open(sealed, world.trust, NOW) }.code)
        val stranger = DecryptionKey.generate("XX/northland", "P-256")
        assertEquals("SEA_NOT_FOR_ME", assertThrows<SealException> { Exchange.unseal(sealed, stranger) }.code)
        assertFalse(Passerelle.inspect(sealed, world.trust, NOW).isOpenable)
        assertTrue(Passerelle.inspect(sealed, world.trust, NOW, key = world.sealedToNorth).isOpenable)
        val copy = DecryptionKey.fromPkcs8("XX/northland", world.sealedToNorth.toPkcs8())
        assertEquals(world.sealedToNorth.publicJwk, copy.publicJwk)
    }

    @Test
    fun `nothing is sealed for whom may not have it`() {
        val denied = assertThrows<SealException> { Exchange.seal(route[0], world.trust, toNorth.copy(purpose = "prosecution"), now = NOW) }
        assertEquals(listOf("SEA_DENIED", "XX/northland"), listOf(denied.code, denied.detail))
        assertTrue(denied.findings.first().code.startsWith("REL_"))
        val none = toNorth.copy(to = listOf("XX/southland"))
        assertEquals("SEA_NO_KEY", assertThrows<SealException> { Exchange.seal(route[0], world.trust, none, now = NOW) }.code)
    }

    private inner class Agrees(private val answer: () -> ByteArray) : Decryptor {
        override val authority = "XX/northland"
        override val publicJwk = world.sealedToNorth.publicJwk

        override fun agree(ephemeralJwk: Map<String, String>): ByteArray = answer().also { check(ephemeralJwk["crv"] == "X25519") }
    }

    @Test
    fun `a device that does not agree opens nothing`() {
        val answers = listOf<Pair<String, () -> ByteArray>>(
            "SEA_LOCKED" to { ByteArray(0) },
            "SEA_LOCKED" to { ByteArray(31) },
            "SEA_LOCKED" to { throw IllegalStateException("gone") },
            "SEA_OPEN" to { ByteArray(32) },
        )
        for ((code, answer) in answers) {
            val error = assertThrows<OpenException> { Passerelle.open(sealed, world.trust, Agrees(answer), NOW) }
            assertEquals(code, error.code)
        }
        val full = StackOverflowError()
        assertSame(full, assertThrows<StackOverflowError> { Passerelle.open(sealed, world.trust, Agrees { throw full }, NOW) })
        assertSame(full, assertThrows<StackOverflowError> { Exchange.unseal(sealed, Agrees { throw full }) })
    }

    @Test
    fun `a device that agrees opens`() {
        val factory = java.security.KeyFactory.getInstance("X25519")
        val own = factory.generatePrivate(java.security.spec.PKCS8EncodedKeySpec(world.sealedToNorth.toPkcs8()))
        val device = object : Decryptor {
            override val authority = "XX/northland"
            override val publicJwk = world.sealedToNorth.publicJwk

            override fun agree(ephemeralJwk: Map<String, String>): ByteArray {
                val point = java.util.Base64.getUrlDecoder().decode(ephemeralJwk["x"]).reversedArray()
                val spec = java.security.spec.XECPublicKeySpec(java.security.spec.NamedParameterSpec.X25519, java.math.BigInteger(1, point))
                return javax.crypto.KeyAgreement.getInstance("X25519").run {
                    init(own)
                    doPhase(factory.generatePublic(spec), true)
                    generateSecret()
                }
            }
        }
        assertEquals(Passerelle.open(route[0], world.trust, NOW), Passerelle.open(sealed, world.trust, device, NOW))
    }

    @Test
    fun `random bytes come from where the caller says`() {
        val draft = example("modus-operandi-sea-route-rev1")
        fun signed(change: (ByteArray) -> ByteArray): ByteArray {
            var count = 0
            val source = RandomSource { size ->
                change(MessageDigest.getInstance("SHA-512").digest(byteArrayOf((++count).toByte())).copyOf(size))
            }
            return Passerelle.sign(draft, listOf(world.south), NOW, redactable = listOf("/content/countermeasures"), randomness = source)
        }
        assertArrayEquals(signed { it }, signed { it })
        for (change in listOf<(ByteArray) -> ByteArray>({ it.copyOf(it.size + 1) }, { ByteArray(0) }, { throw IllegalStateException() })) {
            assertEquals("SIGN_CALLBACK", assertThrows<SignException> { signed(change) }.code)
        }
    }

    @Test
    fun `receipts and forwards`() {
        val receipt = Exchange.receipt(route[0], world.trust, world.north, received = NOW, now = NOW)
        val read = Exchange.openReceipt(receipt, world.trust, NOW)
        assertEquals("\"XX/northland\"", read.document["issuer"].toString())
        assertEquals("active", Passerelle.status(listOf(route[0]), world.trust, NOW, listOf(receipt)).judgements.single().status)
        val passed = Exchange.forward(route[0], world.trust, world.south, Passing(listOf("XA"), listOf("crime-analysis")), now = NOW)
        assertTrue(Exchange.openForward(passed, world.trust, NOW).signatures.single().verified)
        assertTrue(Exchange.checkForward(passed, route[0], world.trust, now = NOW).isSound)
        val other = Exchange.checkForward(passed, route[1], world.trust, now = NOW)
        assertEquals("FWD_RECORD", other.faults.first().finding.code)
        val denied = assertThrows<ForwardException> {
            val passing = Passing(listOf("XZ"), listOf("crime-analysis"))
            Exchange.forward(route[0], world.trust, world.north, passing, earlier = listOf(passed), now = NOW)
        }
        assertEquals("FWD_RELEASE", denied.code)
    }

    @Test
    fun `a container gives back what was packed, and a manifest says what is missing`() {
        val next = NOW + Duration.ofDays(1)
        for (isCompressed in listOf(true, false)) {
            val packed = Exchange.pack(route, world.south, "daily", next, now = NOW, isCompressed = isCompressed)
            val unpacked = Exchange.unpack(packed.container(), world.trust, NOW)
            assertTrue(unpacked.isWhole)
            assertEquals(route.map { Passerelle.open(it, world.trust, NOW) }, unpacked.records.map { it.opened })
            assertEquals(1, Passerelle.open(unpacked.records[0].envelope(), world.trust, NOW).rev)
            val cut = Exchange.unpack(packed.container().copyOf(packed.container().size - 300), world.trust, NOW)
            assertEquals("BND_DAMAGED", cut.damage?.code)
            assertFalse(cut.isWhole)
            if (isCompressed) continue
            val follower = Exchange.pack(emptyList(), world.south, "daily", next, packed.last(), NOW, isCompressed = false)
            val manifests = listOf(packed, follower).map { it.container().decodeToString().lineSequence().first().encodeToByteArray() }
            assertEquals(listOf("gap"), Exchange.checkFeeds(manifests, world.trust, NOW).single().faults.map { it.fault })
            val batch = Exchange.openBatch(manifests[0], listOf(route[0], "{}".encodeToByteArray()), world.trust, NOW)
            assertNotNull(batch.manifest)
            assertEquals(listOf(true, false), batch.records.map { it.isOpened })
            assertEquals(listOf("missing", "extra"), batch.mismatches.map { it.kind })
            val refused = Exchange.openBatch(route[0], route, world.trust, NOW)
            assertEquals("ENV_CONTENT", refused.error?.code)
            assertEquals("\"daily\"", Exchange.openManifest(manifests[0], world.trust, NOW).document["feed"].toString())
        }
        val spoilt = assertThrows<PackException> { Exchange.pack(listOf("{}".encodeToByteArray()), world.south, "daily", next, now = NOW) }
        assertEquals("records: number 0", spoilt.detail)
    }

    @Test
    fun `a sealed record that stays closed is not missing`() {
        val packed = Exchange.pack(route.take(1), world.south, "daily", NOW + Duration.ofDays(1), now = NOW, isCompressed = false)
        val manifest = packed.container().decodeToString().lineSequence().first().encodeToByteArray()
        val closed = Exchange.openBatch(manifest, listOf(sealed), world.trust, NOW)
        val mismatch = closed.mismatches.single()
        assertEquals(listOf("closed", "BND_CONTENT", "indeterminate"), listOf(mismatch.kind, mismatch.code, mismatch.severity))
        assertEquals("SEA_LOCKED", closed.records.single().error?.code)
        val opened = Exchange.openBatch(manifest, listOf(sealed), world.trust, NOW, key = world.sealedToNorth)
        assertEquals(emptyList<Mismatch>() to true, opened.mismatches to opened.records.single().isOpened)
    }

    @Test
    fun `files and platforms`() {
        val signed = world.signedByNorth("modus-operandi-land-refrigerated-trailer")
        val file = Files.readAllBytes(SOURCE.resolve("examples/attachments/trailer-false-wall.svg"))
        val found = listOf(file, ByteArray(0), "other".encodeToByteArray()).map { sent ->
            Passerelle.checkAttachments(signed, listOf(sent), world.trust, NOW).map { it.code }
        }
        assertEquals(listOf(emptyList(), listOf("RULE_ATTACHMENT_MISSING"), listOf("RULE_ATTACHMENT_HASH")), found)
        val draft = example("profile-recruiter-greek").decodeToString()
            .replace("XX/eastland", "XX/northland").replace("\"pap\": \"red\"", "\"pap\": \"green\"").encodeToByteArray()
        val referral = Passerelle.referral(Passerelle.sign(draft, world.north, NOW), world.trust, now = NOW)
        assertTrue("selectors" in referral.toJson().decodeToString())
        assertTrue(assertThrows<ReleaseException> { Passerelle.referral(signed, world.trust, now = NOW) }.findings.isNotEmpty())
    }
}
