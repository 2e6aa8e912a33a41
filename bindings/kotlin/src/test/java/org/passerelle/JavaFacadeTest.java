package org.passerelle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.passerelle.records.ModusOperandiRecord;
import org.passerelle.records.Record;
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
    void nullWhereAValueIsDueIsAnExceptionWithACode() {
        World world = new World("Ed25519");
        Trust trust = world.getTrust();
        SoftwareKey south = world.getSouth();
        byte[] data = WorldKt.example("modus-operandi-sea-route-rev1");
        byte[] envelope = Passerelle.sign(data, south, NOW);
        Recipient recipient = new Recipient("XZ", "crime-analysis", "test");
        Dispatch dispatch = new Dispatch(List.of("XX/northland"), "crime-analysis");
        Passing passing = new Passing(List.of("XA"), List.of("crime-analysis"));
        List<byte[]> none = List.of();
        List<byte[]> withNull = Collections.singletonList(null);
        List<Executable> calls = List.of(
            () -> Passerelle.open(null, trust, NOW),
            () -> Passerelle.open(envelope, null, NOW),
            () -> Passerelle.open(envelope, trust, (Instant) null),
            () -> Passerelle.open(envelope, trust, null, null, NOW),
            () -> Passerelle.open(envelope, trust, null, withNull, NOW),
            () -> Passerelle.inspect(null),
            () -> Passerelle.checkAttachments(envelope, null, trust, NOW),
            () -> Passerelle.validate((byte[]) null, NOW),
            () -> Passerelle.validate((Record) null, NOW),
            () -> Passerelle.sign(data, (Signer) null, NOW),
            () -> Passerelle.sign(data, (List<Signer>) null, NOW),
            () -> Passerelle.sign((byte[]) null, south, NOW),
            () -> Passerelle.sign((Record) null, south, NOW),
            () -> Passerelle.sign(data, List.of(south), NOW, null),
            () -> Passerelle.cosign(envelope, null, NOW),
            () -> Passerelle.signTrustDocument(null, List.of(south), NOW),
            () -> Passerelle.convert(envelope, null),
            () -> Passerelle.canonicalize(null),
            () -> Passerelle.redact(envelope, null),
            () -> Passerelle.redact(envelope, Collections.singletonList(null)),
            () -> Passerelle.diff(data, null),
            () -> Passerelle.diff(data, data, null),
            () -> Passerelle.status(withNull, trust, NOW),
            () -> Passerelle.release(envelope, trust, null, none, NOW),
            () -> Passerelle.release(envelope, trust, new Recipient(null, "crime-analysis", "test"), none, NOW),
            () -> Passerelle.release(envelope, null, recipient, none, NOW),
            () -> Passerelle.referral(envelope, null),
            () -> Passerelle.redactFor(null, trust, recipient, none, NOW),
            () -> Passerelle.explain(null),
            () -> Passerelle.verifyMany(null, trust, NOW),
            () -> Passerelle.verifyMany(withNull, trust, NOW),
            () -> Passerelle.openMany(none, trust, null),
            () -> Passerelle.validateMany(withNull, NOW),
            () -> Passerelle.verifyLines(null, trust, NOW),
            () -> Passerelle.openLines(null, trust, NOW),
            () -> Passerelle.openLines(new ByteArrayInputStream(envelope), null, NOW).iterator().hasNext(),
            () -> Exchange.seal(envelope, trust, null, none, NOW),
            () -> Exchange.seal(envelope, null, dispatch, none, NOW),
            () -> Exchange.unseal(envelope, null),
            () -> Exchange.unseal(null, world.getSealedToNorth()),
            () -> Exchange.sealOf(null),
            () -> Exchange.receipt(envelope, trust, south, null, NOW),
            () -> Exchange.openReceipt(null, trust, NOW),
            () -> Exchange.forward(envelope, trust, south, null),
            () -> Exchange.forward(envelope, null, south, passing),
            () -> Exchange.openForward(null, trust, NOW),
            () -> Exchange.checkForward(envelope, null, trust),
            () -> Exchange.openManifest(null, trust, NOW),
            () -> Exchange.openBatch(envelope, withNull, trust, NOW),
            () -> Exchange.checkFeeds(null, trust, NOW),
            () -> Exchange.pack(none, south, null, NOW),
            () -> Exchange.pack(none, south, "daily", null),
            () -> Exchange.unpack(null, trust, NOW),
            () -> Neighbours.exportAs("stix", List.of(envelope), null, recipient),
            () -> Neighbours.exportAs("stix", withNull, trust, recipient),
            () -> Neighbours.importFrom("stix", data, null, data, NOW),
            () -> Trust.pin(null),
            () -> trust.updateRoot(null),
            () -> trust.updateList(null, NOW),
            () -> new TrustKeeper(null),
            () -> new TrustKeeper().pin(null, NOW),
            () -> new MemoryTrustStore().append(null),
            () -> new MemoryRevisions().add(null),
            () -> SoftwareKey.generate(null),
            () -> SoftwareKey.fromPkcs8("XX/southland", null),
            () -> DecryptionKey.generate(null),
            () -> Mapping.load((Path) null),
            () -> Mapping.load((Map<String, String>) null),
            () -> Records.fromJson(null),
            () -> Records.toJson(null));
        for (int index = 0; index < calls.size(); index++) {
            Executable call = calls.get(index);
            PasserelleException refused = assertThrows(ArgumentException.class, call, "call " + index);
            assertEquals("BND_ARGUMENT", refused.getCode());
            assertTrue(refused.getDetail().contains("null"), refused.getDetail());
        }
        assertEquals("BND_ARGUMENT", assertThrows(ArgumentException.class, () -> mapping().forward(null, "1".repeat(64), NOW)).getCode());
        assertEquals("BND_ARGUMENT", assertThrows(ArgumentException.class, () -> mapping().forwardFile(null, "1".repeat(64), NOW)).getCode());
        assertEquals("BND_ARGUMENT", assertThrows(ArgumentException.class, () -> mapping().backward(withNull)).getCode());
        assertEquals("BND_ARGUMENT", assertThrows(ArgumentException.class, () -> mapping().restore(List.of(), null)).getCode());
    }

    private static Mapping mapping() {
        return Mapping.load(WorldKt.getSOURCE().resolve("examples/national-fr"));
    }

    @Test
    void aSignerInJavaThatSaysNotWhoItIsSignsNothing() {
        byte[] draft = WorldKt.example("modus-operandi-sea-route-rev1");
        Signer signer = new Signer() {
            @Override public String getAuthority() { return null; }
            @Override public Map<String, String> getPublicJwk() { return null; }
            @Override public byte[] sign(byte[] message) { return new byte[64]; }
        };
        assertEquals("BND_ARGUMENT", assertThrows(ArgumentException.class, () -> Passerelle.sign(draft, signer, NOW)).getCode());
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
