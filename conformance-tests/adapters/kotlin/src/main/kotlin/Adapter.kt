import java.security.MessageDigest
import java.time.Instant
import java.util.Base64
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.passerelle.DecryptionKey
import org.passerelle.Dispatch
import org.passerelle.Exchange
import org.passerelle.Finding
import org.passerelle.Form
import org.passerelle.MemoryRevisions
import org.passerelle.OpenException
import org.passerelle.Opened
import org.passerelle.Passerelle
import org.passerelle.PasserelleException
import org.passerelle.RandomSource
import org.passerelle.Recipient
import org.passerelle.ReleaseException
import org.passerelle.SealException
import org.passerelle.Signer
import org.passerelle.SoftwareKey
import org.passerelle.Statement
import org.passerelle.Trust
import org.passerelle.TrustException

/** The adapter for the artifact: lines of JSON in, lines of JSON out. It only uses what the artifact offers to everybody. */
fun main() {
    var session = Session()
    for (line in generateSequence(::readLine)) {
        val message = Json.parseToJsonElement(line).jsonObject
        val reply = when (message.word("message")) {
            "start" -> said("message" to "started", "protocol" to 1, "implementation" to "passerelle (Kotlin)", "version" to Passerelle.version)
            "reset" -> said("message" to "ready").also { session = Session() }
            "run" -> reply(session, message)
            else -> return
        }
        println(reply)
    }
}

private fun reply(session: Session, message: JsonObject): JsonObject = try {
    val now = Instant.parse(message.word("now"))
    val answer = session.run(message.word("operation"), now, Input(message.getValue("input").jsonObject))
    said("message" to "answer", "answer" to sorted(JsonObject(answer)))
} catch (error: Lacking) {
    said("message" to "skip", "reason" to error.message)
}

/** As the adapter for Rust writes: members sorted. */
private fun sorted(value: JsonElement): JsonElement = when (value) {
    is JsonObject -> JsonObject(value.mapValues { (_, inner) -> sorted(inner) }.toSortedMap())
    is JsonArray -> JsonArray(value.map(::sorted))
    else -> value
}

/** The artifact does not do this. */
private class Lacking(reason: String) : Exception(reason)

// -- input --------------------------------------------------------------------------------------------------------------------------

private fun JsonObject.word(name: String): String = getValue(name).jsonPrimitive.content

private fun decoded(text: JsonElement): ByteArray = Base64.getDecoder().decode(text.jsonPrimitive.content)

private class Input(private val members: JsonObject) {
    fun word(name: String): String = members.word(name)

    fun wordOrNull(name: String): String? = members[name]?.jsonPrimitive?.content

    fun words(name: String): List<String>? = members[name]?.jsonArray?.map { it.jsonPrimitive.content }

    fun bytes(name: String): ByteArray = decoded(members.getValue(name))

    fun bytesOrNull(name: String): ByteArray? = members[name]?.let(::decoded)

    fun list(name: String): List<ByteArray> = members.getValue(name).jsonArray.map(::decoded)

    fun form(): Form = if (wordOrNull("form") == "opaque") Form.OPAQUE else Form.CLEAR

    fun hasConsent(): Boolean = wordOrNull("consent") == "given"

    fun signers(): List<Signer> = members.getValue("keys").jsonArray.map { it.jsonObject }.map { key ->
        SoftwareKey.fromPkcs8(key.word("authority"), decoded(key.getValue("pkcs8")))
    }

    fun key(): DecryptionKey? = members["key"]?.jsonObject?.let { key ->
        DecryptionKey.fromPkcs8(key.word("authority"), decoded(key.getValue("pkcs8")))
    }
}

/** A device that signs as it is told to, whatever it is asked. */
private class Device(key: Signer, private val returns: ByteArray) : Signer {
    override val authority: String = key.authority
    override val publicJwk: Map<String, String> = key.publicJwk

    override fun sign(message: ByteArray): ByteArray = returns
}

// -- answers ------------------------------------------------------------------------------------------------------------------------

private typealias Answer = Map<String, JsonElement>

private fun element(value: Any?): JsonElement = when (value) {
    null -> JsonNull
    is JsonElement -> value
    is Number -> JsonPrimitive(value)
    is Boolean -> JsonPrimitive(value)
    is Map<*, *> -> JsonObject(value.entries.associate { (name, inner) -> name as String to element(inner) }.toSortedMap())
    is List<*> -> JsonArray(value.map(::element))
    else -> JsonPrimitive(value.toString())
}

private fun said(vararg members: Pair<String, Any?>): JsonObject =
    JsonObject(members.filter { it.second != null }.associate { (name, value) -> name to element(value) })

private fun accepted(vararg members: Pair<String, Any?>): Answer = said("verdict" to "accepted", *members)

private fun encoded(data: ByteArray): String = Base64.getEncoder().encodeToString(data)

private fun sha256(data: ByteArray): String = MessageDigest.getInstance("SHA-256").digest(data).joinToString("") { "%02x".format(it) }

/** Stages in which programs may stop at different bytes of a text. */
private val withoutPlace = setOf("limits", "encoding", "json")

private fun located(finding: Finding): Answer =
    said("code" to finding.code, "pointer" to finding.pointer.takeUnless { finding.stage in withoutPlace })

private fun listed(findings: List<Finding>): List<Answer> = findings.map { located(it) + ("severity" to element(it.severity)) }

private fun refused(place: Answer): Answer = said("verdict" to "refused") + place

/** A refusal: its first finding, or where there is none its code, which is then about the whole. */
private fun refused(error: PasserelleException): Answer {
    val finding = error.finding.takeUnless { error.code.startsWith("SIGN_") }
    return refused(finding?.let(::located) ?: said("code" to error.code, "pointer" to ""))
}

private fun notOpened(error: PasserelleException): Answer {
    val verdict = if (error.integrity == "indeterminate") "undecided" else "refused"
    return refused(error) + said("verdict" to verdict, "integrity" to error.integrity, "trust" to error.trust)
}

private fun opened(record: Opened): Answer = accepted(
    "integrity" to "valid",
    "trust" to "trusted",
    "digest" to record.digest,
    "seen" to sha256(record.toJson()),
    "actionable" to record.isActionable,
    "withheld" to record.withheld.map { it.digestAt }.ifEmpty { null },
    "findings" to listed(record.findings),
)

private fun statement(taken: Statement): Answer =
    accepted("integrity" to "valid", "trust" to "trusted", "digest" to taken.digest, "findings" to listed(taken.findings))

private fun denied(reasons: List<Finding>): Answer =
    refused(said("code" to reasons.first().code, "reasons" to reasons.map(::located)))

private fun envelope(make: () -> ByteArray): Answer = try {
    accepted("envelope" to encoded(Passerelle.canonicalize(make())))
} catch (error: PasserelleException) {
    refused(error)
}

private fun judged(findings: List<Finding>): Answer =
    findings.firstOrNull { it.severity == "error" }?.let { refused(located(it)) } ?: accepted("findings" to listed(findings))

// -- what is held -------------------------------------------------------------------------------------------------------------------

/** What is held between two messages. */
private class Session {
    private var trust: Trust? = null
    private var root: ByteArray? = null
    private val kept = mutableListOf<ByteArray>()
    private val revisions = MemoryRevisions()
    private val receipts = mutableListOf<ByteArray>()
    private val forwards = mutableListOf<ByteArray>()
    private val manifests = mutableListOf<ByteArray>()

    fun run(operation: String, now: Instant, input: Input): Answer = when (operation) {
        "read" -> read(input)
        "validate" -> judged(Passerelle.validate(input.bytes("draft"), now).findings)
        "trust" -> take(now, input)
        "open" -> open(now, input).first
        "keep" -> keep(now, input)
        "status" -> status(now)
        "attachments" -> judged(Passerelle.checkAttachments(last(), input.list("files"), trusting(), now, receipts))
        "convert" -> envelope { Passerelle.convert(input.bytes("envelope"), input.form()) }
        "sign" -> sign(now, input)
        "cosign" -> envelope { Passerelle.cosign(input.bytes("envelope"), input.signers().first(), now) }
        "redact" -> envelope { Passerelle.redact(input.bytes("envelope"), input.words("withhold").orEmpty()) }
        "manifest" -> manifest(now, input)
        "feeds" -> feeds(now)
        "receipt" -> receipt(now, input)
        "forward" -> forward(now, input)
        "release" -> release(now, input)
        "referral" -> referral(now, input)
        "seal" -> seal(now, input)
        else -> throw Lacking("the artifact does not do this")
    }

    private fun trusting(): Trust = trust ?: throw Lacking("statements are opened with trust only")

    private fun last(): ByteArray = kept.lastOrNull() ?: throw Lacking("no record is kept")

    private fun others(): List<ByteArray> = kept.dropLast(1)

    private fun read(input: Input): Answer = try {
        val canonical = Passerelle.canonicalize(input.bytes("text"))
        accepted("canonical" to encoded(canonical), "digest" to sha256(canonical))
    } catch (error: PasserelleException) {
        refused(error)
    }

    private fun take(now: Instant, input: Input): Answer {
        val (document, isRoot) = input.bytes("document") to (input.word("kind") == "root")
        val held = trust
        if (held == null && !isRoot) throw Lacking("a list is taken under a root only")
        val taken = try {
            if (held == null) Trust.pin(document) else if (isRoot) held.updateRoot(document) else held.updateList(document, now)
        } catch (error: TrustException) {
            return refused(error) + versions(held)
        }
        trust = taken
        if (isRoot) root = document
        // The findings of the root come before those of the list.
        val ofRoot = Trust.pin(checkNotNull(root)).about.findings.size
        val findings = taken.about.findings
        return accepted("findings" to listed(if (isRoot) findings.take(ofRoot) else findings.drop(ofRoot))) + versions(taken)
    }

    private fun versions(held: Trust?): Answer =
        held?.about?.let { said("root" to it.rootVersion, "list" to it.listVersion) } ?: emptyMap()

    private fun open(now: Instant, input: Input): Pair<Answer, Opened?> {
        val (data, key) = input.bytes("envelope") to input.key()
        val held = trust
        if (held == null) {
            val report = Passerelle.inspect(data, null, now, emptyList(), key)
            val verdict = if (report.integrity == "indeterminate") "undecided" else "refused"
            val place = located(report.findings.first { it.severity != "warning" })
            return refused(place) + said("verdict" to verdict, "integrity" to report.integrity, "trust" to report.trust) to null
        }
        return try {
            val record = Passerelle.open(data, held, revisions.takeIf { kept.isNotEmpty() }, receipts, now, key)
            opened(record) to record
        } catch (error: OpenException) {
            notOpened(error) to null
        }
    }

    private fun keep(now: Instant, input: Input): Answer {
        val (answer, record) = open(now, input)
        if (record != null) {
            kept += input.bytes("envelope")
            revisions.add(record)
        }
        return answer
    }

    private fun status(now: Instant): Answer {
        val judged = if (kept.isEmpty()) emptyList() else Passerelle.status(kept, trusting(), now, receipts).judgements
        val rows = judged.sortedBy { it.digest }.map {
            said("digest" to it.digest, "status" to it.status, "holds" to it.holds, "findings" to listed(it.findings))
        }
        return said("records" to rows)
    }

    private fun sign(now: Instant, input: Input): Answer {
        val returns = input.bytesOrNull("returns")
        val signers = input.signers().map { key -> if (returns == null) key else Device(key, returns) }
        val parts = input.words("redactable")?.ifEmpty { null }
        val salts = parts?.let { input.list("salts").iterator() }
        val randomness = salts?.let { given -> RandomSource { given.next() } }
        return envelope { Passerelle.sign(input.bytes("draft"), signers, now, input.form(), parts, randomness) }
    }

    private fun manifest(now: Instant, input: Input): Answer {
        val data = input.bytes("manifest")
        val batch = Exchange.openBatch(data, input.list("records"), trusting(), now, receipts, input.key())
        val taken = batch.manifest
        var answer = taken?.let(::statement) ?: notOpened(checkNotNull(batch.error))
        if (taken != null) {
            manifests += data
            batch.mismatches.firstOrNull()?.let { first ->
                val place = if (first.kind in setOf("missing", "closed")) "/records/${first.at}" else ""
                answer = refused(said("code" to first.code, "pointer" to place))
            }
        }
        val records = batch.records.map { came -> came.opened?.let(::opened) ?: notOpened(checkNotNull(came.error)) }
        return answer + said("records" to records, "mismatches" to batch.mismatches.map { said("kind" to it.kind, "at" to it.at) })
    }

    private fun feeds(now: Instant): Answer {
        val feeds = if (manifests.isEmpty()) emptyList() else Exchange.checkFeeds(manifests, trusting(), now)
        val first = feeds.flatMap { it.faults }.firstOrNull { it.severity == "error" }
        val rows = feeds.map { feed ->
            val faults = feed.faults.map {
                said("code" to it.code, "fault" to it.fault, "sequence" to it.sequence, "through" to it.through)
            }
            said("issuer" to feed.issuer, "feed" to feed.feed, "last" to feed.last, "faults" to faults)
        }
        val answer = first?.let { refused(said("code" to it.code, "pointer" to "")) } ?: accepted()
        return answer + said("feeds" to rows)
    }

    private fun receipt(now: Instant, input: Input): Answer = try {
        val data = input.bytes("receipt")
        statement(Exchange.openReceipt(data, trusting(), now)).also { receipts += data }
    } catch (error: OpenException) {
        notOpened(error)
    }

    private fun forward(now: Instant, input: Input): Answer {
        val data = input.bytes("forward")
        val answer = try {
            statement(Exchange.openForward(data, trusting(), now))
        } catch (error: OpenException) {
            return notOpened(error)
        }
        val faults = Exchange.checkForward(data, last(), trusting(), forwards, others(), now, receipts).faults
        forwards += data
        val rows = faults.map { located(it.finding) + said("step" to it.step, "reasons" to listed(it.reasons)) }
        return (faults.firstOrNull()?.let { refused(located(it.finding)) } ?: answer) + said("faults" to rows)
    }

    private fun release(now: Instant, input: Input): Answer {
        val recipient = Recipient(
            input.word("to"), input.word("purpose"), input.word("environment"), input.wordOrNull("holder"), input.hasConsent(),
        )
        val decision = Passerelle.release(last(), trusting(), recipient, others(), now, receipts)
        return if (decision.isAllowed) accepted() else denied(decision.reasons)
    }

    private fun referral(now: Instant, input: Input): Answer = try {
        val holder = input.wordOrNull("holder")
        val made = Passerelle.referral(last(), trusting(), holder, input.hasConsent(), others(), now, receipts)
        accepted("referral" to encoded(made.toJson()), "left_out" to listed(made.leftOut))
    } catch (error: ReleaseException) {
        denied(error.findings)
    }

    private fun seal(now: Instant, input: Input): Answer = try {
        val to = input.words("to").orEmpty()
        val dispatch = Dispatch(to, input.word("purpose"), input.wordOrNull("holder"), input.hasConsent())
        Exchange.seal(last(), trusting(), dispatch, others(), now, receipts)
        accepted()
    } catch (error: SealException) {
        refused(said("code" to error.code))
    }
}
