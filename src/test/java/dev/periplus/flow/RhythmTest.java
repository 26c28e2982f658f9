package dev.periplus.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.periplus.decode.Packet;
import org.junit.jupiter.api.Test;

class RhythmTest {
    private static final long SECOND = 1_000_000_000L;

    private final FlowFixture flow =
            FlowFixture.begin(FlowFixture.first(Packet.TCP, "10.0.0.1", 40000, "192.0.2.1", 53));

    @Test
    void payloadAfterPausesHasARhythm() {
        flow.sends(0, 1, 16);
        for (int i = 0; i < 10; i++) {
            flow.after(30 * SECOND).sends(0, 1, 16).sends(1, 1, 16);
        }
        Rhythm rhythm = flow.flow().rhythm();
        assertNotNull(rhythm);
        assertEquals(10, rhythm.beats());
        assertEquals(30.0 * SECOND, rhythm.mean(), 1);
        assertEquals(0, rhythm.deviation(), 1);
    }

    @Test
    void theSpreadIsThatOfTheIntervals() {
        flow.sends(0, 1, 16).after(10 * SECOND).sends(0, 1, 16);
        flow.after(10 * SECOND).sends(0, 1, 16);
        flow.after(20 * SECOND).sends(0, 1, 16);
        Rhythm rhythm = flow.flow().rhythm();
        assertNotNull(rhythm);
        assertEquals(15.0 * SECOND, rhythm.mean(), 1);
        assertEquals(5.0 * SECOND, rhythm.deviation(), 1);
    }

    @Test
    void neitherEmptySegmentsNorShortPausesAreBeats() {
        flow.sends(0, 1, 16);
        for (int i = 0; i < 10; i++) {
            flow.after(4 * SECOND).sends(0, 1, 16).after(30 * SECOND).flags(0, Packet.ACK);
        }
        assertNull(flow.flow().rhythm());
    }

    @Test
    void aReportOfAnOpenFlowKeepsItsOwn() {
        flow.sends(0, 1, 16).after(10 * SECOND).sends(0, 1, 16);
        Rhythm reported = flow.soFar().rhythm();
        flow.after(10 * SECOND).sends(0, 1, 16);
        assertNotNull(reported);
        assertEquals(1, reported.beats());
    }
}
