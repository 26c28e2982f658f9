package dev.periplus.flow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.decode.Packet;
import org.junit.jupiter.api.Test;

class DialogueTest {
    private final FlowCounters counters = new FlowCounters();
    private final Dialogue dialogue = new Dialogue(new Spares());
    private final Flow flow = new Flow(FlowFixture.first(Packet.TCP, "10.0.0.1", 40_000, "10.0.0.2", 80));

    private boolean hear(int side, long sequence, String payload) {
        Packet packet = new Packet();
        packet.number = 7;
        packet.tcpSequence = sequence;
        packet.bytes = payload.getBytes(ISO_8859_1);
        packet.payloadCaptured = payload.length();
        packet.payloadLength = payload.length();
        return dialogue.hear(packet, side, counters);
    }

    private String said(int side) {
        return new String(dialogue.said(side).bytes(), 0, dialogue.said(side).length(), ISO_8859_1);
    }

    @Test
    void whatTheInspectionHoldsCounts() {
        dialogue.lend(flow, false);
        int before = dialogue.bytes();
        flow.inspection(new Inspection() {
            @Override
            public int heldBytes() {
                return 5000;
            }
        });
        assertEquals(before + 5000, dialogue.bytes());
    }

    @Test
    void everyDatagramIsNew() {
        dialogue.lend(flow, true);
        assertTrue(hear(0, 0, "query") && hear(0, 0, "query") && hear(1, 0, "answer"));
        assertEquals("query", said(0));
        assertEquals(1, dialogue.speakingSide());
        assertEquals(3, dialogue.packets());
    }

    @Test
    void datagramsThatSayNothingAreShownButUseUpNothing() {
        dialogue.lend(flow, true);
        for (int i = 0; i < 20; i++) {
            assertTrue(hear(0, 0, i % 2 == 0 ? "\r\n\r\n" : "\0"));
        }
        assertEquals(0, dialogue.said(0).count());
        assertFalse(dialogue.spent(0, 10));
        assertTrue(hear(0, 0, "REGISTER"));
        assertEquals(1, dialogue.said(0).count());
        for (int i = 0; i < 140; i++) {
            hear(0, 0, "\r\n");
        }
        assertTrue(dialogue.spent(0, 10), "their number is bounded all the same");
    }

    @Test
    void thePacketWithOtherBytesIsRemembered() {
        dialogue.lend(flow, false);
        hear(0, 100, "one version");
        assertEquals(0, dialogue.contradiction(0));
        hear(0, 100, "two version");
        assertEquals(Packet.place(0, 7), dialogue.contradiction(0));
        assertEquals(0, dialogue.contradiction(1));
        dialogue.lend(flow, false);
        assertEquals(0, dialogue.contradiction(0));
    }

    @Test
    void aSideOfAStreamHasSpokenWhenItsStreamGrows() {
        dialogue.lend(flow, false);
        assertTrue(hear(0, 100, "hello"));
        assertFalse(hear(1, 500, ""));
        assertFalse(hear(0, 100, "hello"));
        assertEquals(0, dialogue.speakingSide());
        assertTrue(hear(1, 500, "hi"));
        assertEquals(1, dialogue.speakingSide());
        assertTrue(hear(0, 105, " again"));
        assertEquals(2, dialogue.said(0).messages());
        assertEquals("hello again", said(0));
    }

    @Test
    void aSynBeforeThePayloadFixesTheStart() {
        flow.streams().of(0).synchronise(99);
        dialogue.lend(flow, false);
        assertTrue(dialogue.said(0).fromStart());
        assertFalse(dialogue.said(1).fromStart());
        hear(0, 103, "lo");
        hear(0, 100, "hel");
        assertEquals("hello", said(0));
    }

    @Test
    void aStreamIsFullAtItsLimitOrWhenItIsLost() {
        dialogue.lend(flow, false);
        hear(0, 100, "x".repeat(Said.STREAM_LIMIT - 1));
        assertFalse(dialogue.full(0));
        hear(0, 100 + Said.STREAM_LIMIT - 1, "more than fits");
        assertTrue(dialogue.full(0));
        assertEquals(Said.STREAM_LIMIT, dialogue.said(0).length());
        hear(1, 500, "x");
        for (int i = 1; i < 100; i++) {
            hear(1, 20_000 + 10 * i, "x");
        }
        assertFalse(dialogue.isStuck(1));
        hear(1, 502, "x");
        assertTrue(dialogue.isStuck(1));
        dialogue.lose(1, counters);
        assertTrue(dialogue.full(1));
    }

    @Test
    void datagramsNeverFillIt() {
        dialogue.lend(flow, true);
        hear(0, 0, "x".repeat(Said.STREAM_LIMIT + 1));
        assertFalse(dialogue.full(0));
        assertEquals(Said.STREAM_LIMIT + 1, dialogue.said(0).length());
    }

    @Test
    void theNextFlowFindsItEmpty() {
        assertThrows(IllegalStateException.class, dialogue::flow);
        dialogue.lend(flow, false);
        hear(0, 100, "old");
        Flow next = new Flow(new Packet());
        dialogue.lend(next, true);
        assertSame(next, dialogue.flow());
        assertEquals(-1, dialogue.speakingSide());
        assertEquals("", said(0));
        assertEquals(0, dialogue.packets());
    }
}
