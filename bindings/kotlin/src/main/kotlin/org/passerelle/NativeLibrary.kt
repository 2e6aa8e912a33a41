package org.passerelle

import java.io.File
import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption

/**
 * Finds and loads the native library.
 *
 * In this order: the file that the property `passerelle.library` names; or the one inside the jar for this system, which is copied into
 * the folder that `passerelle.directory` names, or else into the first of these from which programs may be loaded: the system's
 * temporary folder, the user's cache, the current folder.
 */
internal object NativeLibrary {
    private const val FILE = "libpasserelle_ffi.so"
    private const val OVERRIDE = "uniffi.component.passerelle.libraryOverride"

    /** Loads it, once. */
    val path: String by lazy {
        val tried = mutableListOf<String>()
        val found = explicit(tried) ?: extracted(tried)
        val file = found ?: throw UnsatisfiedLinkError(
            "Passerelle's native library was not loaded. Tried:\n" + tried.joinToString("\n") { "  - $it" } +
                "\nSet the property passerelle.library to the file, or passerelle.directory to a folder from which programs may be loaded.",
        )
        System.setProperty(OVERRIDE, file)
        file
    }

    private fun explicit(tried: MutableList<String>): String? {
        val named = System.getProperty("passerelle.library") ?: return null
        val file = File(named).absolutePath
        return if (loads(file, tried)) file else null
    }

    private fun extracted(tried: MutableList<String>): String? {
        if (System.getProperty("passerelle.library") != null) return null
        for (platform in platforms()) {
            val resource = "/org/passerelle/native/$platform/$FILE"
            val bytes = NativeLibrary::class.java.getResourceAsStream(resource)?.use { it.readBytes() }
            if (bytes == null) {
                tried += "$resource in the jars: not there (add the artifact passerelle-jvm with the classifier $platform)"
                continue
            }
            for (folder in folders()) {
                val file = copy(bytes, folder, tried) ?: continue
                if (loads(file.toString(), tried)) {
                    file.toFile().deleteOnExit()
                    return file.toString()
                }
                Files.deleteIfExists(file)
            }
        }
        return null
    }

    /** The names of this system: the C library first that is likely there. */
    private fun platforms(): List<String> {
        val architecture = when (val name = System.getProperty("os.arch")) {
            "amd64", "x86_64" -> "x86_64"
            "arm64", "aarch64" -> "aarch64"
            else -> name
        }
        val system = System.getProperty("os.name").lowercase().substringBefore(' ')
        val musl = "$system-$architecture-musl"
        val usual = "$system-$architecture"
        val isMusl = File("/lib").list()?.any { it.startsWith("ld-musl-") } == true
        return if (isMusl) listOf(musl, usual) else listOf(usual)
    }

    private fun folders(): List<String> {
        System.getProperty("passerelle.directory")?.let { return listOf(it) }
        val home = System.getProperty("user.home")
        return listOfNotNull(System.getProperty("java.io.tmpdir"), home?.let { "$it/.cache/passerelle" }, ".")
    }

    private fun copy(bytes: ByteArray, folder: String, tried: MutableList<String>): Path? = try {
        val parent = Files.createDirectories(Path.of(folder).toAbsolutePath())
        // A name that nobody can know beforehand, readable by this user alone.
        val file = Files.createTempFile(parent, "passerelle-", ".so")
        Files.copy(bytes.inputStream(), file, StandardCopyOption.REPLACE_EXISTING)
        file
    } catch (error: IOException) {
        tried += "$folder: cannot be written to (${error.javaClass.simpleName})"
        null
    }

    private fun loads(file: String, tried: MutableList<String>): Boolean = try {
        System.load(file)
        true
    } catch (error: UnsatisfiedLinkError) {
        tried += "$file: ${error.message}"
        false
    }
}
