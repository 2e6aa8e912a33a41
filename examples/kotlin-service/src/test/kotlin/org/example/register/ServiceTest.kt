package org.example.register

import io.javalin.Javalin
import java.io.ByteArrayOutputStream
import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import java.util.logging.Handler
import java.util.logging.LogRecord
import java.util.logging.Logger
import java.util.logging.SimpleFormatter
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import org.passerelle.Passerelle
import org.passerelle.SoftwareKey

/** The service as its callers meet it: over HTTP, on a free port. */
class ServiceTest {
    private val now = Instant.parse("2026-12-01T00:00:00Z")
    private val domain = TestDomain(now)
    private val client = HttpClient.newHttpClient()
    private val good = signed("profile-skipper-cyrillic")
    private lateinit var register: Register
    private lateinit var server: Javalin

    @TempDir
    lateinit var folder: Path

    @BeforeEach
    fun start() {
        register = Register(folder.resolve("register").toString())
        server = service(register, domain.trust, 0, { now })
    }

    @AfterEach
    fun stop() {
        server.stop()
        register.close()
    }

    @Test
    fun `what the service had before works as before`() {
        addPerson()
        assertEquals("Testowa Osoba", json(get("/persons/P-12")).text("name"))
        assertEquals("P-12", json(get("/persons?telephone=" + URLEncoder.encode(TELEPHONE, Charsets.UTF_8))).text("numbers"))
        assertEquals(404, get("/persons/P-13").statusCode())
    }

    @Test
    fun `a signed record is accepted once`() {
        val first = post("/records", good)
        assertEquals(200, first.statusCode())
        assertEquals("accepted", json(first).text("verdict"))
        assertEquals("profile", json(first).text("type"))
        assertTrue(first.headers().firstValue("Content-Type").get().startsWith("application/json"))
        assertEquals("held", json(post("/records", good, "application/vnd.passerelle.record.v1+json")).text("verdict"))
        assertEquals(1, count("record"))
    }

    @Test
    fun `a forged record is refused with everything that is wrong`() {
        val answer = post("/records", forged())
        assertEquals(422, answer.statusCode())
        val body = json(answer)
        assertEquals(listOf("refused", "invalid", "untrusted"), listOf("verdict", "integrity", "trust").map { body.text(it) })
        val finding = body.getValue("findings").jsonArray.first().jsonObject
        assertEquals(listOf("SIG_INVALID", "cryptography", "/signatures/0"), listOf("code", "stage", "pointer").map { finding.text(it) })
        assertTrue(finding.text("hint").isNotEmpty() && finding.text("requirement").startsWith("PSR-"))
        assertEquals(0, count("record"))
        // A key that nobody vouches for may be known tomorrow.
        val stranger = Passerelle.sign(example("profile-skipper-cyrillic"), SoftwareKey.generate("XX/southland"), now)
        val unknown = json(post("/records", stranger))
        assertEquals(listOf("refused", "indeterminate"), listOf("verdict", "integrity").map { unknown.text(it) })
        // A draft, nonsense, nothing, and bytes that are no text.
        for (body in listOf(example("profile-skipper-cyrillic"), "{".encodeToByteArray(), ByteArray(0), byteArrayOf(-1, -2))) {
            assertEquals(422, post("/records", body).statusCode())
        }
    }

    @Test
    fun `findings are told in the language that the caller asks for`() {
        val told = listOf("fr-CA, en;q=0.5" to "fr", "de, ar;q=0.8" to "ar", "es" to "es", "de" to "en", ";;;" to "en").map { (asked, due) ->
            val answer = post("/records", forged(), language = asked)
            assertEquals(due, answer.headers().firstValue("Content-Language").get(), asked)
            val finding = json(answer).getValue("findings").jsonArray.first().jsonObject
            assertEquals(Passerelle.explain("SIG_INVALID", due).hint, finding.text("hint"))
            finding.text("message")
        }
        assertEquals(4, told.toSet().size)
    }

    @Test
    fun `each line of a delivery has its own answer`() {
        val lines = listOf(good, forged(), "".encodeToByteArray(), signed("profile-acquitted-rev1"), good)
        val body = json(post("/records", lines.reduce { all, line -> all + "\n".encodeToByteArray() + line }, "application/x-ndjson; charset=utf-8"))
        assertEquals(listOf("4", "2", "1", "1"), listOf("records", "accepted", "held", "refused").map { body.text(it) })
        assertEquals(listOf("accepted", "refused", "accepted", "held"), body.getValue("answers").jsonArray.map { it.jsonObject.text("verdict") })
        // The next revision is held against the one that is in the register, whoever sends it and whenever.
        val second = Json.parseToJsonElement(example("profile-acquitted-rev2").decodeToString()).jsonObject
        val broken = JsonObject(second + ("prev" to Json.parseToJsonElement("""{"alg":"sha-256","hash":"${"0".repeat(64)}"}""")))
        val refused = json(post("/records", Passerelle.sign(broken.toString().encodeToByteArray(), domain.southland, now)))
        assertEquals("REV_CHAIN", refused.getValue("findings").jsonArray.first().jsonObject.text("code"))
    }

    @Test
    fun `what is too large, of another type or compressed is declined`() {
        val large = ByteArray(RECORD_BYTES + 1) { ' '.code.toByte() }
        assertEquals(413 to "TOO_LARGE", declined(post("/records", large)))
        val lines = post("/records", good + "\n".encodeToByteArray() + ByteArray(RECORD_BYTES + 1) { 'x'.code.toByte() }, "application/x-ndjson")
        assertEquals(413 to "TOO_LARGE", declined(lines))
        assertEquals("1", json(lines).text("accepted"), "what came before is not lost")
        for (type in listOf("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=utf-16", "")) {
            assertEquals(415 to "CONTENT_TYPE", declined(post("/records", good, type)), type)
        }
        val compressed = request("/records").header("Content-Type", "application/json").header("Content-Encoding", "gzip")
        assertEquals(415 to "CONTENT_ENCODING", declined(send(compressed.POST(BodyPublishers.ofByteArray(good)))))
        assertEquals(1, count("record"))
    }

    @Test
    fun `an officer sees the findings and which of the own files are concerned`() {
        addPerson()
        post("/records", good)
        post("/records", forged())
        val page = get("/records", "fr").body()
        assertTrue("lang=\"fr\"" in page && "Fiches signées" in page)
        assertTrue("P-12" in page, "the telephone of the record stands in an own file")
        assertTrue("SIG_INVALID" in page && "refusée" in page)
        for (secret in listOf("Testowa", TELEPHONE, "Образец", "Primerov")) assertFalse(secret in page, secret)
        val looked = look(forged(), "ar")
        assertTrue("dir=\"rtl\"" in looked.body() && Passerelle.explain("SIG_INVALID", "ar").hint in looked.body())
        assertTrue(looked.headers().firstValue("Content-Security-Policy").get().startsWith("default-src 'none'"))
        assertTrue("This record can be believed" in look(good, "en").body())
        assertEquals(2, count("delivery"), "looking keeps nothing")
    }

    @Test
    fun `names that a stranger chose cannot write the page`() {
        val hostile = good.decodeToString().replaceFirst("{", "{\"<script>alert(1)</script>\":1,").encodeToByteArray()
        val page = look(hostile, "en").body()
        assertFalse("<script" in page)
        val claim = """{"record":{"spec":"1.0","type":"<img src=x>","id":"<b>","rev":1},"signatures":[]}""".encodeToByteArray()
        post("/records", claim)
        assertFalse("<img" in look(claim, "en").body() || "<img" in get("/records").body())
    }

    @Test
    fun `no log line says what a record, a request or a row says`() {
        val written = ByteArrayOutputStream()
        val handler = object : Handler() {
            override fun publish(record: LogRecord) = written.writeBytes(SimpleFormatter().format(record).encodeToByteArray())
            override fun flush() = Unit
            override fun close() = Unit
        }
        Logger.getLogger("").addHandler(handler)
        try {
            addPerson()
            assertEquals(500, addPerson(), "there is such a file already; H2 says so with the values")
            get("/persons/P-12")
            get("/persons?telephone=" + URLEncoder.encode(TELEPHONE, Charsets.UTF_8))
            post("/records", good)
            post("/records", forged())
            get("/nothing/P-12")
        } finally {
            Logger.getLogger("").removeHandler(handler)
        }
        val log = written.toString()
        assertTrue("POST /records 422" in log && "GET /persons/{number} 200" in log, log)
        for (secret in listOf("P-12", "Testowa", "33199", "skipper", "XX/southland")) assertFalse(secret in log, secret)
    }

    @Test
    fun `what was taken is there after a start anew`() {
        post("/records", good)
        stop()
        start()
        assertEquals("held", json(post("/records", good)).text("verdict"))
    }

    private fun addPerson(): Int {
        val person = """{"number":"P-12","name":"Testowa Osoba","telephone":"$TELEPHONE"}"""
        return post("/persons", person.encodeToByteArray()).statusCode()
    }

    private fun example(name: String) = Files.readAllBytes(Path.of("../records/$name.json"))

    private fun signed(name: String) = Passerelle.sign(example(name), domain.southland, now)

    private fun forged() = good.decodeToString().replace("skipper", "recruiter").encodeToByteArray()

    private fun request(path: String, language: String? = null): HttpRequest.Builder {
        val builder = HttpRequest.newBuilder(URI("http://127.0.0.1:${server.port()}$path"))
        return if (language == null) builder else builder.header("Accept-Language", language)
    }

    private fun send(request: HttpRequest.Builder): HttpResponse<String> = client.send(request.build(), HttpResponse.BodyHandlers.ofString())

    private fun get(path: String, language: String? = null) = send(request(path, language))

    private fun post(path: String, body: ByteArray, type: String = "application/json", language: String? = null): HttpResponse<String> {
        val request = request(path, language).POST(BodyPublishers.ofByteArray(body))
        return send(if (type.isEmpty()) request else request.header("Content-Type", type))
    }

    private fun look(file: ByteArray, language: String): HttpResponse<String> {
        val head = "--x\r\nContent-Disposition: form-data; name=\"record\"; filename=\"r.json\"\r\nContent-Type: application/json\r\n\r\n"
        return post("/records/look", head.encodeToByteArray() + file + "\r\n--x--\r\n".encodeToByteArray(), "multipart/form-data; boundary=x", language)
    }

    private fun json(answer: HttpResponse<String>) = Json.parseToJsonElement(answer.body()).jsonObject

    private fun JsonObject.text(name: String) = getValue(name).jsonPrimitive.content

    private fun declined(answer: HttpResponse<String>) = answer.statusCode() to json(answer).text("code")

    private fun count(table: String): Int = register.use { connection ->
        connection.createStatement().executeQuery("SELECT COUNT(*) FROM $table").use { it.next(); it.getInt(1) }
    }

    private companion object {
        const val TELEPHONE = "+33199001207"
    }
}
