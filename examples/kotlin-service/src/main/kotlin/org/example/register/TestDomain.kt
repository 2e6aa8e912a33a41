package org.example.register

import java.time.Instant
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.add
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlinx.serialization.json.putJsonObject
import org.passerelle.Passerelle
import org.passerelle.SoftwareKey
import org.passerelle.Trust

/** A trust domain for trying the service. In earnest, root and list come from whoever runs the exchange. */
class TestDomain(private val now: Instant) {
    private val root = SoftwareKey.generate("XX/trust")

    /** The key of the authority abroad that sends records. */
    val southland: SoftwareKey = SoftwareKey.generate("XX/southland")
    val trust: Trust

    init {
        val role = buildJsonObject {
            putJsonArray("kids") { add(root.kid) }
            put("threshold", 1)
        }
        val document = buildJsonObject {
            head()
            put("keys", JsonArray(listOf(key(root))))
            putJsonObject("roles") { put("root", role); put("list", role) }
        }
        val list = buildJsonObject {
            head()
            put("root_version", 1)
            putJsonArray("authorities") {
                add(
                    buildJsonObject {
                        put("id", southland.authority)
                        put("country", "XB")
                        putJsonArray("roles") { add("record") }
                        put("keys", JsonArray(listOf(JsonObject(key(southland) + WINDOW))))
                    },
                )
            }
        }
        val (signedRoot, signedList) = listOf(document, list).map { Passerelle.signTrustDocument(it.toString().encodeToByteArray(), listOf(root), now) }
        trust = Trust.pin(signedRoot).updateList(signedList, now)
    }

    private fun JsonObjectBuilder.head() {
        put("spec", "1.0")
        put("domain", "XX/trust")
        put("version", 1)
        put("issued", "2026-01-01T00:00:00Z")
        put("expires", "2036-01-01T00:00:00Z")
    }

    private fun key(key: SoftwareKey) = buildJsonObject {
        put("kid", key.kid)
        put("jwk", JsonObject(key.publicJwk.mapValues { JsonPrimitive(it.value) }))
    }

    private companion object {
        val WINDOW = mapOf("not_before" to "2026-01-01T00:00:00Z", "not_after" to "2036-01-01T00:00:00Z", "status" to "active")
            .mapValues { JsonPrimitive(it.value) }
    }
}
