package org.passerelle

import java.nio.file.Files
import java.nio.file.Path
import kotlin.concurrent.thread

/**
 * The side of Kotlin in `cargo xtask bench bindings`: reads the name of a task from each line of its input, and answers with the
 * nanoseconds that it took. What is measured is in the folder that its one argument names.
 */
internal object Bench {
    @JvmStatic
    fun main(words: Array<String>) {
        val folder = Path.of(words.single())
        val lines = Files.readAllBytes(folder.resolve("records.ndjson"))
        val records = lines.decodeToString().lineSequence().filter { it.isNotEmpty() }.map { it.encodeToByteArray() }.toList()
        val trust = Trust.pin(Files.readAllBytes(folder.resolve("root.json"))).updateList(Files.readAllBytes(folder.resolve("list.json")), NOW)
        val oneByOne = { records.forEach { Passerelle.open(it, trust, NOW) } }
        check(Passerelle.verifyLines(lines, trust, NOW).isAllOk)
        for (task in generateSequence(::readLine)) {
            val begin = System.nanoTime()
            when (task) {
                "lines" -> check(Passerelle.verifyLines(lines, trust, NOW).size == records.size)
                "list" -> check(Passerelle.verifyMany(records, trust, NOW).size == records.size)
                "open" -> oneByOne()
                "typed" -> records.forEach { Passerelle.open(it, trust, NOW).record }
                "threads" -> List(2) { thread { oneByOne() } }.forEach(Thread::join)
                else -> return
            }
            println(System.nanoTime() - begin)
        }
    }
}
