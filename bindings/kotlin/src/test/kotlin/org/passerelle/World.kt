package org.passerelle

import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonArray
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlinx.serialization.json.putJsonObject
import kotlinx.serialization.json.add

val NOW: Instant = Instant.parse("2026-12-01T00:00:00Z")
val SOURCE: Path = Path.of(System.getenv("PASSERELLE_SOURCE") ?: "../..")

/** An example of the repository. */
fun example(name: String): ByteArray = Files.readAllBytes(SOURCE.resolve("examples/records/$name.json"))

/** A signer as a trust list names it. */
class Listed(val signer: Signer, val kid: String, val country: String)

/** A test domain with two countries, made by the library itself. */
class World(algorithm: String = "Ed25519", vararg others: Listed) {
    val root: SoftwareKey = SoftwareKey.generate("XX/trust")
    val north: SoftwareKey = SoftwareKey.generate("XX/northland", algorithm)
    val south: SoftwareKey = SoftwareKey.generate("XX/southland", algorithm)
    val signedRoot: ByteArray
    val signedList: ByteArray
    val trust: Trust
    val sealedToNorth: DecryptionKey = DecryptionKey.generate("XX/northland")

    init {
        val role = buildJsonObject {
            putJsonArray("kids") { add(root.kid) }
            put("threshold", 1)
        }
        val document = buildJsonObject {
            head(this)
            put("keys", buildJsonArray { add(buildJsonObject { put("kid", root.kid); put("jwk", jwk(root)) }) })
            putJsonObject("roles") { put("root", role); put("list", role) }
        }
        val all = listOf(Listed(north, north.kid, "XA"), Listed(south, south.kid, "XB"), *others)
        val list = buildJsonObject {
            head(this)
            put("root_version", 1)
            put("authorities", buildJsonArray { all.forEach { add(authority(it)) } })
        }
        signedRoot = Passerelle.signTrustDocument(document.toString().encodeToByteArray(), listOf(root), NOW)
        signedList = Passerelle.signTrustDocument(list.toString().encodeToByteArray(), listOf(root), NOW)
        trust = Trust.pin(signedRoot).updateList(signedList, NOW)
    }

    private fun head(builder: kotlinx.serialization.json.JsonObjectBuilder) = with(builder) {
        put("spec", "1.0")
        put("domain", "XX/trust")
        put("version", 1)
        put("issued", "2026-01-01T00:00:00Z")
        put("expires", "2036-01-01T00:00:00Z")
    }

    private fun authority(listed: Listed): JsonElement = buildJsonObject {
        put("id", listed.signer.authority)
        put("country", listed.country)
        putJsonArray("roles") { listOf("record", "receipt", "forward", "manifest").forEach { add(it) } }
        put("keys", buildJsonArray {
            add(key(listed.kid, listed.signer.publicJwk, "sig"))
            if (listed.signer === north) add(key(sealedToNorth.kid, sealedToNorth.publicJwk, "enc"))
        })
    }

    private fun key(kid: String, jwk: Map<String, String>, use: String) = buildJsonObject {
        put("kid", kid)
        put("jwk", JsonObject(jwk.mapValues { JsonPrimitive(it.value) }))
        put("use", use)
        put("not_before", "2026-01-01T00:00:00Z")
        put("not_after", "2030-01-01T00:00:00Z")
        put("status", "active")
    }

    private fun jwk(signer: Signer) = JsonObject(signer.publicJwk.mapValues { JsonPrimitive(it.value) })

    /** An example, signed by Southland. */
    fun signed(name: String): ByteArray = Passerelle.sign(example(name), south, NOW)

    /** An example, signed by Northland. */
    fun signedByNorth(name: String): ByteArray = Passerelle.sign(example(name), north, NOW)
}
