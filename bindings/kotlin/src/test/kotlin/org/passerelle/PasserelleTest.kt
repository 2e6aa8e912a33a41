package org.passerelle

import java.io.ByteArrayInputStream
import java.nio.file.Files
import java.time.Instant
import java.time.LocalDate
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.nameWithoutExtension
import kotlin.io.path.readBytes
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.passerelle.internal.Failure
import org.passerelle.records.Evaluation
import org.passerelle.records.Handling
import org.passerelle.records.HeldRole
import org.passerelle.records.LegalGround
import org.passerelle.records.Profile
import org.passerelle.records.ProfileRecord
import org.passerelle.records.Provenance
import org.passerelle.records.RecordFormException
import org.passerelle.records.Records
import org.passerelle.records.Selector
import org.passerelle.records.Text
import org.passerelle.records.Validity

class PasserelleTest {
    private val route = "modus-operandi-sea-route-rev1"

    @Test
    fun `every example is read and written without loss`() {
        val examples = SOURCE.resolve("examples/records").listDirectoryEntries("*.json")
        assertTrue(examples.size > 50)
        for (path in examples) {
            val text = path.readBytes()
            val record = Records.fromJson(text)
            val written = Passerelle.canonicalize(Records.toJson(record))
            assertArrayEquals(Passerelle.canonicalize(text), written, path.nameWithoutExtension)
            assertEquals(record, Records.fromJson(written))
        }
    }

    private fun profile() = ProfileRecord(
        spec = "1.0",
        id = "XX/northland/01890a5d-ac96-774b-bcce-b302099a8057",
        rev = 1,
        issuer = "XX/northland",
        issued = Instant.parse("2026-06-01T08:00:00Z"),
        environment = "test",
        lang = "en",
        vocab = mapOf("passerelle" to "2026.1"),
        purpose = listOf("identify"),
        legalBasis = listOf(LegalGround(code = "som-protocol")),
        handling = Handling(tlp = "green", releasableTo = listOf("XA", "XB"), onward = "as-marked", judicialUse = "with-consent"),
        evaluation = Evaluation(scheme = "europol-4x4", source = "B", information = "2"),
        validity = Validity(from = LocalDate.of(2026, 6, 1), reviewBy = LocalDate.of(2029, 5, 31)),
        provenance = Provenance(sourceType = "police-observation", collected = "2026-05"),
        content = Profile(
            identified = "unidentified",
            subjectStatus = "suspect",
            crime = listOf("som"),
            roles = listOf(HeldRole(code = "recruiter")),
            selectors = listOf(
                Selector(
                    kind = "social-account",
                    value = "safe_travel_test",
                    platform = "telegram",
                    platformId = "1000000001",
                    attribution = "believed-user",
                ),
            ),
            summary = listOf(Text(lang = "en", text = "Invented for a test.")),
        ),
    )

    @Test
    fun `a profile is built with named arguments, signed and opened`() {
        val world = World()
        assertEquals(emptyList<Finding>(), Passerelle.validate(profile(), NOW).findings)
        val opened = Passerelle.open(Passerelle.sign(profile(), world.north, NOW), world.trust, NOW)
        assertEquals(profile(), opened.record)
        assertEquals("profile", opened.recordType)
        assertFalse("safe_travel" in opened.toString() + opened.record + profile().content + profile().content.selectors)
    }

    @Test
    fun `what is no record is refused without a quotation`() {
        for (text in listOf("", "{}", "null", "[]", """{"type":"person"}""", """{"type":"profile","id":"Secret Name"}""")) {
            val error = assertThrows<RecordFormException>(text) { Records.fromJson(text.encodeToByteArray()) }
            assertFalse("Secret" in error.toString())
            assertEquals("BND_ARGUMENT", error.code)
        }
        assertThrows<RecordFormException> { Records.fromJson(byteArrayOf(-1)) }
    }

    @Test
    fun `a changed byte is refused at its stage`() {
        val world = World()
        val changed = world.signed(route).decodeToString().replaceFirst("09:20:00Z", "09:20:01Z").encodeToByteArray()
        val error = assertThrows<OpenException> { Passerelle.open(changed, world.trust, NOW) }
        assertEquals(listOf("SIG_INVALID", "invalid", "untrusted", "cryptography"), listOf(error.code, error.integrity, error.trust, error.stage))
        assertEquals(error.finding, Passerelle.inspect(changed, world.trust, NOW).findings.first())
        val untrusting = Passerelle.inspect(world.signed(route), now = NOW)
        assertEquals("TL_MISSING", untrusting.findings.first().code)
        val draft = assertThrows<SignException> { Passerelle.sign("{}".encodeToByteArray(), world.south, NOW) }
        assertEquals(Passerelle.validate("{}".encodeToByteArray(), NOW).findings, draft.findings)
    }

    @Test
    fun `status, release, differences, copies and receipts`() {
        val world = World()
        val (first, second) = (1..2).map { world.signed("modus-operandi-sea-route-rev$it") }
        val told = Passerelle.status(listOf(second, byteArrayOf(), first), world.trust, NOW)
        assertEquals("superseded", told.judgements.single { it.rev == 1L }.status)
        assertEquals(1, told.refused.single().input)
        val recipient = Recipient("XA", "crime-analysis", "test")
        assertTrue(Passerelle.release(second, world.trust, recipient, listOf(first), NOW).isAllowed)
        val denied = Passerelle.release(first, world.trust, recipient, listOf(second), NOW)
        assertEquals("REL_STATUS", denied.reasons.first().code)
        assertThrows<ReleaseException> { Passerelle.redactFor(first, world.trust, recipient, listOf(second), NOW) }
        assertArrayEquals(second, Passerelle.redactFor(second, world.trust, recipient, now = NOW))
        assertEquals(Passerelle.diff(first, second, "es"), Passerelle.diff(example(route), example("modus-operandi-sea-route-rev2"), "es"))
        val signed = Passerelle.sign(example(route), listOf(world.south), NOW, Form.OPAQUE, listOf("default"))
        val opened = Passerelle.open(signed, world.trust, NOW)
        val copy = Passerelle.open(Passerelle.redact(signed, opened.redactable.take(1)), world.trust, NOW)
        assertEquals(opened.digest to 1, copy.digest to copy.withheld.size)
        val receipt = Exchange.receipt(first, world.trust, world.north, NOW, NOW)
        assertEquals(1, Passerelle.open(first, world.trust, MemoryRevisions(), listOf(receipt), NOW).rev)
        assertEquals("cryptography", Passerelle.explain("SIG_INVALID", "fr").stage)
    }

    private class Device(key: SoftwareKey, val answer: (ByteArray) -> ByteArray) : Signer {
        override val authority = key.authority
        override val publicJwk = key.publicJwk
        override fun sign(message: ByteArray) = answer(message)
    }

    @Test
    fun `what is no signature signs nothing`() {
        for (algorithm in listOf("Ed25519", "ES256", "ES384")) {
            val world = World(algorithm)
            val thrown = IllegalStateException("PIN locked")
            val answers = listOf<(ByteArray) -> ByteArray>(
                { throw thrown },
                { ByteArray(0) },
                { ByteArray(64) },
                { byteArrayOf(0x30, 0x44, 2, 0x20) + ByteArray(66) { 1 } },
                { Passerelle.canonicalize("{}".encodeToByteArray()) },
            )
            for (answer in answers) {
                val error = assertThrows<SignException> { Passerelle.sign(example(route), Device(world.south, answer), NOW) }
                assertEquals("SIGN_CALLBACK", error.code)
                assertFalse("PIN" in error.message.orEmpty())
            }
            val error = assertThrows<SignException> { Passerelle.sign(example(route), Device(world.south, answers[0]), NOW) }
            assertSame(thrown, error.cause)
        }
    }

    @Test
    fun `an Error in a callback approves nothing and goes on as an Error`() {
        val world = World()
        for (thrown in listOf(OutOfMemoryError(), StackOverflowError(), AssertionError())) {
            val device = Device(world.south) { throw thrown }
            assertSame(thrown, assertThrows<Error> { Passerelle.sign(example(route), device, NOW) })
            val second = world.signed("modus-operandi-sea-route-rev2")
            assertSame(thrown, assertThrows<Error> { Passerelle.open(second, world.trust, { _, _ -> throw thrown }, now = NOW) })
        }
    }

    @Test
    fun `below the facade a call that dies is no answer`() {
        val world = World()
        NativeLibrary.path
        val dying = object : org.passerelle.internal.SigningDevice, org.passerelle.internal.RevisionStore {
            override fun sign(message: ByteArray): ByteArray = throw OutOfMemoryError()
            override fun digests(id: String, rev: Long): org.passerelle.internal.RevisionAnswer = throw OutOfMemoryError()
        }
        val jwk = kotlinx.serialization.json.Json.encodeToString(world.south.publicJwk).encodeToByteArray()
        val signatory = org.passerelle.internal.Signatory.Device("XX/southland", jwk, dying)
        assertThrows<Exception> {
            org.passerelle.internal.sign(
                Boundary.own(example(route)), listOf(signatory), NOW.epochSecond, org.passerelle.internal.EnvelopeForm.CLEAR, null, null,
            )
        }
        val second = Boundary.own(world.signed("modus-operandi-sea-route-rev2"))
        assertThrows<Exception> { org.passerelle.internal.openWith(second, world.trust.handle.acquire(), NOW.epochSecond, dying, emptyList(), null) }
    }

    @Test
    fun `the shorter way answers as the generated one`() {
        val world = World()
        NativeLibrary.path
        val good = world.signed(route)
        val bad = listOf("", "\u0000", "{}", "é").map(String::encodeToByteArray) + listOf(
            good.copyOf(good.size - 1), good.decodeToString().replace("09:20:00Z", "09:20:01Z").encodeToByteArray(),
        )
        world.trust.handle.use { trust ->
            val said = { data: ByteArray -> org.passerelle.internal.open(Boundary.own(data), trust, NOW.epochSecond) }
            val opens = { data: ByteArray -> Opening.open(Boundary.own(data), trust, NOW.epochSecond) }
            for (data in bad) {
                val (one, other) = listOf(said, opens).map { way -> assertThrows<Failure.Refused> { way(data) } }
                assertEquals(one.code, other.code)
                assertArrayEquals(one.refusal, other.refusal)
                // What was refused leaves nothing behind.
                val (record, about) = opens(good)
                assertEquals(said(good).record to said(good).about, record.decodeToString() to about)
            }
        }
    }

    @Test
    fun `a record is held against the revision before it`() {
        val world = World()
        val (first, second) = (1..2).map { world.signed("modus-operandi-sea-route-rev$it") }
        val held = MemoryRevisions().apply { add(Passerelle.open(first, world.trust, NOW)) }
        assertEquals(2, Passerelle.open(second, world.trust, held, now = NOW).rev)
        val forged = assertThrows<OpenException> { Passerelle.open(second, world.trust, { _, _ -> listOf("0".repeat(64)) }, now = NOW) }
        assertEquals("REV_CHAIN", forged.code)
        for (store in listOf(Revisions { _, _ -> throw IllegalStateException() }, Revisions { _, _ -> listOf("approved") })) {
            assertEquals("BND_CALLBACK", assertThrows<CallbackException> { Passerelle.open(second, world.trust, store, now = NOW) }.code)
        }
    }

    @Test
    fun `trust outlives the process in a store`() {
        val world = World()
        val store = MemoryTrustStore()
        val keeper = TrustKeeper(store)
        assertThrows<ArgumentException> { keeper.trust }
        keeper.pin(world.signedRoot, NOW)
        keeper.takeList(world.signedList, NOW)
        assertEquals(world.trust.about, TrustKeeper(store).trust.about)
        assertThrows<TrustException> { keeper.takeList(world.signedRoot, NOW) }
    }

    @Test
    fun `a batch says what single calls say`() {
        val world = World()
        val good = world.signed(route)
        val changed = good.decodeToString().replaceFirst("09:20:00Z", "09:20:01Z").encodeToByteArray()
        val rows = (0 until 99).map { listOf(good, changed, "{}".encodeToByteArray())[it % 3] }
        val verdicts = Passerelle.openMany(rows, world.trust, NOW)
        assertEquals(99, verdicts.size)
        rows.zip(verdicts).forEach { (row, verdict) ->
            val single = runCatching { Passerelle.open(row, world.trust, NOW) }
            assertEquals(single.isSuccess, verdict.isOk)
            assertEquals((single.exceptionOrNull() as OpenException?)?.code, verdict.code)
            assertEquals(single.getOrNull()?.record, verdict.record)
            assertEquals(single.getOrNull()?.rev, verdict.rev)
        }
        assertNull(Passerelle.verifyMany(rows, world.trust, NOW)[0].toJson())
        val lines = rows.reduce { left, right -> left + '\n'.code.toByte() + right }
        val read = Passerelle.openLines(ByteArrayInputStream(lines + '\n'.code.toByte()), world.trust, NOW).map { it.code }.toList()
        assertEquals(verdicts.map { it.code }, read)
        assertEquals(read, Passerelle.verifyLines(lines, world.trust, NOW).map { it.code })
        assertEquals(0, Passerelle.openMany(emptyList(), world.trust, NOW).size)
        assertEquals(listOf(true, false), Passerelle.validateMany(listOf(example(route), "{}".encodeToByteArray()), NOW).map { it.isOk })
    }

    @Test
    fun `a line without end is one line, whatever stands in it`() {
        val world = World()
        val record = world.signed(route)
        val filler = java.io.SequenceInputStream(
            object : java.io.InputStream() {
                private var left = 10_000_000L // More than is gathered of a line.
                override fun read(): Int = if (left-- > 0) 'x'.code else -1
                override fun read(into: ByteArray, at: Int, most: Int): Int {
                    if (left <= 0) return -1
                    val count = minOf(most.toLong(), left).toInt()
                    into.fill('x'.code.toByte(), at, at + count)
                    left -= count
                    return count
                }
            },
            ByteArrayInputStream(record + '\n'.code.toByte() + record),
        )
        val before = ByteArrayInputStream(record + '\n'.code.toByte())
        val read = Passerelle.openLines(java.io.SequenceInputStream(before, filler), world.trust, NOW).map { it.code }.toList()
        assertEquals(listOf(null, "LIM_SIZE", null), read)
    }

    @Test
    fun `bad input ends in an exception with a code`() {
        val world = World()
        val large = ByteArray(100_000_000) { 'x'.code.toByte() }
        val refused = listOf<() -> Any?>(
            { Passerelle.open(large, world.trust, NOW) },
            { Passerelle.sign(large, world.south, NOW) },
            { Passerelle.canonicalize(large) },
            { Passerelle.diff(large, byteArrayOf()) },
            { Trust.pin(large) },
            { Exchange.openReceipt(large, world.trust, NOW) },
            { Exchange.openManifest(large, world.trust, NOW) },
            { Exchange.unseal(large, world.sealedToNorth) },
        )
        for (call in refused) {
            val error = assertThrows<PasserelleException> { call() }
            assertTrue("LIM_SIZE" in listOf(error.code) + error.findings.map { it.code }, error.toString())
        }
        assertEquals(listOf("LIM_SIZE", "JSON_SYNTAX"), Passerelle.verifyMany(listOf(large, byteArrayOf()), world.trust, NOW).map { it.code })
        val calls = listOf<() -> Any>(
            { SoftwareKey.generate("nowhere") },
            { SoftwareKey.generate("XX/northland", "RS256") },
            { SoftwareKey.fromPkcs8("XX/northland", byteArrayOf(0)) },
            { Passerelle.explain("NO_SUCH_CODE") },
            { Passerelle.explain("\ud800") },
            { Passerelle.validate(byteArrayOf(), Instant.MAX) },
            { Passerelle.release(world.signed(route), world.trust, Recipient("nobody", "identify", "test"), now = NOW) },
        )
        for ((number, call) in calls.withIndex()) {
            assertEquals("BND_ARGUMENT", assertThrows<ArgumentException>("call $number") { call() }.code)
        }
        for (text in listOf(byteArrayOf(-1), "\"".encodeToByteArray() + byteArrayOf(-61, '"'.code.toByte()))) {
            val encoded = listOf<() -> Any?>(
                { Trust.pin(text) },
                { Passerelle.open(text, world.trust, NOW) },
                { Passerelle.sign(text, world.south, NOW) },
                { Passerelle.canonicalize(text) },
                { Exchange.openManifest(text, world.trust, NOW) },
                { Exchange.unseal(text, world.sealedToNorth) },
            )
            for (call in encoded) {
                val error = assertThrows<PasserelleException> { call() }
                assertTrue("JSON_ENCODING" in listOf(error.code) + error.findings.map { it.code }, error.toString())
            }
            assertEquals(listOf("JSON_ENCODING"), Passerelle.validate(text, NOW).findings.map { it.code })
        }
    }

    @Test
    fun `what was closed is closed`() {
        val world = World()
        val trust = Trust.pin(world.signedRoot)
        trust.use { assertEquals("XX/trust", it.about.domain) }
        val key = SoftwareKey.generate("XX/southland").also { it.close() }
        val calls = listOf<() -> Any>(
            { trust.about },
            { Passerelle.open(world.signed(route), trust, NOW) },
            { Passerelle.verifyMany(listOf(byteArrayOf()), trust, NOW) },
            { key.kid },
            { Passerelle.sign(example(route), key, NOW) },
        )
        for (call in calls) assertEquals("BND_CLOSED", assertThrows<ClosedException> { call() }.code)
        trust.close()
    }

    @Test
    fun `closing in one thread while others work frees nothing too early`() {
        val world = World()
        val signed = world.signed(route)
        val pool = Executors.newFixedThreadPool(4)
        try {
            repeat(30) {
                val trust = Trust.pin(world.signedRoot).updateList(world.signedList, NOW)
                val works = List(4) {
                    pool.submit(Callable { runCatching { Passerelle.open(signed, trust, NOW).rev }.recover { (it as ClosedException).code } })
                }
                trust.close()
                works.forEach { assertTrue(it.get().getOrThrow() in listOf(1L, "BND_CLOSED")) }
            }
        } finally {
            pool.shutdown()
        }
    }

    @Test
    fun `a fault of the library is an exception and says nothing`() {
        NativeLibrary.path
        val panic = runCatching { Class.forName("org.passerelle.internal.PasserelleKt").getMethod("panicWithin", String::class.java) }
        val method = panic.getOrNull() ?: return
        val error = assertThrows<FaultException> {
            Boundary.call(::OpenException) {
                try {
                    method.invoke(null, "a secret name")
                } catch (invocation: java.lang.reflect.InvocationTargetException) {
                    throw invocation.targetException
                }
            }
        }
        assertEquals("BND_FAULT", error.code)
        assertFalse("secret" in error.toString())
    }

    @Test
    fun `many threads call at once`() {
        val world = World()
        val signed = world.signed(route)
        val pool = Executors.newFixedThreadPool(8)
        try {
            val work = Callable {
                repeat(20) {
                    assertEquals(1, Passerelle.open(signed, world.trust, NOW).rev)
                    assertThrows<OpenException> { Passerelle.open(signed.copyOf(100), world.trust, NOW) }
                }
                Passerelle.verifyMany(List(40) { signed }, world.trust, NOW).isAllOk
            }
            assertTrue(pool.invokeAll(List(8) { work }).all { it.get() })
        } finally {
            pool.shutdown()
        }
    }

    @Test
    fun `a hundred thousand calls leave memory flat`() {
        val world = World()
        val text = """{"a": 1}""".encodeToByteArray()
        fun thousand() {
            repeat(490) {
                Passerelle.validate(byteArrayOf('{'.code.toByte()), NOW)
                runCatching { Passerelle.open(text, world.trust, NOW) }
            }
            repeat(10) {
                Passerelle.verifyMany(listOf(text, text), world.trust, NOW)
                SoftwareKey.generate("XX/northland").close()
            }
        }
        fun resident(): Long {
            System.gc()
            return Files.readString(java.nio.file.Path.of("/proc/self/statm")).split(' ')[1].toLong() * 4096
        }
        repeat(20) { thousand() }
        val before = resident()
        repeat(100) { thousand() }
        assertTrue(resident() - before < 32_000_000, "${resident() - before} bytes more")
    }
}
