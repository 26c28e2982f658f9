package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.TestCaptures;
import dev.periplus.address.Address;
import dev.periplus.calibrate.FormedCapture;
import dev.periplus.calibrate.PortMove;
import dev.periplus.capture.FilterException;
import dev.periplus.decode.Packet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every capture of {@code captures/} with all its ports moved: labels must not depend on port numbers. */
class OffPortTest {
    private static final List<String> ANSWER = List.of("label", "protocol", "application", "confidence");

    @TempDir
    Path folder;

    static Stream<Path> captures() throws IOException {
        return TestCaptures.all();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void flowsKeepTheirLabelsOnOtherPorts(Path capture) throws IOException, FilterException {
        long seed = System.nanoTime();
        PortMove move = new RandomPorts(seed);
        Path moved = FormedCapture.moved(capture, move, folder.resolve("moved.pcapng"));
        List<Map<String, Object>> before = records(capture);
        List<Map<String, Object>> after = records(moved);
        assertEquals(before.size(), after.size(), "seed " + seed);
        int compared = 0;
        for (int i = 0; i < before.size(); i++) {
            String what = "seed " + seed + ": " + before.get(i) + "\nmoved: " + after.get(i);
            assertEquals(ends(before.get(i), move), ends(after.get(i), null), what);
            // Correlation uses the numbers of Citrix ports.
            if (!"correlation".equals(before.get(i).get("basis"))) {
                for (String field : ANSWER) {
                    assertEquals(before.get(i).get(field), after.get(i).get(field), field + ", " + what);
                }
                compared++;
            }
        }
        assertTrue(compared > 0);
    }

    /** Returns the records in order of their first packets. */
    private static List<Map<String, Object>> records(Path capture) {
        List<Map<String, Object>> records = new ArrayList<>(
                Run.of(capture.toString(), "-o", "json", "--shards", "1").records());
        records.sort(Comparator.comparing(record -> "" + record.get("start")));
        return records;
    }

    /** Returns address and port of both ends, in an order independent of which is the client. */
    private static Set<String> ends(Map<String, Object> record, PortMove move) {
        Set<String> ends = new TreeSet<>();
        for (String side : List.of("client", "server")) {
            Map<String, Object> end = Run.object(record, side);
            String address = "" + end.get("ip");
            int port = end.get("port") instanceof Number number ? number.intValue() : 0;
            int protocol = "tcp".equals(record.get("transport")) ? Packet.TCP : Packet.UDP;
            boolean moves = move != null && List.of("tcp", "udp").contains("" + record.get("transport"));
            ends.add(address + " "
                    + (moves ? move.moved(Objects.requireNonNull(Address.parse(address)), protocol, port) : port));
        }
        return ends;
    }
}
