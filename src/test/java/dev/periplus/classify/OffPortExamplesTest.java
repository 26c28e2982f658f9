package dev.periplus.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Evidence.Kind;
import dev.periplus.classify.Conversation.Turn;
import dev.periplus.engine.Knowledge;
import dev.periplus.rule.Message;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleSet;
import dev.periplus.rule.Signature;
import dev.periplus.rule.Signature.Example;
import dev.periplus.rule.Truth;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Plays every example of every rule as a flow on unregistered ports. */
class OffPortExamplesTest {
    /** Sent before an example that is not the first message; belongs to no protocol. */
    private static final byte[] BEFORE = {(byte) 0xe5, (byte) 0x93, (byte) 0xd1};

    private final RuleSet rules = load();
    private final Weighing weighing = new Weighing(rules);

    private static RuleSet load() {
        try {
            return RuleFolder.read(
                    Path.of("rules"),
                    folder -> Knowledge.ruleLoader().add(folder).load());
        } catch (InvalidRulesException e) {
            throw new AssertionError(e.errors().toString(), e);
        }
    }

    /** An example played as a flow of one transport. */
    private record Play(Signature signature, Example example, int transport, int identifier) {
        Conversation conversation() {
            boolean byClient = signature.from() != Signature.From.SERVER;
            List<Turn> turns = new ArrayList<>();
            for (int before = 1; before < signature.message(); before++) {
                turns.add(new Turn(byClient, BEFORE));
                turns.add(new Turn(!byClient, BEFORE));
            }
            turns.add(new Turn(byClient, example.request(), identifier));
            byte[] reply = example.reply();
            if (reply != null) {
                turns.add(new Turn(!byClient, reply));
            }
            return new Conversation(transport, turns);
        }

        /** Decibans that the example contributes by itself. */
        double weight() {
            Message request = message(example.request());
            byte[] reply = example.reply();
            if (signature.matches(request) != Truth.YES) {
                return 0;
            }
            Message answer = reply == null ? null : message(reply).answering(request);
            boolean answered = answer != null && signature.replyMatches(answer) == Truth.YES;
            return signature.weight(request) + (answered ? signature.replyWeight(answer) : 0);
        }

        private static Message message(byte[] bytes) {
            return new Message().of(bytes, 0, bytes.length, bytes.length, false);
        }

        @Override
        public String toString() {
            return signature.rule() + ", example at line " + example.line() + ", transport " + transport;
        }
    }

    private List<Play> plays() {
        List<Play> plays = new ArrayList<>();
        for (Protocol protocol : rules.protocols()) {
            for (Signature signature : protocol.signatures()) {
                for (Example example : signature.matches()) {
                    int identifier = signature.identified()
                            ? protocol.payloadIdentifiers().get(0)
                            : 0;
                    signature
                            .transports()
                            .forEach(transport -> plays.add(new Play(signature, example, transport, identifier)));
                }
            }
        }
        return plays;
    }

    @Test
    void theAnswerIsTheSameOnAnyPorts() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ClassifierFixture fixture = new ClassifierFixture(rules);
        for (Play play : plays()) {
            Conversation conversation = play.conversation();
            ClassifierFixture.Heard first = fixture.hear(conversation, port(random), port(random));
            ClassifierFixture.Heard second = fixture.hear(conversation, port(random), port(random));
            String what = play + ", seed " + seed;
            assertEquals(first.verdict(), second.verdict(), what);
            assertEquals(first.result().evidence(), second.result().evidence(), what);
            assertEquals(first.result().metadata(), second.result().metadata(), what);
        }
    }

    @Test
    void anExampleThatSaysEnoughGetsItsLabel() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ClassifierFixture fixture = new ClassifierFixture(rules);
        List<String> wrong = new ArrayList<>();
        int enough = 0;
        for (Play play : plays()) {
            if (suffices(play)) {
                enough++;
                ClassifierFixture.Heard heard = fixture.hear(play.conversation(), port(random), port(random));
                String label = heard.verdict().label();
                if (label == null || !rules.related(label, play.signature.label())) {
                    wrong.add(play + ": " + label + ", " + heard.result().evidence());
                }
            }
        }
        assertTrue(enough > 0);
        assertEquals(List.of(), wrong, wrong.size() + " of " + enough + ", seed " + seed);
    }

    private boolean suffices(Play play) {
        String label = play.signature.label();
        Evidence evidence = Evidence.of(Kind.SIGNATURE, label, play.weight(), "", play.signature.rule());
        return weighing.weigh(List.of(evidence)).get(0).confidence() >= Weighing.LEAST;
    }

    private static int port(Random random) {
        return 1 + random.nextInt(0xffff);
    }
}
