package org.passerelle

import java.math.BigInteger
import java.nio.file.Files
import java.nio.file.Path
import java.security.KeyPairGenerator
import java.security.MessageDigest
import java.security.PrivateKey
import java.security.Provider
import java.security.Security
import java.security.Signature
import java.security.interfaces.ECPublicKey
import java.security.spec.ECGenParameterSpec
import java.util.Base64
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** An HSM signs: SoftHSM2, through the PKCS#11 provider of the JDK. */
class HsmTest {
    private class Pkcs11Signer(private val provider: Provider, private val key: PrivateKey, public: ECPublicKey) : Signer {
        override val authority = "XX/eastland"
        override val publicJwk =
            mapOf("kty" to "EC", "crv" to "P-256", "x" to number(public.w.affineX), "y" to number(public.w.affineY))

        // r and s behind one another, as the format wants them.
        override fun sign(message: ByteArray): ByteArray = Signature.getInstance("NONEwithECDSAinP1363Format", provider).run {
            initSign(key)
            update(MessageDigest.getInstance("SHA-256").digest(message))
            sign()
        }

        private fun number(value: BigInteger): String {
            val bytes = value.toByteArray()
            val fixed = ByteArray(32)
            bytes.takeLast(32).toByteArray().let { it.copyInto(fixed, 32 - it.size) }
            return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed)
        }
    }

    @Test
    fun `an HSM signs and the record opens`(@TempDir folder: Path) {
        val library = System.getenv("PASSERELLE_SOFTHSM") ?: "/usr/lib/softhsm/libsofthsm2.so"
        val util = System.getenv("PASSERELLE_SOFTHSM_UTIL") ?: "softhsm2-util"
        val settings = System.getenv("SOFTHSM2_CONF")
        assumeTrue(Files.exists(Path.of(library)) && settings != null, "no SoftHSM2")
        Files.createDirectories(Path.of(settings).parent.resolve("tokens"))
        Files.writeString(Path.of(settings), "directories.tokendir = ${Path.of(settings).parent}/tokens\nobjectstore.backend = file\n")
        val words = listOf(util, "--init-token", "--free", "--label", "kotlin", "--pin", "0000", "--so-pin", "0000", "--module", library)
        assertEquals(0, ProcessBuilder(words).inheritIO().start().waitFor())
        val description = "--name=SoftHSM\nlibrary=$library\nslotListIndex=0\nattributes(generate,*,*) = {\n CKA_TOKEN = true\n}\n"
        val provider = Security.getProvider("SunPKCS11").configure(description)
        val login = provider as java.security.AuthProvider
        login.login(null) { callbacks ->
            callbacks.filterIsInstance<javax.security.auth.callback.PasswordCallback>().forEach { it.password = "0000".toCharArray() }
        }
        val pair = KeyPairGenerator.getInstance("EC", provider).apply { initialize(ECGenParameterSpec("secp256r1")) }.generateKeyPair()
        val signer = Pkcs11Signer(provider, pair.private, pair.public as ECPublicKey)
        val jwk = signer.publicJwk
        val canonical = """{"crv":"P-256","kty":"EC","x":"${jwk["x"]}","y":"${jwk["y"]}"}"""
        val thumbprint = Base64.getUrlEncoder().withoutPadding()
            .encodeToString(MessageDigest.getInstance("SHA-256").digest(canonical.encodeToByteArray()))
        val world = World("ES256", Listed(signer, "XX/eastland#$thumbprint", "XE"))
        val draft = example("profile-forger-latin-diacritics")
        lateinit var signed: ByteArray
        repeat(10) { // Half of all ECDSA signatures have a high s, which is made low.
            signed = Passerelle.sign(draft, signer, NOW)
            val opened = Passerelle.open(signed, world.trust, NOW)
            assertEquals("ES256", opened.signatures.single().alg)
            assertArrayEquals(Passerelle.canonicalize(draft), opened.toJson())
        }
        handed?.resolve("kotlin")?.let { place -> // For the other languages to open.
            Files.createDirectories(place)
            for ((name, content) in listOf("record" to signed, "root" to world.signedRoot, "list" to world.signedList)) {
                Files.write(place.resolve("$name.json"), content)
            }
        }
    }

    private val handed: Path? = System.getenv("PASSERELLE_SIGNED_BY_HSM")?.let(Path::of)

    @Test
    fun `what an HSM signed in Python opens`() {
        val place = handed?.resolve("python")
        assumeTrue(place != null && Files.exists(place), "nothing was signed in Python before")
        val (record, root, list) = listOf("record", "root", "list").map { Files.readAllBytes(place!!.resolve("$it.json")) }
        Trust.pin(root).updateList(list, NOW).use { trust ->
            val signature = Passerelle.open(record, trust, NOW).signatures.single()
            assertEquals(listOf("ES256", true), listOf(signature.alg, signature.verified))
        }
        Files.write(place!!.resolve("opened-in-kotlin"), ByteArray(0)) // For whoever runs the tests of all languages.
    }
}
