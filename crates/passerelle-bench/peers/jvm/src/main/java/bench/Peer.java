package bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.erdtman.jcs.JsonCanonicalizer;

/** Opens records with the usual libraries for the JVM, and prints nanoseconds a record. */
public final class Peer {
    public static void main(String[] words) throws Exception {
        Path folder = Path.of(words[0]);
        var lines = Files.readAllLines(folder.resolve("clear.ndjson"));
        var mapper = new ObjectMapper();
        var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        var schema = registry.getSchema(Files.readString(folder.resolve("schema.json")));
        var verifier = new Ed25519Verifier(OctetKeyPair.parse(Files.readString(folder.resolve("key.json"))));
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 12; round++) {
            long begun = System.nanoTime();
            for (String line : lines) {
                JsonNode envelope = mapper.readTree(line);
                JsonNode record = envelope.get("record");
                if (!schema.validate(record).isEmpty()) {
                    throw new IllegalStateException("schema");
                }
                byte[] canonical = new JsonCanonicalizer(mapper.writeValueAsString(record)).getEncodedUTF8();
                JsonNode entry = envelope.get("signatures").get(0);
                String written = entry.get("protected").asText();
                byte[] message = (written + "." + Base64URL.encode(canonical)).getBytes(StandardCharsets.US_ASCII);
                JWSHeader header = JWSHeader.parse(new Base64URL(written));
                if (!verifier.verify(header, message, new Base64URL(entry.get("signature").asText()))) {
                    throw new IllegalStateException("signature");
                }
            }
            best = Math.min(best, (System.nanoTime() - begun) / (double) lines.size());
        }
        System.out.printf("%.0f JVM: Jackson + networknt + java-json-canonicalization + nimbus%n", best);
    }
}
