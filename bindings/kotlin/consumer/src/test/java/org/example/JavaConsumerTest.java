package org.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.passerelle.Passerelle;
import org.passerelle.SoftwareKey;
import org.passerelle.Trust;
import org.passerelle.TrustException;
import org.passerelle.Validation;
import org.passerelle.records.RecordFormException;
import org.passerelle.records.Records;

/** The artifact as a vendor of a system in Java gets it. */
class JavaConsumerTest {
    @Test
    void bothJarsHoldTheLicences() throws Exception {
        for (String name : List.of("LICENSE-MIT", "LICENSE-APACHE")) {
            List<URL> held = Collections.list(Passerelle.class.getClassLoader().getResources("META-INF/" + name));
            assertEquals(2, held.stream().filter(url -> url.getPath().contains("/passerelle-jvm-")).count(), name);
        }
    }

    @Test
    void theArtifactWorksWhereNothingElseIs() {
        Instant now = Instant.parse("2026-06-01T12:00:00Z");
        byte[] draft = "{\"specs\": \"1.0\"}".getBytes(StandardCharsets.UTF_8);
        Validation validation = Passerelle.validate(draft, now);
        assertFalse(validation.isValid());
        byte[] none = "{}".getBytes(StandardCharsets.UTF_8);
        TrustException refused =
            assertThrows(TrustException.class, () -> Passerelle.signTrustDocument(none, List.of(), now));
        assertEquals("TL_FORM", refused.getCode());
        assertThrows(RecordFormException.class, () -> Records.fromJson(draft));
        assertThrows(TrustException.class, () -> Trust.pin(draft));
        try (SoftwareKey key = SoftwareKey.generate("XX/northland", "ES256")) {
            assertEquals("P-256", key.getPublicJwk().get("crv"));
        }
    }
}
