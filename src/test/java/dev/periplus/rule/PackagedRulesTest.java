package dev.periplus.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Transport;
import dev.periplus.engine.Knowledge;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
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
    void thePackFindsWhatTheFilesSay() {
        RuleSet packaged = new RuleLoader().packaged().load();
        assertEquals(rules.digest(), packaged.digest());
        assertEquals(ids(rules), ids(packaged));
        assertEquals(
                List.copyOf(rules.services().all()),
                List.copyOf(packaged.services().all()));
        for (Protocol protocol : rules.protocols()) {
            String id = protocol.id();
            assertEquals(rules.refinedByDatagrams(id), packaged.refinedByDatagrams(id), id);
            protocol.alpn().forEach(alpn -> assertEquals(rules.namedByAlpn(alpn), packaged.namedByAlpn(alpn)));
            for (int identifier : protocol.payloadIdentifiers()) {
                assertEquals(rules.namedByPayloadIdentifier(identifier), packaged.namedByPayloadIdentifier(identifier));
            }
        }
        for (Service service : rules.services().all()) {
            for (String host : service.suffixes()) {
                assertEquals(
                        rules.services().of("x." + host), packaged.services().of("x." + host), host);
            }
            for (String host : service.names()) {
                assertEquals(rules.services().of(host), packaged.services().of(host), host);
            }
            for (String name : service.certificates()) {
                assertEquals(
                        rules.services().ofCertificate(name),
                        packaged.services().ofCertificate(name),
                        name);
            }
        }
        assertNull(packaged.protocol("none"));
        assertNull(packaged.namedByAlpn("none"));
        assertNull(packaged.namedByPayloadIdentifier(0x7fffffff));
        assertNull(packaged.services().of("host.invalid"));
    }

    private static List<String> ids(RuleSet of) {
        return of.protocols().stream().map(Protocol::id).toList();
    }

    @Test
    void thePackedIndexesOfferTheSameSignatures() {
        RuleSet packaged = new RuleLoader().packaged().load();
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Set<Integer> transports = new TreeSet<>(Set.of(0, 255, Transport.ofEtherType(0x1234)));
        List<byte[]> messages = new ArrayList<>(List.of(new byte[0]));
        for (Protocol protocol : rules.protocols()) {
            for (Signature signature : protocol.signatures()) {
                transports.addAll(signature.transports());
                byte[] request = signature.matches().get(0).request();
                messages.add(Arrays.copyOf(request, random.nextInt(request.length + 1)));
                messages.add(request);
            }
        }
        for (int transport : transports) {
            assertEquals(
                    rules.index(transport).size(), packaged.index(transport).size());
            for (byte[] bytes : messages) {
                for (boolean open : new boolean[] {false, true}) {
                    Message message = new Message().of(bytes, 0, bytes.length, bytes.length, open);
                    assertEquals(names(rules, transport, message), names(packaged, transport, message));
                }
            }
        }
    }

    private static List<String> names(RuleSet of, int transport, Message message) {
        return of.index(transport).candidates(message).stream()
                .map(Signature::rule)
                .toList();
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
