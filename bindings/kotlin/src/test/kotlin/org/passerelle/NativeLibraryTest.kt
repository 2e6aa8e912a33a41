package org.passerelle

import java.nio.file.Files
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** The loader, in JVMs of its own. */
class NativeLibraryTest {
    private fun run(vararg options: String): Pair<Int, String> {
        val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
        val command = listOf(java, *options, "-cp", System.getProperty("java.class.path"), "org.passerelle.LoaderProbeKt")
        val process = ProcessBuilder(command).redirectErrorStream(true).start()
        val said = process.inputStream.readBytes().decodeToString()
        return process.waitFor() to said
    }

    @Test
    fun `it is found without settings and by the properties`(@TempDir folder: Path) {
        assertEquals(0, run().first)
        assertEquals(0, run("-Dpasserelle.directory=$folder").first)
        val file = folder.resolve("own.so")
        javaClass.getResourceAsStream("/org/passerelle/native/linux-x86_64/libpasserelle_ffi.so")?.use { Files.copy(it, file) } ?: return
        assertEquals(0, run("-Dpasserelle.library=$file").first)
    }

    @Test
    fun `it says what it tried`(@TempDir folder: Path) {
        val (exit, said) = run("-Dpasserelle.library=$folder/missing.so")
        assertEquals(1, exit)
        assertTrue("$folder/missing.so" in said && "passerelle.directory" in said, said)
    }

    @Test
    fun `a temporary folder that cannot be used is passed over`(@TempDir folder: Path) {
        val file = Files.createFile(folder.resolve("file"))
        val (exit, said) = run("-Djava.io.tmpdir=$file/none", "-Duser.home=$folder")
        assertEquals(0, exit, said)
        assertTrue("$folder/.cache/passerelle" in said, said)
    }
}
