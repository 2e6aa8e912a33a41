package org.passerelle

import kotlinx.serialization.json.Json
import kotlinx.serialization.serializer
import org.passerelle.internal.CallbackFailure
import org.passerelle.internal.Signatory
import org.passerelle.internal.SigningDevice

/** Who signs: a [SoftwareKey], or a key that is held elsewhere. Write one over your HSM, KMS or smart card. */
public interface Signer {
    /** Whose key it is, for example `XX/northland`. */
    public val authority: String

    /** The public key, as a JWK. The algorithm follows from its kind. */
    public val publicJwk: Map<String, String>

    /**
     * Signs the message: 64 bytes for Ed25519; `r` and `s`, each as long as the curve's field, for ECDSA (not DER).
     *
     * What it returns is verified with [publicJwk] before it is used. Whatever it throws, nothing is signed (`SIGN_CALLBACK`); an `Error`
     * goes on as what it is.
     */
    public fun sign(message: ByteArray): ByteArray
}

/** A private key that is held in this process. For tests and small systems; elsewhere write a [Signer] over your HSM. */
public class SoftwareKey internal constructor(key: org.passerelle.internal.SoftwareKey) : Signer, AutoCloseable {
    internal val handle = Handle(key, "SoftwareKey")

    override val authority: String get() = handle.use { Boundary.call(::SignException) { it.authority() } }

    /** The identifier of the key, `<authority>#<thumbprint>`. */
    public val kid: String get() = handle.use { Boundary.call(::SignException) { it.kid() } }

    override val publicJwk: Map<String, String>
        get() = handle.use { key -> Json.decodeFromString(serializer(), Boundary.call(::SignException) { key.publicJwk() }.decodeToString()) }

    /** The private key (PKCS#8, DER), which is secret. */
    public fun toPkcs8(): ByteArray = handle.use { Boundary.call(::SignException) { it.toPkcs8() } }

    /** The library signs with this key by itself; nobody else asks for it. */
    override fun sign(message: ByteArray): ByteArray = throw UnsupportedOperationException("give the key to Passerelle.sign")

    override fun close(): Unit = handle.close()

    override fun toString(): String = "SoftwareKey"

    public companion object {
        /** Makes a new key, for `Ed25519`, `ES256` or `ES384`. */
        @JvmStatic
        @JvmOverloads
        public fun generate(authority: String, algorithm: String = "Ed25519"): SoftwareKey =
            SoftwareKey(Boundary.call(::SignException) { org.passerelle.internal.SoftwareKey.generate(authority, algorithm) })

        /** Reads a private key (PKCS#8, DER). */
        @JvmStatic
        public fun fromPkcs8(authority: String, document: ByteArray): SoftwareKey =
            SoftwareKey(Boundary.call(::SignException) { org.passerelle.internal.SoftwareKey.fromPkcs8(authority, document) })
    }
}

/** A signer as the native side calls it. What it throws is kept here, since nothing of it may cross. */
private class Device(private val signer: Signer) : SigningDevice {
    @Volatile
    var thrown: Throwable? = null

    @Suppress("TooGenericExceptionCaught")
    override fun sign(message: ByteArray): ByteArray = try {
        @Suppress("USELESS_ELVIS") // Java can return null.
        signer.sign(message) ?: throw NullPointerException("sign returned null")
    } catch (error: Throwable) { // An Error too: the native side would take it for an answer.
        thrown = error
        throw CallbackFailure.Failed()
    }
}

/** Makes a call in which signers sign. Keys stay open until it is over; an [Error] that a signer threw goes on as what it is. */
@Suppress("TooGenericExceptionCaught")
internal fun <T> signing(
    refused: (Refusal, Throwable?) -> PasserelleException,
    signers: List<Signer>,
    call: (List<Signatory>) -> T,
): T {
    NativeLibrary.path
    val devices = mutableListOf<Device>()
    val keys = mutableListOf<SoftwareKey>()
    try {
        val signatories = signers.map { signer ->
            if (signer is SoftwareKey) {
                Signatory.Software(signer.handle.acquire()).also { keys += signer }
            } else {
                val jwk = Json.encodeToString(serializer(), signer.publicJwk).encodeToByteArray()
                Signatory.Device(signer.authority, jwk, Device(signer).also(devices::add))
            }
        }
        val thrown = { devices.firstNotNullOfOrNull { it.thrown }.also { if (it is Error) throw it } }
        return Boundary.call(refused, thrown) { call(signatories) }.also { thrown() }
    } finally {
        keys.forEach { it.handle.release() }
    }
}
