package org.example.register

import io.javalin.config.RoutesConfig
import io.javalin.http.Context
import io.javalin.http.HttpStatus
import java.sql.Connection
import java.sql.DriverManager
import java.sql.ResultSet
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put

/**
 * The register of persons of interest that Eastland has had for years: one table in a file, and endpoints that other programs of the
 * house use. Nothing in this file knows of Passerelle.
 */
class Register(file: String) : AutoCloseable {
    private val address = "jdbc:h2:file:$file"

    /** Keeps the file open between requests. */
    private val kept = DriverManager.getConnection(address)

    init {
        kept.createStatement().use { statement ->
            statement.execute(
                """CREATE TABLE IF NOT EXISTS person (
                    number VARCHAR(10) PRIMARY KEY, name VARCHAR(80) NOT NULL, telephone VARCHAR(20), note VARCHAR(400))""",
            )
        }
    }

    /** A connection of its own for each request. */
    fun <T> use(work: (Connection) -> T): T = DriverManager.getConnection(address).use(work)

    fun routes(routes: RoutesConfig) {
        routes.get("/persons/{number}", ::one)
        routes.get("/persons", ::byTelephone)
        routes.post("/persons", ::add)
    }

    private fun one(context: Context) {
        val found = use { connection ->
            connection.prepareStatement("SELECT * FROM person WHERE number = ?").use { statement ->
                statement.setString(1, context.pathParam("number"))
                statement.executeQuery().use { rows -> if (rows.next()) person(rows) else null }
            }
        }
        if (found == null) context.status(HttpStatus.NOT_FOUND) else context.answer(found)
    }

    private fun byTelephone(context: Context) {
        val numbers = numbersBy(listOf(context.queryParam("telephone").orEmpty()))
        context.answer(buildJsonObject { put("numbers", numbers.joinToString(" ")) })
    }

    private fun add(context: Context) {
        val person = Json.parseToJsonElement(context.body()) as JsonObject
        use { connection ->
            connection.prepareStatement("INSERT INTO person VALUES (?, ?, ?, ?)").use { statement ->
                listOf("number", "name", "telephone", "note").forEachIndexed { index, column ->
                    statement.setString(index + 1, person[column]?.jsonPrimitive?.content)
                }
                statement.executeUpdate()
            }
        }
        context.status(HttpStatus.CREATED)
    }

    /** The files in which one of these telephones stands. */
    fun numbersBy(telephones: List<String>): List<String> = use { connection ->
        connection.prepareStatement("SELECT number FROM person WHERE telephone = ANY(?) ORDER BY number").use { statement ->
            statement.setArray(1, connection.createArrayOf("VARCHAR", telephones.toTypedArray()))
            statement.executeQuery().use { rows -> generateSequence { if (rows.next()) rows.getString(1) else null }.toList() }
        }
    }

    private fun person(row: ResultSet) = buildJsonObject {
        for (column in listOf("number", "name", "telephone", "note")) row.getString(column)?.let { put(column, it) }
    }

    override fun close() = kept.close()
}

/** Answers with JSON, which nobody on the way keeps. */
fun Context.answer(body: JsonObject) {
    contentType("application/json; charset=utf-8").header("Cache-Control", "no-store").result(body.toString())
}
