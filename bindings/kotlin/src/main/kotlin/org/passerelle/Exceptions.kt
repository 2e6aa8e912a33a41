package org.passerelle

import kotlinx.serialization.Serializable

@Serializable
internal data class Refusal(
    val code: String,
    val message: String,
    val hint: String,
    val detail: String? = null,
    val integrity: String? = null,
    val trust: String? = null,
    val findings: List<Finding> = emptyList(),
    val withheld: List<String> = emptyList(),
)

/** Something was refused, or could not be done. Its class says which operation, [code] and [stage] say why. It holds no value of a record. */
public sealed class PasserelleException(private val refusal: Refusal, cause: Throwable?) :
    RuntimeException(text(refusal), cause) {
    /** The code, for example `SIG_INVALID`. Codes never change their meaning. */
    public val code: String get() = refusal.code

    /** How to mend it. */
    public val hint: String get() = refusal.hint

    /** What more there is to say, such as which argument is meant. */
    public val detail: String? get() = refusal.detail

    /** `valid`, `invalid` or `indeterminate`, where a record was looked at. */
    public val integrity: String? get() = refusal.integrity

    /** `trusted`, `untrusted` or `unknown`, where a record was looked at. */
    public val trust: String? get() = refusal.trust

    /** Everything that was found. */
    public val findings: List<Finding> get() = refusal.findings

    /** The first finding that refuses. */
    public val finding: Finding? get() = refusal.findings.firstOrNull { it.severity != "warning" }

    /** The stage at which it was refused, for example `cryptography`. */
    public val stage: String? get() = finding?.stage

    /** The parts that a recipient may not have, where a release was refused. */
    public val withheld: List<String> get() = refusal.withheld

    private companion object {
        private const val serialVersionUID = 1L

        fun text(refusal: Refusal): String {
            val place = refusal.findings.firstOrNull { it.severity != "warning" }?.let { " at ${it.pointer.ifEmpty { "the whole" }}" }
            val detail = refusal.detail?.let { " ($it)" }
            return "${refusal.code}${place.orEmpty()}: ${refusal.message}${detail.orEmpty()} ${refusal.hint}"
        }
    }
}

/** A signed record was not opened. */
public class OpenException internal constructor(refusal: Refusal, cause: Throwable? = null) : PasserelleException(refusal, cause)

/** Nothing was signed. */
public class SignException internal constructor(refusal: Refusal, cause: Throwable? = null) : PasserelleException(refusal, cause)

/** An envelope was not written in another form, or a text has no canonical form. */
public class ConvertException internal constructor(refusal: Refusal, cause: Throwable? = null) : PasserelleException(refusal, cause)

/** No copy was made in which something is withheld. */
public class RedactException internal constructor(refusal: Refusal, cause: Throwable? = null) : PasserelleException(refusal, cause)

/** Two revisions were not compared. */
public class DiffException internal constructor(refusal: Refusal, cause: Throwable? = null) : PasserelleException(refusal, cause)

/** A record may not go to this recipient, or it could not be decided. */
public class ReleaseException internal constructor(refusal: Refusal, cause: Throwable? = null) : PasserelleException(refusal, cause)

/** No receipt was given. */
public class ReceiptException internal constructor(refusal: Refusal, cause: Throwable? = null) : PasserelleException(refusal, cause)

/** A record was not sealed, or its cover was not taken off. */
public class SealException internal constructor(refusal: Refusal, cause: Throwable? = null) : PasserelleException(refusal, cause)

/** No forward was signed: the record may not go there, or it could not be decided. */
public class ForwardException internal constructor(refusal: Refusal, cause: Throwable? = null) : PasserelleException(refusal, cause)

/** No container was written. */
public class PackException internal constructor(refusal: Refusal, cause: Throwable? = null) : PasserelleException(refusal, cause)

/** The map pack does not compile, or rows or records do not fit it. */
public class MapException internal constructor(refusal: Refusal, cause: Throwable? = null) : PasserelleException(refusal, cause)

/** Records were not written in a neighbour's format, or its document was not read. */
public class NeighbourException internal constructor(refusal: Refusal, cause: Throwable? = null) : PasserelleException(refusal, cause)

/** A trust document was not taken or not signed; what was held stays as it was. */
public class TrustException internal constructor(refusal: Refusal, cause: Throwable? = null) : PasserelleException(refusal, cause)

/** The call itself failed; it says nothing about a record. */
public sealed class BindingException(refusal: Refusal, cause: Throwable?) : PasserelleException(refusal, cause)

/** An argument is missing or of the wrong kind (`BND_ARGUMENT`). */
public class ArgumentException internal constructor(refusal: Refusal, cause: Throwable? = null) : BindingException(refusal, cause)

/** A store failed, or answered about something else (`BND_CALLBACK`). */
public class CallbackException internal constructor(refusal: Refusal, cause: Throwable? = null) : BindingException(refusal, cause)

/** The object was closed (`BND_CLOSED`). */
public class ClosedException internal constructor(refusal: Refusal, cause: Throwable? = null) : BindingException(refusal, cause)

/** The library itself has a fault; nothing was decided (`BND_FAULT`). */
public class FaultException internal constructor(refusal: Refusal, cause: Throwable? = null) : BindingException(refusal, cause)
