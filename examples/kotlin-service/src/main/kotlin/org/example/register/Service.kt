package org.example.register

import io.javalin.Javalin
import io.javalin.config.SizeUnit
import java.lang.System.Logger.Level
import java.time.Instant
import org.passerelle.Trust

private val LOG: System.Logger = System.getLogger("register")

/** The service: what it had before, and what it has more. It listens on this machine alone; the gateway of the house stands before it. */
fun service(register: Register, trust: Trust, port: Int, clock: () -> Instant = Instant::now): Javalin {
    val intake = Intake(register, trust, clock)
    return Javalin.create { config ->
        config.startup.showJavalinBanner = false
        config.startup.showOldJavalinVersionWarning = false
        config.http.maxRequestSize = DELIVERY_BYTES.toLong()
        // A file that somebody looks at stays in memory: what a record says is in no temporary file.
        config.jetty.multipartConfig.maxInMemoryFileSize(RECORD_BYTES + 1, SizeUnit.BYTES)
        config.jetty.multipartConfig.maxFileSize((RECORD_BYTES + 1).toLong(), SizeUnit.BYTES)
        config.jetty.multipartConfig.maxTotalRequestSize((RECORD_BYTES + 65_536).toLong(), SizeUnit.BYTES)
        register.routes(config.routes)
        RecordRoutes(intake).routes(config.routes)
        Page(intake).routes(config.routes)
        config.routes.exception(Exception::class.java) { fault, context ->
            // What a database or a parser says can hold values; the class of what they throw does not.
            LOG.log(Level.ERROR, "${context.method()} failed: ${fault.javaClass.name}")
            context.status(500).contentType("application/json").result("""{"code":"FAULT"}""")
        }
        config.requestLogger.http { context, milliseconds ->
            // Neither path nor query: a number of a file, a telephone and a name are in them.
            LOG.log(Level.INFO, "${context.method()} ${runCatching { context.endpoint().path }.getOrDefault("-")} ${context.statusCode()} ${milliseconds.toInt()} ms")
        }
    }.start("127.0.0.1", port)
}
