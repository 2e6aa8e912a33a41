package org.passerelle

import kotlinx.serialization.json.Json
import kotlinx.serialization.serializer
import org.passerelle.internal.AgreementDevice
import org.passerelle.internal.CallbackFailure
import org.passerelle.internal.Decryption
import org.passerelle.internal.EncryptionKey
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
        get() = handle.use { key -> parsedJwk(Boundary.call(::SignException) { key.publicJwk() }) }

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

/** An encryption key: a [DecryptionKey], or one that is held elsewhere. Write one over your HSM, KMS or smart card. */
public interface Decryptor {
    /** Whose key it is, for example `XX/northland`. */
    public val authority: String

    /** The public key, as a JWK: X25519 or P-256. */
    public val publicJwk: Map<String, String>

    /**
     * Agrees with a key of the same curve: the 32 bytes of the u-coordinate of X25519, or of the x-coordinate of the common point of
     * P-256, with no function applied to them. PKCS#11 calls it `CKM_ECDH1_DERIVE` with `CKD_NULL`.
     *
     * Whatever it returns besides the right bytes, and whatever it throws, nothing is opened; an `Error` goes on as what it is.
     */
    public fun agree(ephemeralJwk: Map<String, String>): ByteArray
}

/** A private key for opening what is sealed, as a value. For tests and small systems; elsewhere write a [Decryptor] over your HSM. */
public class DecryptionKey private constructor(override val authority: String, private val parts: EncryptionKey) : Decryptor {
    /** The identifier of the key, `<authority>#<thumbprint>`. */
    public val kid: String get() = parts.kid

    override val publicJwk: Map<String, String> get() = parsedJwk(parts.publicJwk)

    /** The private key (PKCS#8, DER), which is secret. */
    public fun toPkcs8(): ByteArray = parts.pkcs8.copyOf()

    internal val native: Decryption get() = Decryption.Software(authority, parts.pkcs8)

    /** The library opens with this key by itself; nobody else asks for it. */
    override fun agree(ephemeralJwk: Map<String, String>): ByteArray = throw UnsupportedOperationException("give the key to Passerelle.open")

    override fun toString(): String = "DecryptionKey($kid)"

    public companion object {
        /** Makes a new key, on the curve `X25519` or `P-256`. */
        @JvmStatic
        @JvmOverloads
        public fun generate(authority: String, curve: String = "X25519"): DecryptionKey = DecryptionKey(
            authority,
            Boundary.call(::SealException) { org.passerelle.internal.generateEncryptionKey(authority, curve) },
        )

        /** Reads a private key (PKCS#8, DER). */
        @JvmStatic
        public fun fromPkcs8(authority: String, document: ByteArray): DecryptionKey = DecryptionKey(
            authority,
            Boundary.call(::SealException) { org.passerelle.internal.readEncryptionKey(authority, document) },
        )
    }
}

/** A source of random bytes that nobody can foresee, such as an HSM's. Where it gives fewer or more, nothing is made. */
public fun interface RandomSource {
    /** So many random bytes. */
    public fun randomBytes(count: Int): ByteArray
}

/** What the native side calls. What it throws is kept here, since nothing of it may cross. */
internal abstract class Callback {
    @Volatile
    var thrown: Throwable? = null
        private set

    @Suppress("TooGenericExceptionCaught")
    protected fun <T> answer(ask: () -> T): T = try {
        // Java can return null.
        ask() ?: throw NullPointerException("it returned null")
    } catch (error: Throwable) { // An Error too: the native side would take it for an answer.
        thrown = error
        throw CallbackFailure.Failed()
    }
}

/** A signer as the native side calls it. */
private class Device(private val signer: Signer) : Callback(), SigningDevice {
    override fun sign(message: ByteArray): ByteArray = answer { signer.sign(message) }
}

private class Agreement(private val decryptor: Decryptor) : Callback(), AgreementDevice {
    override fun agree(ephemeralJwk: ByteArray): ByteArray = answer { decryptor.agree(parsedJwk(ephemeralJwk)) }
}

/** A source of random bytes as the native side calls it. */
internal class Source(private val source: RandomSource) : Callback(), org.passerelle.internal.RandomSource {
    override fun randomBytes(count: UInt): ByteArray = answer { source.randomBytes(count.toInt()) }
}

/** A key as the native side takes it, and the device that it asks, where it is one. */
internal class Opener(private val key: Decryptor?) {
    private val device: Agreement? = if (key == null || key is DecryptionKey) null else Agreement(key)
    val native: Decryption?
        get() = when {
            key is DecryptionKey -> key.native
            key != null && device != null -> Decryption.Device(key.authority, writtenJwk(key.publicJwk), device)
            else -> null
        }
    val asked: List<Callback> = listOfNotNull(device)
}

private fun parsedJwk(jwk: ByteArray): Map<String, String> = Json.decodeFromString(serializer(), jwk.decodeToString())

private fun writtenJwk(jwk: Map<String, String>): ByteArray = Json.encodeToString(serializer(), jwk).encodeToByteArray()

/** Calls the native side, which may ask code of the caller. What that threw is the cause; an [Error] goes on as what it is. */
internal inline fun <T> asking(
    noinline refused: (Refusal, Throwable?) -> PasserelleException,
    asked: List<Callback>,
    call: () -> T,
): T {
    val thrown = { asked.firstNotNullOfOrNull { it.thrown }.also { if (it is Error) throw it } }
    return Boundary.call(refused, thrown, call).also { thrown() }
}

/** Makes a call in which signers sign. Keys stay open until it is over. */
internal fun <T> signing(
    refused: (Refusal, Throwable?) -> PasserelleException,
    signers: List<Signer>,
    others: List<Callback> = emptyList(),
    call: (List<Signatory>) -> T,
): T {
    val devices = others.toMutableList()
    val keys = mutableListOf<SoftwareKey>()
    try {
        return asking(refused, devices) {
            val signatories = signers.map { signer ->
                if (signer is SoftwareKey) {
                    Signatory.Software(signer.handle.acquire()).also { keys += signer }
                } else {
                    val device = Device(signer).also(devices::add)
                    Signatory.Device(signer.authority, writtenJwk(signer.publicJwk), device)
                }
            }
            call(signatories)
        }
    } finally {
        keys.forEach { it.handle.release() }
    }
}
