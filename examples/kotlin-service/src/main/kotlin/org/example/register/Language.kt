package org.example.register

import io.javalin.http.Context
import java.util.Locale

/** The languages in which the library says what is wrong. */
val LANGUAGES = listOf("en", "fr", "es", "ar")

/** The language that the caller asks for by `Accept-Language`; English where it asks for none of ours, or in a form that nobody can read. */
fun languageOf(context: Context): String {
    val wanted = context.header("Accept-Language")?.take(200) ?: return LANGUAGES.first()
    val ranges = runCatching { Locale.LanguageRange.parse(wanted) }.getOrDefault(emptyList())
    return Locale.lookupTag(ranges, LANGUAGES) ?: LANGUAGES.first()
}
