package dev.periplus.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules that ship. */
class PackagedRulesTest {
    private final RuleSet rules = load();

    private static RuleSet load() {
        try {
            return new RuleLoader().packaged().load();
        } catch (InvalidRulesException e) {
            throw new AssertionError(e.errors().toString(), e);
        }
    }

    @Test
    void everyExampleIsProvedAndNoRivalClaimsIt() {
        assertEquals(List.of(), new RuleProof(rules).failures());
    }

    @Test
    void everyFileOfTheFolderIsPackaged() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("rules/protocols"))) {
            assertEquals(
                    files.filter(f -> f.toString().endsWith(".yaml")).count(),
                    rules.protocols().size());
        }
    }

    @Test
    void theIndexOffersASignatureForEveryMatchingExample() {
        for (Protocol protocol : rules.protocols()) {
            for (Signature signature : protocol.signatures()) {
                for (Signature.Example example : signature.matches()) {
                    int first = example.request()[0] & 0xff;
                    for (int transport : signature.transports()) {
                        assertTrue(
                                List.of(rules.candidates(transport, first)).contains(signature),
                                signature.rule() + " is not offered for first byte " + first);
                    }
                }
            }
        }
    }

    @Test
    void examplesCutOrChangedNeverFail() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (Protocol protocol : rules.protocols()) {
            for (Signature signature : protocol.signatures()) {
                for (Signature.Example example : signature.matches()) {
                    byte[] bytes = example.request().clone();
                    Message message = new Message();
                    for (int length = 0; length <= bytes.length; length++) {
                        signature.matches(message.of(bytes, 0, length, bytes.length, random.nextBoolean()));
                    }
                    for (int round = 0; round < 50; round++) {
                        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                        Truth truth = signature.matches(message.of(bytes, 0, bytes.length, bytes.length, false));
                        assertTrue(truth != Truth.LATER, signature.rule() + ", seed " + seed);
                    }
                }
            }
        }
    }
}
