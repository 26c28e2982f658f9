package dev.periplus.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.engine.Knowledge;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests the packaged rules. */
class PackagedRulesTest {
    private final RuleSet rules = load();

    private static RuleSet load() {
        try {
            return RuleFolder.read(
                    Path.of("rules"),
                    folder -> Knowledge.ruleLoader().add(folder).load());
        } catch (InvalidRulesException e) {
            throw new AssertionError(e.errors().toString(), e);
        }
    }

    @Test
    void everyExampleIsProvedAndNoRivalClaimsIt() {
        assertEquals(
                List.of(),
                new RuleProof(rules)
                        .failures(rules.protocols().stream().map(Protocol::id).toList()));
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
    void packagedRulesAreThoseOfTheFolder() throws Exception {
        RuleSet packaged = new RuleLoader().packaged().load();
        for (Protocol protocol : rules.protocols()) {
            Protocol same = packaged.protocol(protocol.id());
            assertTrue(same != null, protocol.id());
            assertEquals(protocol.registered(), same.registered());
            assertEquals(protocol.registeredText(), same.registeredText());
            assertEquals(protocol.within(), same.within());
            for (int i = 0; i < protocol.signatures().size(); i++) {
                Signature written = protocol.signatures().get(i);
                Signature read = same.signatures().get(i);
                assertEquals(written.rule(), read.rule());
                assertEquals(written.weight(), read.weight());
                for (Signature.Example example : written.matches()) {
                    byte[] bytes = example.request();
                    assertEquals(
                            Truth.YES, read.matches(new Message().of(bytes, 0, bytes.length, bytes.length, false)));
                }
            }
        }
    }

    @Test
    void theIndexOffersASignatureForEveryMatchingExample() {
        for (Protocol protocol : rules.protocols()) {
            for (Signature signature : protocol.signatures()) {
                for (Signature.Example example : signature.matches()) {
                    for (int transport : signature.transports()) {
                        for (int length = 1; length <= example.request().length; length++) {
                            boolean whole = length == example.request().length;
                            assertTrue(
                                    isOffered(signature, transport, example.request(), length, !whole),
                                    signature.rule() + " is not offered for the first " + length + " bytes");
                        }
                    }
                }
            }
        }
    }

    private boolean isOffered(Signature signature, int transport, byte[] bytes, int length, boolean open) {
        Message message = new Message().of(bytes, 0, length, length, open);
        return rules.index(transport).candidates(message).contains(signature);
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
