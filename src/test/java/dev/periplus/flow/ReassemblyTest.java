package dev.periplus.flow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.decode.Packet;
import org.junit.jupiter.api.Test;

class ReassemblyTest {
    private static final int FRAME_OFFSET = 54;

    private final Reassembly reassembly = new Reassembly();
    private final Said said = new Said();
    private final FlowCounters counters = new FlowCounters();
    private long number;

    private boolean take(long sequence, String payload) {
        return take(sequence, payload, payload.length(), false);
    }

    private boolean take(long sequence, String payload, int wire, boolean turn) {
        Packet packet = new Packet();
        packet.number = ++number;
        packet.tcpSequence = sequence & 0xffff_ffffL;
        packet.bytes = payload.getBytes(ISO_8859_1);
        packet.payloadCaptured = payload.length();
        packet.payloadLength = wire;
        return reassembly.take(packet, said, turn, FRAME_OFFSET, counters);
    }

    private String text() {
        return new String(said.bytes(), 0, said.length(), ISO_8859_1);
    }

    @Test
    void withoutASynTheFirstSegmentBeginsTheStream() {
        assertTrue(take(5000, "first"));
        assertFalse(take(4990, "earlier"));
        assertEquals("first", text());
    }

    @Test
    void aSynAfterDataChangesNothing() {
        take(5000, "data");
        assertFalse(reassembly.synchronise(99));
        take(5004, "more");
        assertEquals("datamore", text());
    }

    @Test
    void sequenceNumbersWrap() {
        reassembly.synchronise(0xffff_fffdL);
        take(0xffff_fffeL, "abcd");
        take(2, "ef");
        assertEquals("abcdef", text());
    }

    @Test
    void aRetransmissionBringsOnlyItsNewBytes() {
        take(100, "abc");
        assertFalse(take(100, "abc"));
        assertTrue(take(101, "bcde"));
        assertEquals("abcde", text());
        assertEquals(1, said.packetOf(2));
        assertEquals(3, said.packetOf(3));
        assertEquals(FRAME_OFFSET + 2, said.frameOffsetOf(3));
    }

    @Test
    void otherBytesInTheSamePlaceContradict() {
        take(100, "the fake hello");
        assertFalse(reassembly.isContradicted());
        take(100, "the fake");
        assertFalse(reassembly.isContradicted());
        take(100, "the real hello and more");
        assertTrue(reassembly.isContradicted());
        assertEquals("the fake hello and more", text());
        take(123, "!");
        assertFalse(reassembly.isContradicted());
    }

    @Test
    void aKeepAliveProbeOfOneByteContradictsNothing() {
        take(100, "abc");
        take(102, "\0");
        assertFalse(reassembly.isContradicted());
    }

    @Test
    void segmentsThatWaitedKeepTheirPacket() {
        reassembly.synchronise(99);
        assertFalse(take(103, "def"));
        assertTrue(take(100, "abc"));
        assertEquals("abcdef", text());
        assertEquals(2, said.packetOf(2));
        assertEquals(1, said.packetOf(3));
        assertEquals(FRAME_OFFSET + 1, said.frameOffsetOf(4));
    }

    @Test
    void segmentsThatFindNoRoomAreDroppedUntilPatienceEnds() {
        reassembly.synchronise(99);
        for (int i = 0; i < 1024 + 64; i++) {
            take(200 + 10 * i, "x");
        }
        assertEquals(64, counters.segmentsDropped);
        assertFalse(reassembly.isStuck());
        take(12_000, "x");
        assertTrue(reassembly.isStuck());
        assertEquals(65, counters.segmentsDropped);
        reassembly.lose(counters);
        assertFalse(take(100, "too late"));
        assertEquals(1, counters.streamGaps);
    }

    @Test
    void theMissingSegmentMayComeAfterSomeWereDropped() {
        reassembly.synchronise(99);
        for (int i = 0; i < 1040; i++) {
            take(101 + i, "x");
        }
        assertTrue(take(100, "a"));
        assertEquals("a" + "x".repeat(1024), text());
    }

    @Test
    void theBytesOfSegmentsAheadAreBounded() {
        reassembly.synchronise(99);
        take(200, "x".repeat(Said.STREAM_LIMIT));
        take(201, "y".repeat(Said.STREAM_LIMIT));
        assertEquals(1, counters.segmentsDropped);
        assertFalse(reassembly.isStuck());
        assertEquals(Said.STREAM_LIMIT, reassembly.heldBytes(), 100);
    }

    @Test
    void whatIsNeverKeptNeedNotWait() {
        reassembly.synchronise(99);
        for (int i = 1; i < 30; i++) {
            take(100 + 1000 * i, "b".repeat(1000));
        }
        assertEquals(0, counters.segmentsDropped);
        assertTrue(take(100, "a".repeat(1000)));
        assertEquals(Said.STREAM_LIMIT, said.length());
        assertTrue(text().startsWith("a".repeat(1000) + "b"));
    }

    @Test
    void theSameSegmentWaitsOnce() {
        reassembly.synchronise(99);
        take(200, "x".repeat(Said.STREAM_LIMIT / 2));
        int held = reassembly.heldBytes();
        take(200, "x".repeat(Said.STREAM_LIMIT / 2));
        assertEquals(held, reassembly.heldBytes());
    }

    @Test
    void behindAGapItGoesOnAsFromTheMiddle() {
        reassembly.synchronise(99);
        take(100, "abc");
        take(210, "second");
        take(200, "first here");
        said.restart();
        reassembly.passGap(said);
        assertEquals("first heresecond", text());
        assertFalse(said.fromStart());
        assertTrue(take(216, "!"));
        assertFalse(take(103, "what was missing"));
    }

    @Test
    void aTruncatedSegmentEndsTheStream() {
        assertTrue(take(100, "abc", 10, false));
        assertFalse(take(110, "more"));
        assertEquals("abc", text());
        assertTrue(said.snapped());
        assertEquals(1, counters.streamGaps);
        assertEquals(0, counters.segmentsDropped);
    }

    @Test
    void aTruncatedSegmentCannotWait() {
        reassembly.synchronise(99);
        take(200, "abc", 10, false);
        assertTrue(reassembly.lost());
        assertEquals(1, counters.segmentsDropped);
    }

    @Test
    void onlyNewBytesBeginAMessage() {
        take(100, "abc", 3, true);
        take(100, "abc", 3, true);
        take(110, "ahead", 5, true);
        assertEquals(1, said.messages());
        take(103, "more", 4, true);
        assertEquals(2, said.messages());
        assertEquals(3, said.messageStart(2));
    }

    @Test
    void aClearedReassemblyBeginsAnew() {
        take(100, "abc", 10, false);
        reassembly.clear();
        said.clear();
        assertTrue(take(7, "new"));
        assertEquals("new", text());
    }
}
