package dev.periplus.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.engine.Knowledge;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A rule of the jar decides as the rule file does from which the build made it. */
class ConditionCodecTest {
    private static final int RANDOM_MESSAGES = 40;

    private static Message message(byte[] bytes, boolean open) {
        Message message = new Message().of(bytes, 0, bytes.length, bytes.length, open);
        return message.answering(message);
    }

    private static void assertSame(Signature written, Signature read, List<byte[]> messages) {
        for (byte[] bytes : messages) {
            for (boolean open : new boolean[] {false, true}) {
                Truth truth = written.matches(message(bytes, open));
                assertEquals(truth, read.matches(message(bytes, open)), written.rule());
                assertEquals(
                        written.replyMatches(message(bytes, open)),
                        read.replyMatches(message(bytes, open)),
                        written.rule());
                assertEquals(written.failure(message(bytes, open)), read.failure(message(bytes, open)), written.rule());
                if (truth == Truth.YES) {
                    Message matched = message(bytes, open);
                    assertEquals(written.weight(matched), read.weight(matched), written.rule());
                    assertEquals(written.replyWeight(matched), read.replyWeight(matched), written.rule());
                }
            }
        }
    }

    /** The examples of a rule, what is left of them when cut, and some noise. */
    private static List<byte[]> messages(Signature signature, Random random) {
        List<byte[]> messages = new ArrayList<>();
        List<Signature.Example> examples = new ArrayList<>(signature.matches());
        examples.addAll(signature.rejects());
        for (Signature.Example example : examples) {
            messages.add(example.request());
            messages.add(Arrays.copyOf(example.request(), random.nextInt(example.request().length + 1)));
            byte[] reply = example.reply();
            if (reply != null) {
                messages.add(reply);
            }
        }
        for (int i = 0; i < RANDOM_MESSAGES; i++) {
            byte[] noise = new byte[random.nextInt(64)];
            random.nextBytes(noise);
            messages.add(noise);
        }
        return messages;
    }

    @Test
    void packagedSignaturesDecideAsWritten() throws InvalidRulesException {
        long seed = System.nanoTime();
        System.out.println("ConditionCodecTest: seed " + seed);
        Random random = new Random(seed);
        RuleSet written = RuleFolder.read(
                Path.of("rules"), folder -> Knowledge.ruleLoader().add(folder).load());
        RuleSet read = new RuleLoader().packaged().load();
        for (Protocol protocol : written.protocols()) {
            List<Signature> unpacked = read.signatures(protocol.id());
            assertEquals(protocol.signatures().size(), unpacked.size(), protocol.id());
            for (int i = 0; i < unpacked.size(); i++) {
                Signature signature = protocol.signatures().get(i);
                assertSame(signature, unpacked.get(i), messages(signature, random));
            }
        }
    }
}
