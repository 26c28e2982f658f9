package dev.periplus.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Transport;
import dev.periplus.decode.Packet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlowCodecTest {
    private static final int FLOWS = 500;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /** A flow of which there is more. */
    private Flow flow() {
        Flow flow = alone();
        if (random.nextInt(3) == 0) {
            flow.parts = flow.parts.withHalf(Encapsulation.of(alone()));
        }
        for (int copies = random.nextInt(4); copies > 0; copies--) {
            flow.parts = flow.parts.withCopy(Encapsulation.of(alone()));
        }
        if (random.nextInt(3) == 0) {
            flow.parts = flow.parts.continuing(alone());
        }
        return flow;
    }

    private Flow alone() {
        Packet first = new Packet();
        first.sourceHigh = random.nextLong();
        first.sourceLow = random.nextLong();
        first.destinationHigh = random.nextLong();
        first.destinationLow = random.nextLong();
        first.sourcePort = random.nextInt(1 << 16);
        first.destinationPort = random.nextInt(1 << 16);
        boolean frames = random.nextInt(3) == 0;
        first.protocol = frames ? Transport.ofEtherType(0x600 + random.nextInt(0xfa00)) : random.nextInt(256);
        first.ipVersion = frames ? 0 : random.nextBoolean() ? 4 : 6;
        first.vlan = random.nextInt(1 << 24);
        first.tunnel = random.nextLong();
        first.tunnelKinds = random.nextInt();
        first.capture = random.nextInt(1000);
        first.number = random.nextLong(1, 1L << 40);
        first.time = random.nextLong(Long.MAX_VALUE);
        Flow flow = new Flow(first);
        for (int kinds = random.nextInt(3); kinds > 0; kinds--) {
            flow.mixture().add(1 << random.nextInt(DatagramKind.COUNT));
            flow.mixture().add(random.nextInt(DatagramKind.COUNT), random.nextInt(1 << 16));
        }
        flow.end = random.nextLong(first.time, Long.MAX_VALUE);
        flow.clientSide = (byte) random.nextInt(2);
        flow.direction = Flow.Direction.values()[random.nextInt(Flow.Direction.values().length)];
        flow.packets0 = random.nextLong(Long.MAX_VALUE);
        flow.packets1 = random.nextLong(Long.MAX_VALUE);
        flow.bytes0 = random.nextLong(Long.MAX_VALUE);
        flow.bytes1 = random.nextLong(Long.MAX_VALUE);
        flow.payload0 = random.nextLong(Long.MAX_VALUE);
        flow.payload1 = random.nextLong(Long.MAX_VALUE);
        flow.flags0 = (byte) random.nextInt();
        flow.flags1 = (byte) random.nextInt();
        flow.large0 = random.nextInt(Integer.MAX_VALUE);
        flow.large1 = random.nextInt(Integer.MAX_VALUE);
        flow.bursts0 = random.nextInt(Integer.MAX_VALUE);
        flow.bursts1 = random.nextInt(Integer.MAX_VALUE);
        flow.lacks = (byte) random.nextInt(8);
        for (int beat = random.nextInt(4); beat > 0; beat--) {
            Rhythm.beat(flow, first.time - beat * Rhythm.PAUSE_NANOS);
        }
        flow.ended(FlowEnd.values()[random.nextInt(FlowEnd.values().length)], random.nextLong());
        return flow;
    }

    private static byte[] written(Iterable<Flow> flows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Flow flow : flows) {
            FlowCodec.write(flow, new DataOutputStream(bytes));
        }
        return bytes.toByteArray();
    }

    private static List<Object> facts(Flow flow) {
        List<Object> facts = new ArrayList<>(List.of(
                FlowKey.of(flow),
                flow.tunnelKinds(),
                flow.firstPacket(),
                flow.start(),
                flow.end(),
                flow.clientSide(),
                flow.direction(),
                flow.endReason(),
                flow.overAt(),
                flow.lacks(Lack.CUT),
                flow.lacks(Lack.GAP),
                flow.lacks(Lack.BUDGET)));
        facts.add(flow.copies());
        facts.add(String.valueOf(flow.otherHalf()));
        facts.add(flow.continued() == null ? "first" : facts(flow.continued()));
        facts.add(flow.isShared() ? flow.mixture().largest() : "alone");
        Rhythm rhythm = flow.rhythm();
        facts.add(rhythm == null ? "none" : rhythm.beats() + " " + rhythm.mean() + " " + rhythm.deviation());
        for (int side = 0; side < 2; side++) {
            facts.addAll(List.of(
                    flow.endpoint(side),
                    flow.packets(side),
                    flow.bytes(side),
                    flow.payload(side),
                    flow.flags(side),
                    flow.large(side),
                    flow.bursts(side)));
        }
        return facts;
    }

    @Test
    void flowsComeBackAsTheyWere() throws IOException {
        List<Flow> flows = new ArrayList<>();
        for (int i = 0; i < FLOWS; i++) {
            flows.add(flow());
        }
        byte[] bytes = written(flows);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        List<Flow> back = new ArrayList<>();
        for (Flow flow : flows) {
            Flow read = FlowCodec.read(in, 0);
            assertEquals(facts(flow), facts(read), "seed " + seed);
            assertEquals(flow.capture(), read.capture(), "seed " + seed);
            back.add(read);
        }
        assertEquals(-1, in.read());
        assertArrayEquals(bytes, written(back), "seed " + seed);
    }

    @Test
    void capturesAreCountedFromTheFirstOneOfTheRunThatWrote() throws IOException {
        Flow flow = flow();
        Flow read = FlowCodec.read(new DataInputStream(new ByteArrayInputStream(written(List.of(flow)))), 40);
        assertEquals(flow.capture() + 40, read.capture());
    }

    @Test
    void aFlowThatIsReadHasEndedAndCarriesNoFindings() throws IOException {
        Flow flow = flow();
        flow.inspection(new Inspection() {});
        Flow read = FlowCodec.read(new DataInputStream(new ByteArrayInputStream(written(List.of(flow)))), 0);
        assertNull(read.inspection());
    }

    /** Bytes in which each flow continues another would need as many calls. */
    @Test
    void ofTheFirstPartOnlyTheFlowItselfIsKept() throws IOException {
        Flow first = alone();
        first.parts = first.parts.continuing(alone());
        Flow later = alone();
        later.parts = later.parts.continuing(first);
        Flow read = FlowCodec.read(new DataInputStream(new ByteArrayInputStream(written(List.of(later)))), 0);
        assertNull(Objects.requireNonNull(read.continued()).continued());
    }

    @Test
    void bytesAreReadOrRefusedAsDamaged() throws IOException {
        int refused = 0;
        for (int i = 0; i < 20 * FLOWS; i++) {
            byte[] bytes = written(List.of(flow()));
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            try {
                FlowCodec.read(new DataInputStream(new ByteArrayInputStream(bytes)), 0);
            } catch (DamagedStateException | EOFException e) { // a flow that became one of TCP is longer
                refused++;
            }
        }
        assertTrue(refused > FLOWS, refused + " refused, seed " + seed);
    }
}
