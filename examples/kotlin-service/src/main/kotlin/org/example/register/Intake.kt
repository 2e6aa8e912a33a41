package org.example.register

import java.sql.Connection
import java.time.Instant
import java.time.OffsetDateTime
import java.time.ZoneOffset
import org.passerelle.Finding
import org.passerelle.OpenException
import org.passerelle.Opened
import org.passerelle.Passerelle
import org.passerelle.Revisions
import org.passerelle.Trust
import org.passerelle.records.ProfileRecord

/** How many deliveries are remembered for the page. */
private const val DELIVERIES = 1_000

/** What became of one record that came. It holds nothing that the record says. */
data class Verdict(
    /** `accepted`, `held` where it came before, or `refused`. */
    val verdict: String,
    val integrity: String,
    val trust: String,
    val findings: List<Finding>,
    /** What it is, or claims to be where it is refused. */
    val id: String?,
    val type: String?,
    val rev: Long?,
)

/** A delivery, as an officer sees it. */
data class Delivery(val came: OffsetDateTime, val verdict: String, val id: String?, val type: String?, val rev: Long?, val codes: String, val files: String)

/**
 * Takes signed records: verifies them, keeps those that open byte for byte, and notices where the register has a file already. Everything is
 * in tables of its own, in the same file as the register.
 */
class Intake(private val register: Register, private val trust: Trust, private val clock: () -> Instant = Instant::now) {
    init {
        register.use { connection ->
            connection.createStatement().use { statement ->
                statement.execute(
                    """CREATE TABLE IF NOT EXISTS record (
                        id VARCHAR(120), rev BIGINT, digest CHAR(64), type VARCHAR(20) NOT NULL, envelope VARBINARY NOT NULL,
                        PRIMARY KEY (id, rev, digest))""",
                )
                statement.execute(
                    """CREATE TABLE IF NOT EXISTS delivery (
                        number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, came TIMESTAMP WITH TIME ZONE NOT NULL,
                        verdict VARCHAR(10) NOT NULL, id VARCHAR(120), type VARCHAR(20), rev BIGINT, codes VARCHAR(1000) NOT NULL,
                        files VARCHAR(1000) NOT NULL)""",
                )
            }
        }
    }

    /** Opens a record and keeps it; says of one that does not open everything that is wrong. */
    fun take(data: ByteArray): Verdict {
        val now = clock()
        val opened = try {
            Passerelle.open(data, trust, Held(register), emptyList(), now)
        } catch (refused: OpenException) {
            val verdict = refusal(data, refused, now)
            register.use { connection -> note(connection, verdict, emptyList(), now) }
            return verdict
        }
        return register.use { connection ->
            connection.autoCommit = false
            val isNew = keep(connection, opened, data)
            val verdict = with(opened) {
                Verdict(if (isNew) "accepted" else "held", "valid", "trusted", findings, id, recordType, rev)
            }
            if (isNew) note(connection, verdict, register.numbersBy(telephones(opened)), now)
            connection.commit()
            verdict
        }
    }

    /** Looks at a record as [take] would, and keeps nothing. */
    fun look(data: ByteArray): Verdict {
        val now = clock()
        return try {
            val opened = Passerelle.open(data, trust, Held(register), emptyList(), now)
            Verdict("accepted", "valid", "trusted", opened.findings, opened.id, opened.recordType, opened.rev)
        } catch (refused: OpenException) {
            refusal(data, refused, now)
        }
    }

    /** The last deliveries, the newest first. */
    fun deliveries(): List<Delivery> = register.use { connection ->
        connection.prepareStatement("SELECT * FROM delivery ORDER BY number DESC FETCH FIRST 50 ROWS ONLY").use { statement ->
            statement.executeQuery().use { rows ->
                generateSequence {
                    if (!rows.next()) return@generateSequence null
                    val rev = rows.getLong("rev").takeUnless { rows.wasNull() }
                    Delivery(
                        rows.getObject("came", OffsetDateTime::class.java), rows.getString("verdict"), rows.getString("id"),
                        rows.getString("type"), rev, rows.getString("codes"), rows.getString("files"),
                    )
                }.toList()
            }
        }
    }

    /** The exception has the finding that stopped the opening; a report has the others, too, and what the record claims to be. */
    private fun refusal(data: ByteArray, refused: OpenException, now: Instant): Verdict {
        val report = Passerelle.inspect(data, trust, now)
        val findings = refused.findings + report.findings.filterNot { it in refused.findings }
        return Verdict(
            "refused", refused.integrity ?: report.integrity, refused.trust ?: report.trust, findings, report.id, report.recordType, report.rev,
        )
    }

    private fun keep(connection: Connection, opened: Opened, data: ByteArray): Boolean {
        val statement = """MERGE INTO record AS held USING (VALUES (CAST(? AS VARCHAR(120)), CAST(? AS BIGINT), CAST(? AS CHAR(64)))) AS new (id, rev, digest)
            ON held.id = new.id AND held.rev = new.rev AND held.digest = new.digest
            WHEN NOT MATCHED THEN INSERT VALUES (new.id, new.rev, new.digest, ?, ?)"""
        return connection.prepareStatement(statement).use {
            it.setString(1, opened.id)
            it.setLong(2, opened.rev)
            it.setString(3, opened.digest)
            it.setString(4, opened.recordType)
            it.setBytes(5, data)
            it.executeUpdate() == 1
        }
    }

    private fun note(connection: Connection, verdict: Verdict, files: List<String>, now: Instant) {
        connection.prepareStatement("INSERT INTO delivery (came, verdict, id, type, rev, codes, files) VALUES (?, ?, ?, ?, ?, ?, ?)").use {
            it.setObject(1, now.atOffset(ZoneOffset.UTC))
            it.setString(2, verdict.verdict)
            // What a record that nobody vouches for claims to be is for the answer to its sender, and for no screen of ours.
            it.setString(3, verdict.id.takeIf { verdict.trust == "trusted" })
            it.setString(4, verdict.type.takeIf { verdict.trust == "trusted" })
            it.setObject(5, verdict.rev.takeIf { verdict.trust == "trusted" })
            it.setString(6, verdict.findings.map(Finding::code).distinct().take(20).joinToString(" "))
            it.setString(7, files.take(50).joinToString(" "))
            it.executeUpdate()
        }
        // Nobody fills the disk with what is refused.
        connection.createStatement().use { it.execute("DELETE FROM delivery WHERE number <= (SELECT MAX(number) FROM delivery) - $DELIVERIES") }
    }

    /** The telephones of a person; not those that the record says are somebody else's. */
    private fun telephones(opened: Opened): List<String> {
        val record = opened.record as? ProfileRecord ?: return emptyList()
        return record.content.selectors.filter { it.kind == "phone" && it.negated != true }.map { it.value }
    }

    /** What is held, so that a revision is held against the one before it. */
    private class Held(private val register: Register) : Revisions {
        override fun digests(id: String, rev: Long): Collection<String> = register.use { connection ->
            connection.prepareStatement("SELECT digest FROM record WHERE id = ? AND rev = ?").use { statement ->
                statement.setString(1, id)
                statement.setLong(2, rev)
                statement.executeQuery().use { rows -> generateSequence { if (rows.next()) rows.getString(1) else null }.toList() }
            }
        }
    }
}
