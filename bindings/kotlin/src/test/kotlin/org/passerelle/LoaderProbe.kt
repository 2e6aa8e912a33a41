package org.passerelle

import kotlin.system.exitProcess

/** Loads the library and says from where. */
fun main() {
    try {
        println(NativeLibrary.path)
        println(Passerelle.version)
    } catch (error: UnsatisfiedLinkError) {
        println(error.message)
        exitProcess(1)
    }
}
