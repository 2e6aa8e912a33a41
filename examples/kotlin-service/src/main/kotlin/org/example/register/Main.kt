package org.example.register

import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import java.util.concurrent.CountDownLatch
import kotlin.system.exitProcess
import org.passerelle.Passerelle
import org.passerelle.Trust

private const val USAGE = """register [--port 8080] [--database FILE] [--root FILE --list FILE]
Without a trust root and list it starts with a test domain, and writes records to try it with."""

/** Starts the service. */
fun main(words: Array<String>) {
    val options = words.toList().chunked(2).associate { it.first() to it.getOrNull(1) }
    if ((options.keys - setOf("--port", "--database", "--root", "--list")).isNotEmpty() || null in options.values) {
        System.err.println(USAGE)
        exitProcess(2)
    }
    val folder = Files.createDirectories(Path.of(System.getProperty("register.folder") ?: "target/register")).toAbsolutePath()
    val (root, list) = options["--root"] to options["--list"]
    val register = Register(options["--database"] ?: folder.resolve("register").toString())
    val (trust, clock) = if (root != null && list != null) {
        Trust.pin(Files.readAllBytes(Path.of(root))).updateList(Files.readAllBytes(Path.of(list))) to { Instant.now() }
    } else {
        tryOut(folder)
    }
    val server = service(register, trust, options["--port"]?.toInt() ?: 8080, clock)
    println("the register listens: http://127.0.0.1:${server.port()}/records")
    Runtime.getRuntime().addShutdownHook(Thread { server.stop(); register.close() })
    // Maven ends when `main` has ended and it sees no other thread that has to be waited for; so this one stays until it is interrupted.
    CountDownLatch(1).await()
}

/** A test domain, and two records to send: one that is good, and one that somebody has altered on the way. */
private fun tryOut(folder: Path): Pair<Trust, () -> Instant> {
    val now = Instant.parse("2026-12-01T00:00:00Z")
    val domain = TestDomain(now)
    val example = Path.of("../records/profile-skipper-cyrillic.json")
    if (Files.exists(example)) {
        val signed = Passerelle.sign(Files.readAllBytes(example), domain.southland, now)
        Files.write(folder.resolve("good.json"), signed)
        Files.write(folder.resolve("forged.json"), signed.decodeToString().replace("skipper", "recruiter").encodeToByteArray())
        println("records to try it with: $folder/good.json and forged.json")
    }
    return domain.trust to { now }
}
