package org.example

import java.time.Instant
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.passerelle.DecryptionKey
import org.passerelle.OpenException
import org.passerelle.Passerelle
import org.passerelle.SoftwareKey
import org.passerelle.Trust
import org.passerelle.records.Handling
import org.passerelle.records.Text

/** The artifact as a vendor of a system in Kotlin gets it. */
class KotlinConsumerTest {
    private val now = Instant.parse("2026-06-01T12:00:00Z")

    @Test
    fun `values are built with named arguments`() {
        val handling = Handling(tlp = "green", releasableTo = listOf("XA"), onward = "as-marked", judicialUse = "with-consent")
        assertEquals("amber", handling.copy(tlp = "amber").tlp)
        assertTrue(handling.europol.isEmpty() && handling.interpol == null)
        assertFalse("green" in Text(lang = "en", text = "green").toString())
    }

    @Test
    fun `a record is refused with a code under a trust that was signed here`() {
        SoftwareKey.generate("XX/trust").use { root ->
            val role = """{"kids":["${root.kid}"],"threshold":1}"""
            val jwk = root.publicJwk.entries.joinToString(",", "{", "}") { "\"${it.key}\":\"${it.value}\"" }
            val document = """{"spec":"1.0","domain":"XX/trust","version":1,"issued":"2026-01-01T00:00:00Z",
                "expires":"2030-01-01T00:00:00Z","keys":[{"kid":"${root.kid}","jwk":$jwk}],"roles":{"root":$role,"list":$role}}"""
            val signed = Passerelle.signTrustDocument(document.encodeToByteArray(), listOf(root), now)
            Trust.pin(signed).use { trust ->
                val refused = assertThrows<OpenException> { Passerelle.open("{}".encodeToByteArray(), trust, now) }
                assertEquals("ENV_CONTENT", refused.code)
            }
        }
        assertEquals("P-256", DecryptionKey.generate("XX/northland", "P-256").publicJwk["crv"])
    }
}
