package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The add-ons of {@code src/it/embedding}, named with {@code --plugin}. */
class PluginsTest {
    private static final Path SAMPLE = Path.of("src/it/embedding/src/main");
    private static final String POLLS = "captures/lone-3248.pcap";

    @TempDir
    static Path made;

    @TempDir
    Path folder;

    private static String plugin;

    @BeforeAll
    static void compile() throws IOException {
        Path classes = Files.createDirectories(made.resolve("classes"));
        List<String> words = new ArrayList<>(
                List.of("-d", classes.toString(), "-proc:none", "-classpath", System.getProperty("java.class.path")));
        try (Stream<Path> sources = Files.list(SAMPLE.resolve("java/example"))) {
            sources.map(Path::toString).forEach(words::add);
        }
        assertEquals(
                0,
                ToolProvider.findFirst("javac")
                        .orElseThrow()
                        .run(System.out, System.err, words.toArray(String[]::new)));
        plugin = jar("sample.jar", List.of(classes, SAMPLE.resolve("resources")));
    }

    private static String jar(String name, List<Path> roots) throws IOException {
        Path jar = made.resolve(name);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (Path root : roots) {
                try (Stream<Path> files = Files.walk(root)) {
                    for (Path one : files.filter(Files::isRegularFile).toList()) {
                        out.putNextEntry(new JarEntry(root.relativize(one).toString()));
                        Files.copy(one, out);
                        out.closeEntry();
                    }
                }
            }
        }
        return jar.toString();
    }

    /** The frames of a capture in the form of the example's input, and another one to the same port, later. */
    private Path frames() throws IOException {
        ByteBuffer capture = ByteBuffer.wrap(Files.readAllBytes(Path.of(POLLS))).order(ByteOrder.LITTLE_ENDIAN);
        boolean nanos = capture.getInt(0) == 0xa1b23c4d;
        List<String> lines = new ArrayList<>();
        byte[] frame = {};
        long time = 0;
        for (int at = 24; at + 16 <= capture.capacity(); at += 16 + frame.length) {
            frame = new byte[capture.getInt(at + 8)];
            capture.get(at + 16, frame);
            time = capture.getInt(at) * 1_000_000_000L + capture.getInt(at + 4) * (nanos ? 1L : 1000L);
            lines.add(time + " " + HexFormat.of().formatHex(frame));
            if (lines.size() == 1) {
                lines.add(time + " " + HexFormat.of().formatHex(frame));
            }
        }
        byte[] first =
                HexFormat.of().parseHex(lines.get(0).substring(lines.get(0).indexOf(' ') + 1));
        first[34] ^= 1; // port of the client
        first[first.length - 1] ^= 1;
        first[42] ^= 1; // the first byte that the detector looks at
        lines.add(time + 3_600_000_000_000L + " " + HexFormat.of().formatHex(first));
        lines.remove(0);
        return Files.write(folder.resolve("frames.txt"), lines);
    }

    private static List<String> rules(Map<String, Object> flow) {
        return ((List<?>) flow.get("evidence"))
                .stream()
                        .map(one -> String.valueOf(((Map<?, ?>) one).get("rule")))
                        .toList();
    }

    @Test
    void aDetectorIsActiveWhereItIsNamed() {
        assertEquals(
                "house-poll",
                Run.of(POLLS, "-o", "json", "--plugin", plugin).records().get(0).get("label"));
        assertEquals(null, Run.of(POLLS, "-o", "json").records().get(0).get("label"));
        assertTrue(Run.of("explain", "--flow", "1", POLLS, "--plugin", plugin)
                .out()
                .contains("the reply repeats ten bytes"));
    }

    @Test
    void aReviewDoesNotRememberWhatItFoundWithoutThem() {
        String state = folder.resolve("state").toString();
        for (int i = 0; i < 2; i++) {
            Run without = Run.of("review", "--state", state, POLLS, "-o", "json");
            Run with = Run.of("review", "--state", state, POLLS, "-o", "json", "--plugin", plugin);
            assertTrue(!without.out().contains("house-poll"), without.out());
            assertTrue(with.out().contains("\"label\":\"house-poll\""), with.out() + with.err());
        }
    }

    @Test
    void anOutputIsWrittenToItsTarget() throws IOException {
        Path list = folder.resolve("servers.tsv");
        Run run = Run.of(POLLS, "captures/ssh-on-3251.pcap", "-o", "servers=" + list, "--plugin", plugin);
        assertEquals(Exit.DONE, run.status(), run.err());
        assertEquals(
                List.of("10.3.0.2\t3248\thouse-poll", "10.3.0.9\t3251\tssh"),
                Files.readAllLines(list).stream().sorted().toList());
    }

    @Test
    void anInputIsReadInPlaceOfCaptures() throws IOException {
        Run run = Run.of("hex:" + frames(), "-o", "json", "--plugin", plugin);
        assertEquals(Exit.DONE, run.status(), run.err());
        assertEquals("house-poll", run.records().get(0).get("label"));
        assertEquals(
                Run.of(POLLS, "-o", "json").records().size() + 1, run.records().size());
    }

    @Test
    void aCorrelationAddsEvidence() throws IOException {
        Run run = Run.of("replay", "hex:" + frames(), "-o", "json", "--plugin", plugin);
        assertTrue(rules(run.records().get(1)).contains("polled-before"), run.out());
        assertTrue(!rules(run.records().get(0)).contains("polled-before"), run.out());
    }

    @Test
    void optionsOfPacketsApplyToAnInput() throws IOException {
        String input = "hex:" + frames();
        Run two = Run.of(input, "-c", "2", "-o", "json", "--plugin", plugin);
        assertEquals(2, two.counters().get("packets"));
        Run none = Run.of(input, "-f", "tcp", "-o", "json", "--plugin", plugin);
        assertEquals(Exit.NOTHING, none.status(), none.err());
        assertEquals(0, none.records().size());
        Run wrong = Run.of(input, "-f", "nonsense (", "--plugin", plugin);
        assertEquals(Exit.USAGE, wrong.status(), wrong.err());
    }

    @Test
    void anInputThatFailsIsToldAndWhatCameBeforeCounts() throws IOException {
        Path frames = frames();
        Files.writeString(frames, Files.readString(frames) + "17 zz\n");
        Run run = Run.of("hex:" + frames, "-o", "json", "--plugin", plugin);
        assertEquals(Exit.UNREADABLE, run.status());
        assertTrue(run.err().contains("not a time and a frame"), run.err());
        assertEquals("house-poll", run.records().get(0).get("label"));
    }

    @Test
    void theListTellsWhatWasFoundAndHowToNameIt() {
        Run run = Run.of("plugins", "--plugin", plugin);
        assertEquals(Exit.DONE, run.status(), run.err());
        assertEquals(
                List.of(
                        "detector house-poll example.PollDetector (sample.jar)",
                        "correlation polled-before example.PolledBefore (sample.jar)",
                        "output -o servers= example.ServerList (sample.jar)",
                        "input hex: example.HexInput (sample.jar)"),
                run.out().lines().map(line -> line.replaceAll(" +", " ")).toList());
        assertEquals(Exit.NOTHING, Run.of("plugins").status());
    }

    @Test
    void mistakesAreSentences() throws IOException {
        Path capture = Path.of(POLLS);
        assertMistake("no add-on reads 'hex:'", "hex:" + capture);
        assertMistake("must be read alone", "hex:" + capture, POLLS, "--plugin", plugin);
        assertMistake("--speed replays captures", "hex:" + capture, "--speed", "1", "--plugin", plugin);
        assertMistake("unknown format 'servers'", POLLS, "-o", "servers=x");
        assertMistake("unknown format 'servers'", POLLS, "-o", "servers", "--plugin", plugin);
        Run unknown = Run.of(POLLS, "-o", "nowhere=x", "--plugin", plugin);
        assertEquals(Exit.UNREADABLE, unknown.status());
        assertTrue(unknown.err().contains("-o nowhere comes in a plugin"), unknown.err());
        Run missing = Run.of(POLLS, "--plugin", "no/such.jar");
        assertTrue(missing.err().contains("--plugin no/such.jar: no such file or folder"), missing.err());
    }

    private static void assertMistake(String says, String... words) {
        Run run = Run.of(words);
        assertEquals(Exit.USAGE, run.status(), run.err());
        assertTrue(run.err().contains(says), run.err());
        assertTrue(run.err().lines().count() <= 2, run.err());
    }

    /** A class that is not there, and one that no Java can read. */
    @Test
    void aPluginThatDoesNotFitIsASentence() throws IOException {
        Path broken = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(broken.resolve("dev.periplus.api.FlowDetector"), "example.Gone\n");
        Run gone = Run.of(POLLS, "--plugin", jar("gone.jar", List.of(folder)));
        assertEquals(Exit.UNREADABLE, gone.status(), gone.err());
        assertTrue(gone.err().contains("a plugin does not fit this version of Periplus: "), gone.err());
        Files.write(Files.createDirectories(folder.resolve("example")).resolve("Gone.class"), new byte[64]);
        Run unreadable = Run.of(POLLS, "--plugin", jar("unreadable.jar", List.of(folder)));
        assertEquals(Exit.UNREADABLE, unreadable.status(), unreadable.err());
        assertEquals(1, unreadable.err().lines().count(), unreadable.err());
    }
}
