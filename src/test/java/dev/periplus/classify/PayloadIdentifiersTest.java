package dev.periplus.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Verdict;
import dev.periplus.classify.Conversation.Turn;
import dev.periplus.decode.Packet;
import dev.periplus.rule.RuleLoader;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PayloadIdentifiersTest {
    private static final int S1AP = 18;
    private static final int NGAP = 60;
    private static final byte[] NOISE = HexFormat.of().parseHex("d3519f20c877aa0e5b6699");

    /** Context release complete, with two protocol IEs and an open type that ends with the message. */
    private static final byte[] PROCEDURE = HexFormat.of().parseHex("2017000f000002000040020001000840020002");

    private final ClassifierFixture fixture =
            new ClassifierFixture(new RuleLoader().packaged().load());

    private ClassifierFixture.Heard hear(byte[] payload, int identifier) {
        return fixture.hear(new Conversation(Packet.SCTP, List.of(new Turn(true, payload, identifier))), 5000, 6000);
    }

    @Test
    void theIdentifierAloneMakesALabelLikely() {
        ClassifierFixture.Heard heard = hear(NOISE, S1AP);
        assertEquals("s1ap", heard.verdict().label());
        assertTrue(heard.verdict().confidence() > 0.8 && heard.verdict().confidence() < 0.95);
        Evidence evidence = heard.result().evidence().get(0);
        assertEquals("SCTP payload protocol identifier of S1AP", evidence.says());
        assertEquals("00000012", HexFormat.of().formatHex(evidence.bytes()));
    }

    @Test
    void withABodyOfItsFormItProvesTheLabel() {
        for (int identifier : new int[] {S1AP, NGAP}) {
            Verdict verdict = hear(PROCEDURE, identifier).verdict();
            assertEquals(identifier == S1AP ? "s1ap" : "ngap", verdict.label());
            assertTrue(verdict.confidence() > 0.999);
        }
        assertNull(hear(PROCEDURE, 0).verdict().label());
    }

    @Test
    void theByteOrderOfTheProcessorIsTakenToo() {
        assertEquals("s1ap", hear(NOISE, Integer.reverseBytes(S1AP)).verdict().label());
    }

    @Test
    void unknownIdentifiersSayNothing() {
        for (int identifier : new int[] {0, 26, 0x7fffffff, -1}) {
            assertNull(hear(NOISE, identifier).verdict().label());
        }
    }
}
