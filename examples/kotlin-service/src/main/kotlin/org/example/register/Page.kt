package org.example.register

import io.javalin.config.RoutesConfig
import io.javalin.http.Context
import io.javalin.http.HttpStatus
import java.time.format.DateTimeFormatter
import org.passerelle.Finding
import org.passerelle.Passerelle

/** The page of an officer: what came, and a form to look at a file before anybody takes it. It shows nothing that a record says. */
class Page(private val intake: Intake) {
    fun routes(routes: RoutesConfig) {
        routes.get("/records") { context -> context.page(languageOf(context), null) }
        routes.post("/records/look", ::look)
        routes.get("/register.css") { context ->
            context.contentType("text/css; charset=utf-8").result(Page::class.java.getResourceAsStream("/register.css")!!.readBytes())
        }
    }

    private fun look(context: Context) {
        if (context.contentType()?.lowercase()?.startsWith("multipart/form-data") != true) {
            throw Declined(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "CONTENT_TYPE", "use the form")
        }
        val file = context.uploadedFile("record") ?: throw Declined(HttpStatus.BAD_REQUEST, "NO_FILE", "choose a file")
        val data = file.content().use { it.readNBytes(RECORD_BYTES + 1) }
        if (data.size > RECORD_BYTES) throw Declined(HttpStatus.CONTENT_TOO_LARGE, "TOO_LARGE", "a record has at most $RECORD_BYTES bytes here")
        context.page(languageOf(context), intake.look(data))
    }

    private fun Context.page(language: String, verdict: Verdict?) {
        val words = WORDS.getValue(language)
        header("Content-Language", language).header("Cache-Control", "no-store").header("X-Content-Type-Options", "nosniff")
        header("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
        header("Referrer-Policy", "no-referrer")
        html(
            """<!doctype html>
<html lang="$language" dir="${if (language == "ar") "rtl" else "ltr"}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${words.title}</title>
<link rel="stylesheet" href="/register.css"></head>
<body><header><h1>${words.title}</h1></header><main>
${verdict?.let { looked(it, words, language) }.orEmpty()}
<section><h2>${words.look}</h2><p>${words.keepsNothing}</p>
<form method="post" action="/records/look" enctype="multipart/form-data">
<label>${words.file} <input type="file" name="record" required></label> <button>${words.look}</button></form></section>
${arrived(words)}
</main></body></html>
""",
        )
    }

    private fun looked(verdict: Verdict, words: Words, language: String): String {
        val isGood = verdict.verdict != "refused"
        val claim = listOfNotNull(verdict.type, verdict.id, verdict.rev?.let { "rev $it" }).joinToString(" · ")
        val claims = if (claim.isEmpty()) "" else "<dt>${if (isGood) words.isIt else words.claims}</dt><dd dir=\"ltr\">${escaped(claim)}</dd>"
        return """<section class="verdict ${if (isGood) "good" else "bad"}"><h2>${if (isGood) words.opens else words.refused}</h2>
<dl><dt>${words.integrity}</dt><dd>${escaped(words.answers[verdict.integrity] ?: verdict.integrity)}</dd>
<dt>${words.trust}</dt><dd>${escaped(words.answers[verdict.trust] ?: verdict.trust)}</dd>$claims</dl>
${verdict.findings.joinToString("\n") { finding(it, language) }}</section>"""
    }

    private fun finding(finding: Finding, language: String): String {
        val explained = Passerelle.explain(finding.code, language)
        val place = finding.pointer.ifEmpty { "/" } + finding.line?.let { ":$it:${finding.column}" }.orEmpty()
        return """<article class="${escaped(finding.severity)}"><h3><code dir="ltr">${escaped(finding.code)}</code> ${escaped(explained.message)}</h3>
<p>${escaped(explained.hint)}</p><p class="place" dir="ltr">${escaped(finding.stage)} · <code>${escaped(place)}</code> · ${escaped(finding.requirement)}</p></article>"""
    }

    private fun arrived(words: Words): String {
        val rows = intake.deliveries().joinToString("\n") { delivery ->
            val record = listOfNotNull(delivery.type, delivery.id, delivery.rev?.let { "rev $it" }).joinToString(" ").ifEmpty { "–" }
            """<tr class="${escaped(delivery.verdict)}"><td>${delivery.came.format(TIME)}</td><td>${escaped(words.answers[delivery.verdict] ?: delivery.verdict)}</td>
<td dir="ltr">${escaped(record)}</td><td dir="ltr"><code>${escaped(delivery.codes)}</code></td><td>${escaped(delivery.files)}</td></tr>"""
        }
        val head = listOf(words.came, words.verdict, words.record, words.findings, words.ownFiles).joinToString("") { "<th>$it</th>" }
        return "<section><h2>${words.arrived}</h2><table><thead><tr>$head</tr></thead><tbody>$rows</tbody></table></section>"
    }

    private companion object {
        val TIME: DateTimeFormatter = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'")
    }
}

/** A text in HTML. A pointer can hold names that a stranger chose. */
internal fun escaped(text: String): String = buildString {
    for (character in text) {
        when (character) {
            '&' -> append("&amp;")
            '<' -> append("&lt;")
            '>' -> append("&gt;")
            '"' -> append("&quot;")
            '\'' -> append("&#39;")
            else -> append(if (character.isISOControl() || character in '\u202A'..'\u202E' || character in '\u2066'..'\u2069') '\uFFFD' else character)
        }
    }
}

/** The words of the page. What is wrong with a record is said by the library. */
private class Words(
    val title: String, val look: String, val keepsNothing: String, val file: String, val opens: String, val refused: String,
    val integrity: String, val trust: String, val isIt: String, val claims: String, val arrived: String, val came: String,
    val verdict: String, val record: String, val findings: String, val ownFiles: String, val answers: Map<String, String>,
)

private val CODES = listOf("valid", "invalid", "indeterminate", "trusted", "untrusted", "unknown", "accepted", "held", "refused")

private fun answers(vararg words: String) = CODES.zip(words).toMap()

private val WORDS = mapOf(
    "en" to Words(
        "Signed records", "Look at a file", "Nothing is kept of it.", "File", "This record can be believed", "This record is refused",
        "Integrity", "Trust", "It is", "It claims to be", "Arrived", "When", "Verdict", "Record", "Findings", "Own files",
        answers("valid", "invalid", "indeterminate", "trusted", "untrusted", "unknown", "accepted", "held already", "refused"),
    ),
    "fr" to Words(
        "Fiches signées", "Examiner un fichier", "Rien n’en est conservé.", "Fichier", "Cette fiche est digne de foi", "Cette fiche est refusée",
        "Intégrité", "Confiance", "C’est", "Elle prétend être", "Reçues", "Quand", "Verdict", "Fiche", "Constats", "Dossiers du service",
        answers("valide", "invalide", "indéterminée", "fiable", "non fiable", "inconnue", "acceptée", "déjà reçue", "refusée"),
    ),
    "es" to Words(
        "Fichas firmadas", "Examinar un archivo", "No se guarda nada de él.", "Archivo", "Esta ficha merece crédito", "Esta ficha se rechaza",
        "Integridad", "Confianza", "Es", "Dice ser", "Recibidas", "Cuándo", "Veredicto", "Ficha", "Hallazgos", "Expedientes propios",
        answers("válida", "inválida", "indeterminada", "fiable", "no fiable", "desconocida", "aceptada", "ya recibida", "rechazada"),
    ),
    "ar" to Words(
        "السجلات الموقعة", "فحص ملف", "لا يُحفظ منه شيء.", "ملف", "هذا السجل جدير بالثقة", "هذا السجل مرفوض",
        "السلامة", "الثقة", "هو", "يدّعي أنه", "الواردة", "متى", "الحكم", "السجل", "الملاحظات", "ملفاتنا",
        answers("سليم", "غير سليم", "غير محسوم", "موثوق", "غير موثوق", "غير معروف", "مقبول", "مستلم من قبل", "مرفوض"),
    ),
)
