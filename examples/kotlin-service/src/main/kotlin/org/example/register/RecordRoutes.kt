package org.example.register

import io.javalin.config.RoutesConfig
import io.javalin.http.Context
import io.javalin.http.HttpStatus
import java.io.ByteArrayOutputStream
import java.io.InputStream
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.add
import kotlinx.serialization.json.addJsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import org.passerelle.Finding
import org.passerelle.Passerelle

/** The most bytes that a record may have on its way (the limit `input_bytes` of the specification). */
const val RECORD_BYTES = 4 * 1024 * 1024

/** The most bytes of one delivery. */
const val DELIVERY_BYTES = 64 * 1024 * 1024

/** The most records of one delivery. */
const val DELIVERY_RECORDS = 10_000

private val SINGLE = setOf("application/vnd.passerelle.record.v1+json", "application/json")
private const val LINES = "application/x-ndjson"

/** A request that is not looked at further, with a code of the service's own. */
class Declined(val status: HttpStatus, val code: String, val reason: String) : RuntimeException(code)

/** The one endpoint more: `POST /records`, for a signed record or for lines of them. */
class RecordRoutes(private val intake: Intake) {
    fun routes(routes: RoutesConfig) {
        routes.post("/records", ::take)
        routes.exception(Declined::class.java) { declined, context -> decline(context, declined) }
    }

    private fun take(context: Context) {
        val language = languageOf(context)
        context.header("Content-Language", language)
        if (context.header("Content-Encoding") != null) {
            throw Declined(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "CONTENT_ENCODING", "send the body as it is, without compression")
        }
        when (mediaType(context)) {
            in SINGLE -> one(context, language)
            LINES -> many(context, language)
            else -> throw Declined(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "CONTENT_TYPE", "send ${SINGLE.first()} or $LINES")
        }
    }

    private fun one(context: Context, language: String) {
        val data = context.bodyInputStream().readNBytes(RECORD_BYTES + 1)
        if (data.size > RECORD_BYTES) throw tooLarge("a record", RECORD_BYTES)
        val verdict = intake.take(data)
        context.status(if (verdict.verdict == "refused") HttpStatus.UNPROCESSABLE_CONTENT else HttpStatus.OK)
        context.answer(buildJsonObject { told(verdict, language) })
    }

    /**
     * Every line has an answer, in the order in which they came; one that is refused holds up no other. Where a limit ends the delivery, what
     * was taken before it is taken, and the answer says so.
     */
    private fun many(context: Context, language: String) {
        val verdicts = mutableListOf<Verdict>()
        val stopped = try {
            for (line in lines(context.bodyInputStream())) verdicts += intake.take(line)
            null
        } catch (declined: Declined) {
            declined
        }
        stopped?.let { context.status(it.status).header("Connection", "close") }
        context.answer(
            buildJsonObject {
                stopped?.let { put("code", it.code); put("message", it.reason) }
                put("records", verdicts.size)
                for (word in listOf("accepted", "held", "refused")) put(word, verdicts.count { it.verdict == word })
                putJsonArray("answers") {
                    verdicts.forEachIndexed { index, verdict ->
                        addJsonObject {
                            put("record", index + 1)
                            told(verdict, language)
                        }
                    }
                }
            },
        )
    }

    private fun JsonObjectBuilder.told(verdict: Verdict, language: String) {
        put("verdict", verdict.verdict)
        put("integrity", verdict.integrity)
        put("trust", verdict.trust)
        verdict.id?.let { put("id", it) }
        verdict.type?.let { put("type", it) }
        verdict.rev?.let { put("rev", it) }
        putJsonArray("findings") { for (finding in verdict.findings) add(told(finding, language)) }
    }

    private fun told(finding: Finding, language: String): JsonObject {
        val explained = Passerelle.explain(finding.code, language)
        return buildJsonObject {
            put("code", finding.code)
            put("stage", finding.stage)
            put("severity", finding.severity)
            put("pointer", finding.pointer)
            put("requirement", finding.requirement)
            put("message", explained.message)
            put("hint", explained.hint)
            finding.line?.let { put("line", it) }
            finding.column?.let { put("column", it) }
        }
    }

    private fun decline(context: Context, declined: Declined) {
        context.status(declined.status)
        // What was not read is not read now: the connection ends.
        context.header("Connection", "close")
        context.answer(buildJsonObject { put("code", declined.code); put("message", declined.reason) })
    }
}

/** The media type of a request, without parameters; nothing for another charset than UTF-8. */
private fun mediaType(context: Context): String? {
    val parts = context.contentType()?.lowercase()?.split(';')?.map(String::trim) ?: return null
    val charset = parts.drop(1).firstOrNull { it.startsWith("charset=") }?.removePrefix("charset=")?.trim('"')
    return parts.first().takeIf { charset == null || charset == "utf-8" }
}

private fun tooLarge(what: String, bytes: Int) =
    Declined(HttpStatus.CONTENT_TOO_LARGE, "TOO_LARGE", "$what has at most $bytes bytes here")

/** The lines of a stream that are not empty. One that is longer than a record may be, too many bytes or too many lines end it. */
private fun lines(input: InputStream): Sequence<ByteArray> = sequence {
    val buffered = input.buffered()
    val line = ByteArrayOutputStream()
    var (bytes, count) = 0L to 0
    while (true) {
        val byte = buffered.read()
        if (byte >= 0 && ++bytes > DELIVERY_BYTES) throw tooLarge("a delivery", DELIVERY_BYTES)
        if (byte >= 0 && byte != '\n'.code) {
            line.write(byte)
            if (line.size() > RECORD_BYTES) throw tooLarge("a record", RECORD_BYTES)
            continue
        }
        val text = line.toByteArray()
        line.reset()
        if (text.any { it != ' '.code.toByte() && it != '\r'.code.toByte() }) {
            if (++count > DELIVERY_RECORDS) throw Declined(HttpStatus.CONTENT_TOO_LARGE, "TOO_MANY", "at most $DELIVERY_RECORDS records at once")
            yield(text)
        }
        if (byte < 0) break
    }
}
