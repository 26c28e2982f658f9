package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.periplus.TestCaptures;
import dev.periplus.bench.CaptureFolder;
import dev.periplus.bench.CapturedPacket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From flows back to their packets: carve and annotate. */
class PacketCommandsTest {
    private static final Path FRAGMENTS = Path.of("captures/vlan-tunnels-fragments.pcapng");

    @TempDir
    Path folder;

    static Stream<Path> captures() throws IOException {
        return TestCaptures.all();
    }

    /** Includes packets in tunnels and fragments. */
    @ParameterizedTest
    @MethodSource("captures")
    void carvedFlowsHaveAllTheirPackets(Path capture) {
        Map<String, List<Map<String, Object>>> byLabel = new TreeMap<>();
        for (Map<String, Object> record :
                Run.of(capture.toString(), "-o", "json").records()) {
            byLabel.computeIfAbsent("" + record.get("label"), label -> new ArrayList<>())
                    .add(record);
        }
        byLabel.remove("null");
        byLabel.forEach((label, flows) -> {
            Path out = folder.resolve(label + ".pcapng");
            Run carve = Run.of("carve", "-Y", "label==" + label, "-w", out.toString(), capture.toString());
            assertEquals(Exit.DONE, carve.status(), carve.err());
            List<String> carved = Run.of(out.toString(), "-o", "json").records().stream()
                    .map(PacketCommandsTest::volume)
                    .toList();
            flows.forEach(flow -> assertTrue(carved.contains(volume(flow)), volume(flow) + " in " + carved));
        });
    }

    private static String volume(Map<String, Object> record) {
        Map<String, Object> client = Run.object(record, "client");
        Map<String, Object> server = Run.object(record, "server");
        String ends = Stream.of(client, server)
                .map(end -> end.get("ip") + ":" + end.get("port") + " " + end.get("packets") + " packets "
                        + end.get("bytes") + " bytes")
                .sorted()
                .collect(Collectors.joining(", "));
        return record.get("transport") + " " + ends + " " + record.get("vlan") + record.get("tunnel");
    }

    @Test
    void packetsAreCopiedUntouchedAndNoOthers() {
        Path capture = Path.of("captures/everyday.pcapng");
        Path out = folder.resolve("dns.pcapng");
        assertEquals(
                Exit.DONE,
                Run.of("carve", "-Y", "label==dns", "-w", out.toString(), capture.toString())
                        .status());
        List<CapturedPacket> all = CaptureFolder.read(capture);
        List<CapturedPacket> carved = CaptureFolder.read(out);
        assertFalse(carved.isEmpty());
        int from = 0;
        for (CapturedPacket packet : carved) {
            while (!isSame(all.get(from), packet)) {
                from++;
            }
            from++;
        }
        Set<Object> labels = Run.of(out.toString(), "-o", "json").records().stream()
                .map(record -> record.get("label"))
                .collect(Collectors.toSet());
        assertEquals(Set.of("dns"), labels);
    }

    @Test
    void quietPrintsProblemsOnly() {
        String out = folder.resolve("quiet.pcapng").toString();
        String capture = "captures/ssh-on-3251.pcap";
        assertEquals(
                "",
                Run.of("carve", "-q", "-Y", "label==ssh", "-w", out, capture).out());
        assertEquals("", Run.of("annotate", "-q", "-w", out, capture).out());
    }

    private static boolean isSame(CapturedPacket one, CapturedPacket other) {
        return Arrays.equals(one.bytes(), other.bytes()) && one.time() == other.time() && one.wire() == other.wire();
    }

    /** Two files each hold parts of the same flows. */
    @Test
    void flowsThatSpanCapturesAreCarvedFromAll() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of("captures/ssh-on-3251.pcap"));
        int cut = 24;
        for (int packet = 0; packet < 8; packet++) {
            cut += 16 + (whole[cut + 8] & 0xff | (whole[cut + 9] & 0xff) << 8);
        }
        byte[] header = Arrays.copyOf(whole, 24);
        byte[] rest = Arrays.copyOf(header, whole.length - cut + 24);
        System.arraycopy(whole, cut, rest, 24, whole.length - cut);
        Path first = Files.write(folder.resolve("1.pcap"), Arrays.copyOf(whole, cut));
        Path second = Files.write(folder.resolve("2.pcap"), rest);
        Path out = folder.resolve("ssh.pcapng");
        Run.of("carve", "-Y", "label==ssh", "-w", out.toString(), first.toString(), second.toString());
        assertEquals(
                CaptureFolder.read(Path.of("captures/ssh-on-3251.pcap")).size(),
                CaptureFolder.read(out).size());
    }

    @Test
    void commentsStandOnThePacketThatProves() throws IOException {
        Path out = folder.resolve("annotated.pcapng");
        String capture = "captures/ssh-on-3251.pcap";
        Run run = Run.of("annotate", "-w", out.toString(), capture);
        assertEquals(Exit.DONE, run.status(), run.err());
        List<CapturedPacket> before = CaptureFolder.read(Path.of(capture));
        List<CapturedPacket> after = CaptureFolder.read(out);
        assertEquals(before.size(), after.size());
        for (int i = 0; i < before.size(); i++) {
            assertArrayEquals(before.get(i).bytes(), after.get(i).bytes());
        }
        Map<String, Object> flow = Run.of(capture, "-o", "json").records().get(0);
        String text = Files.readString(out, StandardCharsets.ISO_8859_1);
        assertTrue(text.contains("ssh 0.99; not-as-registered: the port is registered for"), run.out());
        assertTrue(text.contains("flow " + flow.get("flow")), run.out());
    }

    @Test
    void wiresharkShowsTheComments() throws IOException, InterruptedException {
        assumeTrue(
                Stream.of("/usr/bin/tshark", "/usr/local/bin/tshark").anyMatch(tool -> Files.exists(Path.of(tool))),
                "tshark is not installed");
        Path out = folder.resolve("annotated.pcapng");
        Run.of("annotate", "-w", out.toString(), "captures/everyday.pcapng");
        Process tshark = new ProcessBuilder(
                        "tshark", "-r", out.toString(), "-Y", "frame.comment", "-T", "fields", "-e", "frame.comment")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String shown = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, tshark.waitFor());
        Set<Object> labels = new TreeSet<>();
        for (Map<String, Object> record :
                Run.of("captures/everyday.pcapng", "-o", "json").records()) {
            if (record.get("label") != null) {
                labels.add(": " + record.get("label") + " ");
            }
        }
        labels.forEach(label -> assertTrue(shown.contains("" + label), label + " in " + shown));
    }

    @Test
    void wrongUsageIsOneSentence() {
        for (List<String> words : List.of(
                List.of("carve", "-w", "x.pcapng", FRAGMENTS.toString()),
                List.of("carve", "-Y", "label==ssh", FRAGMENTS.toString()),
                List.of("carve", "-Y", "label==ssh", "-w", FRAGMENTS.toString(), FRAGMENTS.toString()),
                List.of("carve", "-Y", "label==ssh", "-w", "x.pcapng", "-"),
                List.of("annotate", FRAGMENTS.toString()))) {
            Run run = Run.of(words.toArray(String[]::new));
            assertEquals(Exit.USAGE, run.status(), words + run.err());
            assertEquals(1, run.err().lines().count(), run.err());
        }
    }
}
