package dev.periplus.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.FlowRecord;
import dev.periplus.decode.Packet;
import dev.periplus.flow.FlowFixture;
import dev.periplus.report.Records;
import org.junit.jupiter.api.Test;

class VolumeTest {
    private static FlowRecord at(long later) {
        Packet first = FlowFixture.first(Packet.TCP, "10.0.0.1", 40000, "10.0.0.2", 22);
        first.time += later;
        return Records.of(Records.talk(first)).made();
    }

    @Test
    void countsFlowsAndBytesFromTheFirstPacketToTheLast() {
        Volume volume = new Volume();
        volume.add(at(5));
        volume.add(at(0));
        volume.add(at(3));
        assertEquals(3, volume.flows());
        assertEquals(3 * 2460, volume.bytes());
        assertEquals(at(0).flow().start(), volume.first());
        assertEquals(at(5).flow().end(), volume.last());
    }
}
