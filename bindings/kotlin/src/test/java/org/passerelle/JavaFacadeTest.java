package org.passerelle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.passerelle.records.ModusOperandiRecord;
import org.passerelle.records.Records;

/** The facade, from plain Java. */
class JavaFacadeTest {
    private static final Instant NOW = WorldKt.getNOW();

    @Test
    void javaSignsOpensAndReads() throws Exception {
        World world = new World("Ed25519");
        byte[] draft = WorldKt.example("modus-operandi-sea-route-rev1");
        assertTrue(Passerelle.validate(draft, NOW).isValid());
        byte[] envelope = Passerelle.sign(draft, world.getSouth(), NOW);
        Opened opened = Passerelle.open(envelope, world.getTrust(), NOW);
        if (opened.getRecord() instanceof ModusOperandiRecord record) {
            assertEquals("XX/southland", record.getIssuer());
            assertNull(record.getExt());
        } else {
            throw new AssertionError("another type");
        }
        assertEquals(opened.getRecord(), Records.fromJson(draft));
        Verdicts verdicts = Passerelle.verifyMany(List.of(envelope, new byte[0]), world.getTrust(), NOW);
        assertEquals("JSON_SYNTAX", verdicts.get(1).getCode());
        Decision decision = Passerelle.release(envelope, world.getTrust(), new Recipient("XZ", "crime-analysis", "test"), List.of(), NOW);
        assertTrue(!decision.isAllowed() && !decision.getReasons().isEmpty());
        try (Trust trust = Trust.pin(world.getSignedRoot())) {
            assertEquals(1, trust.getAbout().getRootVersion());
        }
    }

    @Test
    void nullWhereAValueIsDueIsAnException() {
        World world = new World("Ed25519");
        assertThrows(NullPointerException.class, () -> Passerelle.open(null, world.getTrust(), NOW));
        assertThrows(NullPointerException.class, () -> Passerelle.open(new byte[0], null, NOW));
        assertThrows(NullPointerException.class, () -> Passerelle.sign(new byte[0], (Signer) null, NOW));
    }

    @Test
    void aSignerInJavaThatReturnsNullSignsNothing() {
        World world = new World("Ed25519");
        Map<String, String> jwk = world.getSouth().getPublicJwk();
        Signer signer = new Signer() {
            @Override public String getAuthority() { return "XX/southland"; }
            @Override public Map<String, String> getPublicJwk() { return jwk; }
            @Override public byte[] sign(byte[] message) { return null; }
        };
        byte[] draft = WorldKt.example("modus-operandi-sea-route-rev1");
        assertEquals("SIGN_CALLBACK", assertThrows(SignException.class, () -> Passerelle.sign(draft, signer, NOW)).getCode());
        byte[] text = "{\"specs\": 1}".getBytes(StandardCharsets.UTF_8);
        assertEquals("SCHEMA_REQUIRED", assertThrows(SignException.class, () -> Passerelle.sign(text, signer, NOW)).getFinding().getCode());
    }
}
