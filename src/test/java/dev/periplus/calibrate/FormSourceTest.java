package dev.periplus.calibrate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.TestCaptures;
import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import dev.periplus.decode.Checksums;
import dev.periplus.decode.DecodeSettings;
import dev.periplus.decode.Decoder;
import dev.periplus.decode.Packet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a form leaves of the captures in {@code captures/}. */
class FormSourceTest {
    private static final PortMove MOVE = PortMove.of(7);

    /** A frame as a sink receives it. */
    private record Frame(long number, int wire, int link, byte[] bytes) {}

    /** A TCP or UDP packet in a frame. */
    private record Seen(long number, Ends ends, boolean fromLower, boolean opens, Checksums.State checksum) {}

    static Stream<Path> captures() throws IOException {
        return TestCaptures.all();
    }

    private static List<Frame> frames(Path capture, Form form) throws FilterException {
        List<Frame> frames = new ArrayList<>();
        try (FormSource source = new FormSource(
                new CaptureSet(List.of(capture.toString()), CaptureOptions.everything()),
                form,
                MOVE,
                new FlowNotes(Map.of()))) {
            source.read((bytes, offset, captured, wire, time, link, index, number) ->
                    frames.add(new Frame(number, wire, link, Arrays.copyOfRange(bytes, offset, offset + captured))));
        }
        return frames;
    }

    /** Decodes every frame by itself; tunnels stay closed. */
    private static List<Seen> seen(List<Frame> frames) {
        List<Seen> seen = new ArrayList<>();
        Decoder decoder = new Decoder(new DecodeSettings(false, false, 1, 1 << 16, 0), p -> {
            if (p.protocol == Packet.TCP || p.protocol == Packet.UDP) {
                Endpoint source = new Endpoint(new Address(p.sourceHigh, p.sourceLow), p.sourcePort, p.protocol);
                Endpoint destination =
                        new Endpoint(new Address(p.destinationHigh, p.destinationLow), p.destinationPort, p.protocol);
                Ends ends = Ends.of(source, destination);
                boolean opens = (p.tcpFlags & (Packet.SYN | Packet.ACK)) == Packet.SYN;
                seen.add(new Seen(p.number, ends, source.equals(ends.lower()), opens, Checksums.of(p)));
            }
        });
        for (Frame frame : frames) {
            decoder.decode(frame.bytes, 0, frame.bytes.length, frame.wire, frame.link, 0, 0, frame.number);
        }
        return seen;
    }

    @ParameterizedTest
    @MethodSource("captures")
    void asCapturedNothingChanges(Path capture) throws FilterException {
        List<Frame> plain = new ArrayList<>();
        try (CaptureSet set = new CaptureSet(List.of(capture.toString()), CaptureOptions.everything())) {
            set.read((bytes, offset, captured, wire, time, link, index, number) ->
                    plain.add(new Frame(number, wire, link, Arrays.copyOfRange(bytes, offset, offset + captured))));
        }
        List<Frame> formed = frames(capture, Form.AS_CAPTURED);
        assertEquals(plain.size(), formed.size());
        for (int i = 0; i < plain.size(); i++) {
            assertArrayEquals(plain.get(i).bytes, formed.get(i).bytes);
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void movedPortsKeepFlowsApartAndChecksumsAsRightAsTheyWere(Path capture) throws FilterException {
        List<Seen> before = seen(frames(capture, Form.AS_CAPTURED));
        List<Seen> after = seen(frames(capture, Form.PORTS_MOVED));
        assertEquals(before.size(), after.size());
        Map<Ends, Ends> moved = new HashMap<>();
        for (int i = 0; i < before.size(); i++) {
            assertEquals(before.get(i).checksum, after.get(i).checksum, "packet " + before.get(i).number);
            Ends ends = before.get(i).ends;
            assertEquals(after.get(i).ends, moved.computeIfAbsent(ends, other(after.get(i).ends)));
            assertEquals(ends.lower().address(), after.get(i).ends.lower().address());
        }
        assertEquals(moved.size(), new HashSet<>(moved.values()).size());
        assertTrue(moved.entrySet().stream()
                        .filter(flow -> flow.getKey().equals(flow.getValue()))
                        .count()
                <= 1);
    }

    private static Function<Ends, Ends> other(Ends ends) {
        return key -> ends;
    }

    @Test
    void aMoveGivesEveryPortOfAHostAnother() {
        Address host = Address.ofIpv4(0x0a00_0001);
        Set<Integer> ports = new HashSet<>();
        for (int port = 0; port < 1 << 16; port++) {
            ports.add(MOVE.moved(host, Packet.TCP, port));
        }
        assertEquals(1 << 16, ports.size());
        assertNotEquals(MOVE.moved(host, Packet.TCP, 53), MOVE.moved(host, Packet.UDP, 53));
        assertNotEquals(MOVE.moved(host, Packet.TCP, 53), MOVE.moved(Address.ofIpv4(0x0a00_0002), Packet.TCP, 53));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void midstreamLacksTheFirstPacketsOfEachStreamAndNothingElse(Path capture) throws FilterException {
        Set<Long> left = new HashSet<>();
        frames(capture, Form.MIDSTREAM).forEach(frame -> left.add(frame.number));
        Map<Ends, Integer> counts = new HashMap<>();
        for (Seen packet : seen(frames(capture, Form.AS_CAPTURED))) {
            if (packet.ends.lower().protocol() == Packet.TCP) {
                int count = packet.opens ? 1 : counts.getOrDefault(packet.ends, 0) + 1;
                counts.put(packet.ends, count);
                assertEquals(count > Form.MIDSTREAM_AFTER, left.contains(packet.number), "packet " + packet.number);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void inOneDirectionOneOfTwoHostsIsHeard(Path capture) throws FilterException {
        Map<List<Address>, Boolean> heard = new HashMap<>();
        List<Seen> left = seen(frames(capture, Form.ONE_DIRECTION));
        for (Seen packet : left) {
            List<Address> hosts =
                    List.of(packet.ends.lower().address(), packet.ends.upper().address());
            assertEquals(packet.fromLower, heard.computeIfAbsent(hosts, key -> packet.fromLower));
        }
        for (Seen packet : seen(frames(capture, Form.AS_CAPTURED))) {
            Boolean lower = heard.get(
                    List.of(packet.ends.lower().address(), packet.ends.upper().address()));
            if (lower != null && lower == packet.fromLower) {
                assertTrue(left.stream().anyMatch(kept -> kept.number == packet.number), "packet " + packet.number);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void cutPacketsKeepTheirLengthOnTheWire(Path capture) throws FilterException {
        List<Frame> whole = frames(capture, Form.AS_CAPTURED);
        List<Frame> cut = frames(capture, Form.FIRST_96_BYTES);
        assertEquals(whole.size(), cut.size());
        for (int i = 0; i < whole.size(); i++) {
            byte[] bytes = whole.get(i).bytes;
            assertEquals(whole.get(i).wire, cut.get(i).wire);
            assertArrayEquals(Arrays.copyOf(bytes, Math.min(bytes.length, Form.CUT_TO)), cut.get(i).bytes);
        }
        assertFalse(whole.isEmpty());
    }
}
