package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.TestCaptures;
import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.RunSummary;
import dev.periplus.report.peer.Metrics;
import dev.periplus.report.peer.PrometheusText;
import dev.periplus.report.peer.RunMetric;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options that live shares with paced replay, and their error messages. */
class LiveOptionsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-B 0",
                "-B 3t",
                "-B 9g",
                "-Q sideways",
                "-a never",
                "-a duration:x",
                "-b files:3",
                "-b duration:0",
                "--active-timeout 0",
                "--metrics here",
                "--metrics 99999",
                "what.pcap"
            })
    void wrongUsageIsOneSentence(String options) {
        Run run = Run.of(("live -i lo " + options).split(" "));
        assertEquals(Exit.USAGE, run.status(), run.err());
        assertEquals(
                1,
                run.err().lines().filter(line -> !line.contains("capturing on")).count(),
                run.err());
    }

    @Test
    void optionsOfLiveNeedSpeed() {
        Run run = Run.of("replay", "captures/everyday.pcapng", "--metrics", "0");
        assertEquals(Exit.USAGE, run.status());
        assertTrue(run.err().contains("--speed"), run.err());
    }

    @Test
    void aReplayAtPaceNamesTheDamagedFile() throws IOException {
        Path cut = folder.resolve("cut.pcap");
        byte[] whole = Files.readAllBytes(Path.of("captures/ssh-on-3251.pcap"));
        Files.write(cut, Arrays.copyOf(whole, 3000));
        Run run = Run.of("replay", "--speed", "max", "-q", cut.toString());
        assertEquals(Exit.UNREADABLE, run.status());
        assertTrue(run.err().contains("periplus: " + cut + ": "), run.err());
    }

    static Stream<Path> captures() throws IOException {
        return TestCaptures.all();
    }

    /** The live path: copied packets, a ring that drops, and reports of open flows. */
    @ParameterizedTest
    @MethodSource("captures")
    void aReplayAtPaceGivesTheLabelsOfAReplay(Path capture) {
        Run replay = Run.of(capture.toString(), "-o", "json");
        Run paced = Run.of("replay", capture.toString(), "--speed", "max", "-q", "-o", "json");
        assertEquals(labels(replay), labels(paced));
        Map<String, Object> counters = paced.counters();
        assertEquals(replay.counters().get("packets"), counters.get("received"));
        assertEquals(0L, ((Number) counters.get("ring-dropped")).longValue());
    }

    private static Set<String> labels(Run run) {
        Set<String> labels = new HashSet<>();
        for (Map<String, Object> record : run.records()) {
            if (!"active".equals(record.get("ended"))) {
                labels.add(record.get("uid") + " " + record.get("label") + " " + record.get("unknown_because"));
            }
        }
        return labels;
    }

    @Test
    void aProcessThatSpeaksSomethingElseIsEvidenceAgainstTheLabel() throws IOException {
        Map<String, Object> flow = Run.of("captures/ssh-on-3251.pcap", "-o", "json").records().stream()
                .filter(record -> "ssh".equals(record.get("label")))
                .findFirst()
                .orElseThrow();
        Map<String, Object> server = Run.object(flow, "server");
        Path sockets = folder.resolve("ss.txt");
        Files.writeString(
                sockets,
                "Netid State  Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n"
                        + "tcp   LISTEN 0      128    " + server.get("ip") + ":" + server.get("port")
                        + "  0.0.0.0:*  users:((\"named\",pid=812,fd=3))\n");
        Run run = Run.of(
                "captures/ssh-on-3251.pcap",
                "-o",
                "json",
                "--sockets",
                sockets.toString(),
                "--sockets-host",
                "" + server.get("ip"));
        Map<String, Object> known = run.records().stream()
                .filter(record -> "ssh".equals(record.get("label")))
                .findFirst()
                .orElseThrow();
        assertTrue(("" + known.get("process")).contains("named"), "" + known.get("process"));
        assertTrue(("" + known.get("evidence")).contains("the socket belonged to named (pid 812)"), "" + known);
    }

    @Test
    void everyCounterIsServedToPrometheus() throws Exception {
        Counters counters = Counters.of(
                Counter.RECEIVED.count(12),
                Counter.MALFORMED_HEADER.count("udp-length", 3),
                Counter.FLOWS_OPEN.count(4));
        RunSummary soFar = new RunSummary("1", 419, List.of(), counters, 1_500_000_000L);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (Metrics metrics = new Metrics(any, () -> PrometheusText.of(RunMetric.of(soFar, List.of())))) {
            HttpClient client = HttpClient.newHttpClient();
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(metrics.url())).build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            List<String> lines = answer.body().lines().toList();
            assertTrue(lines.contains("periplus_received_total 12"), answer.body());
            assertTrue(lines.contains("periplus_malformed_udp_length_total 3"), answer.body());
            assertTrue(lines.contains("# TYPE periplus_flows_open gauge"), answer.body());
            assertTrue(lines.contains("periplus_uptime_seconds 1.500"), answer.body());
            HttpResponse<String> refused = client.send(
                    HttpRequest.newBuilder(URI.create(metrics.url()))
                            .POST(HttpRequest.BodyPublishers.ofString("x"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(405, refused.statusCode());
        }
        assertEquals("127.0.0.1", Metrics.address("9464").getAddress().getHostAddress());
        assertEquals(9464, Metrics.address("[::1]:9464").getPort());
    }
}
