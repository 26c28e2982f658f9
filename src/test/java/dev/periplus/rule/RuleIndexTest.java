package dev.periplus.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Transport;
import dev.periplus.engine.Knowledge;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Tests the index of signatures. */
class RuleIndexTest {
    private static final int ROUNDS = 10_000;

    private final List<Signature> signatures = signatures();

    private static List<Signature> signatures() {
        try {
            RuleSet rules = RuleFolder.read(
                    Path.of("rules"),
                    folder -> Knowledge.ruleLoader().add(folder).load());
            List<Signature> signatures = new ArrayList<>();
            rules.protocols().forEach(protocol -> signatures.addAll(protocol.signatures()));
            signatures.removeIf(signature -> !signature.transports().contains(Transport.UDP));
            return signatures;
        } catch (InvalidRulesException e) {
            throw new AssertionError(e.errors().toString(), e);
        }
    }

    private static Message message(byte[] bytes) {
        return new Message().of(bytes, 0, bytes.length, bytes.length, false);
    }

    @Test
    void readIndexFindsTheSameAndReadsNothingElse() throws IOException {
        RuleIndex written = RuleIndex.of(signatures);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        written.write(new DataOutputStream(bytes));
        Set<Integer> used = new TreeSet<>();
        RuleIndex read = RuleIndex.read(
                new AbstractList<>() {
                    @Override
                    public Signature get(int number) {
                        used.add(number);
                        return signatures.get(number);
                    }

                    @Override
                    public int size() {
                        return signatures.size();
                    }
                },
                ByteBuffer.wrap(bytes.toByteArray()));
        assertEquals(signatures.size(), read.size());
        assertEquals(Set.of(), used);
        Set<Integer> found = new TreeSet<>();
        for (Signature signature : signatures.subList(0, 40)) {
            byte[] example = signature.matches().get(0).request();
            List<Signature> candidates = read.candidates(message(example));
            assertEquals(written.candidates(message(example)), candidates, signature.rule());
            assertTrue(candidates.contains(signature), signature.rule());
            candidates.forEach(candidate -> found.add(signatures.indexOf(candidate)));
        }
        assertEquals(found, used);
        assertTrue(used.size() < signatures.size(), "each was read");
    }

    private static boolean isAllowed(Signature signature, Message message) {
        FirstBytes first = signature.first();
        ByteSet lengths = first.near(FirstBytes.LENGTH);
        boolean allowed = message.open || lengths == null || lengths.has(FirstBytes.ofLength(message.length));
        for (int offset = 0; offset < FirstBytes.NEAR; offset++) {
            ByteSet values = first.near(offset);
            boolean present = offset < message.available;
            allowed &= values == null
                    || (present ? values.has(message.bytes[message.start + offset] & 0xff) : message.open);
        }
        return allowed;
    }

    /** Examples that begin somewhere in an array, cut and with some bytes changed. */
    @Test
    void candidatesAreTheSignaturesWhoseFirstBytesAllowTheMessage() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RuleIndex index = RuleIndex.of(signatures);
        Message message = new Message();
        for (int round = 0; round < ROUNDS; round++) {
            Signature signature = signatures.get(random.nextInt(signatures.size()));
            byte[] example = signature.matches().get(0).request();
            int start = random.nextInt(4);
            byte[] bytes = new byte[start + random.nextInt(example.length + 4)];
            random.nextBytes(bytes);
            int available = bytes.length - start;
            System.arraycopy(example, 0, bytes, start, Math.min(available, example.length));
            for (int changed = random.nextInt(3); changed > 0 && available > 0; changed--) {
                bytes[start + random.nextInt(Math.min(available, FirstBytes.NEAR))] = (byte) random.nextInt();
            }
            message.of(bytes, start, available, available + random.nextInt(2), random.nextBoolean());
            List<Signature> allowed = new ArrayList<>(signatures);
            allowed.removeIf(each -> !isAllowed(each, message));
            assertEquals(allowed, index.candidates(message), "seed " + seed);
        }
    }
}
