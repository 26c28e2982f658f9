package dev.periplus.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.bench.CaptureFolder;
import dev.periplus.cli.Main;
import dev.periplus.cli.Run;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveCaptureTest {
    /** A query for the address of example.com, and its answer. */
    private static final String QUERY = "1a2b01000001000000000000076578616d706c6503636f6d0000010001";

    private static final String ANSWER =
            "1a2b81800001000100000000076578616d706c6503636f6d0000010001c00c00010001000000ff00045db8d822";

    /** Who runs the tests; only this user can write the temporary folder and read the class path. */
    private static final String USER = System.getProperty("user.name");

    @TempDir
    Path folder;

    /** Waits until Periplus captures; returns a reader for what it prints after that. */
    private static BufferedReader awaitCapturing(Process live) throws IOException {
        BufferedReader said = new BufferedReader(new InputStreamReader(live.getErrorStream(), StandardCharsets.UTF_8));
        List<String> lines = new ArrayList<>();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            lines.add(line);
            if (line.contains("capturing on")) {
                return said;
            }
        }
        throw new IOException("does not capture: " + lines);
    }

    @Test
    void namesWhatGoesOverLoopback() throws Exception {
        Needs.capture();
        try (DatagramSocket client = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Path out = folder.resolve("out.json");
            Process live = new ProcessBuilder(Namespaces.java(
                            Main.class,
                            "live",
                            "-i",
                            "lo",
                            "--user",
                            USER,
                            "-f",
                            "udp port " + server.getLocalPort(),
                            "-c",
                            "2",
                            "-o",
                            "json=" + out))
                    .start();
            awaitCapturing(live);
            send(client, server, QUERY);
            send(server, client, ANSWER);
            Namespaces.finish(live);
            Run run = Run.printed(Files.readString(out));
            assertEquals(1, run.records().size(), run.out());
            assertEquals("dns", run.records().get(0).get("label"));
            assertEquals(
                    (long) server.getLocalPort(),
                    ((Number) Run.object(run.records().get(0), "server").get("port")).longValue());
        }
    }

    @Test
    void packetsOfTheFlowsThatMatchAreKept() throws Exception {
        Needs.capture();
        try (DatagramSocket client = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket other = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Path out = folder.resolve("dns.pcapng");
            Process live = new ProcessBuilder(Namespaces.java(
                            Main.class,
                            "live",
                            "-i",
                            "lo",
                            "--user",
                            USER,
                            "-f",
                            "udp port " + server.getLocalPort(),
                            "-c",
                            "4",
                            "-Y",
                            "label==dns",
                            "-w",
                            out.toString(),
                            "-o",
                            "json=" + folder.resolve("out.json")))
                    .start();
            awaitCapturing(live);
            send(other, server, "00".repeat(40));
            send(client, server, QUERY);
            send(server, other, "ff".repeat(40));
            send(server, client, ANSWER);
            Namespaces.finish(live);
            assertEquals(2, CaptureFolder.read(out).size());
            try (Stream<Path> files = Files.list(folder)) {
                assertEquals(2, files.count(), "spool files are left");
            }
        }
    }

    /** Only the file being written when the kill arrives may end early, and its name shows that. */
    @Test
    void whatIsKilledLeavesWholeRecords() throws Exception {
        Needs.capture();
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Process live = new ProcessBuilder(Namespaces.java(
                            Main.class,
                            "live",
                            "-i",
                            "lo",
                            "--user",
                            USER,
                            "-f",
                            "udp port " + server.getLocalPort(),
                            "--max-flows",
                            "10",
                            "-b",
                            "filesize:200",
                            "-o",
                            "json=" + folder.resolve("out.json")))
                    .start();
            awaitCapturing(live);
            while (complete().size() < 3) {
                try (DatagramSocket one = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                    send(one, server, QUERY);
                }
            }
            live.destroyForcibly().waitFor();
        }
        for (Path file : complete()) {
            Run whole = Run.printed(Files.readString(file));
            assertFalse(whole.records().isEmpty(), file.toString());
            assertTrue(whole.out().endsWith("}\n"), file.toString());
            assertTrue(count(whole.counters(), "received") > 0, file.toString());
        }
    }

    private List<Path> complete() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }

    private static void send(DatagramSocket from, DatagramSocket to, String hex) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex);
        from.send(new DatagramPacket(bytes, bytes.length, to.getLocalSocketAddress()));
    }

    @ParameterizedTest
    @CsvSource({
        "everyday.pcapng, mmap",
        "odd-ports.pcap, mmap",
        "protocol-changes.pcap, mmap",
        "ssh-on-3251.pcap, mmap",
        "vlan-tunnels-fragments.pcapng, mmap",
        "everyday.pcapng, pcap",
        "vlan-tunnels-fragments.pcapng, pcap"
    })
    void aCaptureSentOverAWireHasTheLabelsOfItsReplay(String name, String means) throws Exception {
        Path capture = Path.of("captures", name);
        Path out = folder.resolve("out.json");
        int packets = CaptureFolder.read(capture).size();
        try (Namespaces namespaces = Needs.namespaces()) {
            Process live = namespaces.far(Namespaces.java(
                    Main.class,
                    "live",
                    "-i",
                    Namespaces.FAR,
                    "--user",
                    USER,
                    "--capture",
                    means,
                    "-c",
                    "" + packets,
                    "-o",
                    "json=" + out));
            awaitCapturing(live);
            Namespaces.finish(namespaces.near(Namespaces.java(SendCapture.class, Namespaces.NEAR, capture.toString())));
            Namespaces.finish(live);
        }
        Run run = Run.printed(Files.readString(out));
        assertEquals(labels(Run.of(capture.toString(), "-o", "json", "--idle-timeout", "10000000")), labels(run), name);
        assertTheSumCloses(run, packets);
    }

    /** Reads what Periplus prints until a line contains the words. */
    private static void awaitLine(BufferedReader said, String words) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            lines.add(line);
            if (line.contains(words)) {
                return;
            }
        }
        throw new IOException("does not say '" + words + "': " + lines);
    }

    /** How an interface goes away and comes back. */
    private enum Outage {
        DOWN {
            @Override
            void begin(Namespaces namespaces) throws IOException {
                Namespaces.finish(namespaces.far(List.of("ip", "link", "set", Namespaces.FAR, "down")));
            }

            @Override
            void end(Namespaces namespaces) throws IOException {
                Namespaces.finish(namespaces.far(List.of("ip", "link", "set", Namespaces.FAR, "up")));
            }
        },
        REMOVED {
            @Override
            void begin(Namespaces namespaces) throws IOException {
                Namespaces.finish(namespaces.far(List.of("ip", "link", "del", Namespaces.FAR)));
            }

            @Override
            void end(Namespaces namespaces) throws IOException {
                namespaces.join();
            }
        };

        abstract void begin(Namespaces namespaces) throws IOException;

        abstract void end(Namespaces namespaces) throws IOException;
    }

    @ParameterizedTest
    @CsvSource({
        "mmap, DOWN, pfar is down",
        "pcap, DOWN, pfar is down",
        "mmap, REMOVED, pfar has disappeared",
        "pcap, REMOVED, pfar has disappeared"
    })
    void anInterfaceThatComesBackIsCapturedAgain(String means, Outage outage, String sentence) throws Exception {
        Path capture = Path.of("captures", "ssh-on-3251.pcap");
        int packets = CaptureFolder.read(capture).size();
        List<String> send = Namespaces.java(SendCapture.class, Namespaces.NEAR, capture.toString());
        Path out = folder.resolve("out.json");
        try (Namespaces namespaces = Needs.namespaces()) {
            Process live = namespaces.far(Namespaces.java(
                    Main.class,
                    "live",
                    "-i",
                    Namespaces.FAR,
                    "--user",
                    USER,
                    "--capture",
                    means,
                    "-c",
                    "" + 2 * packets,
                    "--stats-interval",
                    "1",
                    "-o",
                    "json=" + out));
            BufferedReader said = awaitCapturing(live);
            Namespaces.finish(namespaces.near(send));
            outage.begin(namespaces);
            awaitLine(said, "periplus: " + sentence + "; capture goes on when it is up again");
            awaitLine(said, "periplus: down: " + Namespaces.FAR + "; " + packets + " packets");
            outage.end(namespaces);
            awaitLine(said, "periplus: " + Namespaces.FAR + " is up again after ");
            awaitLine(said, "periplus: " + packets + " packets");
            Namespaces.finish(namespaces.near(send));
            String rest = said.lines().collect(Collectors.joining("\n"));
            assertEquals(4, live.waitFor(), rest);
        }
        Run run = Run.printed(Files.readString(out));
        assertEquals(1, count(run.counters(), "interface-outages"));
        assertTheSumCloses(run, 2 * packets);
    }

    @Test
    void aRunThatEndsWhileItsInterfaceIsDownSaysSo() throws Exception {
        try (Namespaces namespaces = Needs.namespaces()) {
            Process live = namespaces.far(Namespaces.java(
                    Main.class, "live", "-i", Namespaces.FAR, "--user", USER, "-a", "duration:60", "--no-processes"));
            BufferedReader said = awaitCapturing(live);
            Outage.DOWN.begin(namespaces);
            awaitLine(said, Namespaces.FAR + " is down");
            long began = System.nanoTime();
            live.toHandle().destroy();
            String rest = said.lines().collect(Collectors.joining("\n"));
            assertEquals(3, live.waitFor(), rest);
            assertTrue(rest.contains("periplus: " + Namespaces.FAR + " is down"), rest);
            assertTrue(System.nanoTime() - began < 10_000_000_000L);
        }
    }

    @Test
    void anInterfaceNeedNotBeWaitedFor() throws Exception {
        try (Namespaces namespaces = Needs.namespaces()) {
            Process live = namespaces.far(Namespaces.java(
                    Main.class, "live", "-i", Namespaces.FAR, "--user", USER, "--until-down", "--no-processes"));
            BufferedReader said = awaitCapturing(live);
            Outage.DOWN.begin(namespaces);
            awaitLine(said, Namespaces.FAR + " is down; capture ends");
            String rest = said.lines().collect(Collectors.joining("\n"));
            assertEquals(3, live.waitFor(), rest);
        }
    }

    /** Every label with the ends of its flow. */
    private static Set<String> labels(Run run) {
        Set<String> labels = new TreeSet<>();
        for (Map<String, Object> record : run.records()) {
            labels.add(record.get("transport") + " " + end(record, "client") + " " + end(record, "server") + " "
                    + record.get("vlan") + record.get("tunnel") + " " + record.get("label") + " "
                    + record.get("standing") + " " + record.get("unknown_because"));
        }
        return labels;
    }

    private static String end(Map<String, Object> record, String side) {
        Map<String, Object> end = Run.object(record, side);
        return end.get("ip") + ":" + end.get("port");
    }

    private static void assertTheSumCloses(Run run, int packets) {
        Map<String, Object> counters = run.counters();
        long sum = 0;
        for (String fate : List.of("tracked", "not-ip", "unsupported", "malformed", "cut-off", "fragments")) {
            sum += count(counters, "packets." + fate);
        }
        sum += count(counters, "kernel-dropped") + count(counters, "ring-dropped") + count(counters, "queued");
        assertEquals(count(counters, "received"), sum, counters.toString());
        assertTrue(count(counters, "received") >= packets, counters.toString());
    }

    private static long count(Map<String, Object> counters, String name) {
        return ((Number) counters.get(name)).longValue();
    }
}
