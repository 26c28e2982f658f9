package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.TestCaptures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Differences between two captures or cases. */
class DiffTest {
    private static final String BEFORE = "captures/change-before.pcap";
    private static final String AFTER = "captures/change-after.pcap";

    @TempDir
    Path folder;

    private static Run diff(String old, String current, String... options) {
        return Run.of(Stream.concat(Stream.of("diff", old, current), Stream.of(options))
                .toArray(String[]::new));
    }

    private static List<Map<String, Object>> differences(Run run) {
        List<Map<String, Object>> differences = new ArrayList<>();
        for (Map<String, Object> line : run.lines()) {
            if (line.containsKey("difference")) {
                differences.add(Run.object(line, "difference"));
            }
        }
        return differences;
    }

    /** {@code changed service 10.7.0.80:8080 null [http]→[tls]}. */
    private static List<String> said(Run run) {
        return differences(run).stream()
                .map(difference -> difference.get("change") + " " + difference.get("subject") + " "
                        + difference.get("host") + ":" + difference.get("port") + " " + difference.get("field") + " "
                        + difference.get("was") + "→" + difference.get("now"))
                .toList();
    }

    private Path kase(String name, String... captures) throws IOException {
        Path kase = Files.createDirectory(folder.resolve(name));
        for (String capture : captures) {
            Files.copy(Path.of(capture), kase.resolve(Path.of(capture).getFileName()));
        }
        return kase;
    }

    @Test
    void whatAChangeWindowDidIsSaid() {
        Run run = diff(BEFORE, AFTER, "-o", "json");
        assertEquals(Exit.DONE, run.status(), run.err());
        List<String> said = said(run);
        assertEquals("changed service 10.7.0.80:8080 null [http]→[tls]", said.get(0));
        assertEquals("new service 10.7.0.80:3251 null []→[ssh]", said.get(1));
        assertEquals("not-as-registered", differences(run).get(1).get("standing"));
        assertEquals("gone service 10.7.0.53:53 null [dns]→[]", said.get(2));
        assertEquals(
                "changed server-fingerprint 10.7.0.22:22 ssh.server"
                        + " [SSH-2.0-OpenSSH_8.9p1 Ubuntu-3]→[SSH-2.0-OpenSSH_9.6p1 Ubuntu-3]",
                said.get(3));
        assertEquals("new client 10.7.0.66:null null []→[ssh]", said.get(4));
        assertEquals(
                "2024-03-02T21:00:04.485000000Z",
                Run.object(differences(run).get(2), "old").get("last"));
    }

    @Test
    void theLastLineSaysWhatWasReadAndHow() {
        Run run = diff(BEFORE, AFTER, "-o", "json");
        Map<String, Object> last = Run.object(run.lines().get(run.lines().size() - 1), "run");
        assertEquals(64, String.valueOf(last.get("rules_sha256")).length());
        assertEquals(List.of("diff", BEFORE, AFTER, "-o", "json"), last.get("command"));
        for (String side : List.of("old", "new")) {
            String captures = String.valueOf(Run.object(last, side).get("captures"));
            assertTrue(captures.matches(".*sha256=[0-9a-f]{64}.*"), captures);
        }
        assertEquals(differences(run).size(), ((Number) last.get("differences")).intValue());
    }

    @Test
    void nothingDiffersFromItself() {
        for (Path capture : Arrays.asList(Path.of(BEFORE), Path.of("captures/framehawk-xenapp.pcapng"))) {
            Run run = diff(capture.toString(), capture.toString(), "--exit-code");
            assertEquals(Exit.DONE, run.status(), run.out());
            assertTrue(run.out().contains("No differences."), run.out());
        }
    }

    @Test
    void differencesGiveAStatusWhereItIsAskedFor() {
        assertEquals(Exit.FINDING, diff(BEFORE, AFTER, "--exit-code").status());
    }

    @Test
    void aFolderIsReadAsACaseAndKept() throws IOException {
        Path old = kase("old", BEFORE);
        Path current = kase("new", AFTER, "captures/everyday.pcapng");
        Run first = diff(old.toString(), current.toString(), "-o", "json");
        assertTrue(first.err().contains("2 captures: 0 read before, 2 to read"), first.err());
        Run second = diff(old.toString(), current.toString(), "-o", "json");
        assertTrue(second.err().contains("2 captures: 2 read before, 0 to read"), second.err());
        assertEquals(said(first), said(second));
        assertTrue(said(first).contains("new service 192.0.2.80:443 null []→[tls]"));
        Files.delete(current.resolve("everyday.pcapng"));
        assertEquals(
                said(diff(BEFORE, AFTER, "-o", "json")), said(diff(old.toString(), current.toString(), "-o", "json")));
        assertEquals(said(diff(BEFORE, AFTER, "-o", "json")), said(diff(BEFORE, current.toString(), "-o", "json")));
    }

    @Test
    void anUnreadableFileIsNamedAndTheRestCompared() throws IOException {
        Path current = kase("new", AFTER);
        Files.writeString(current.resolve("bad.pcap"), "not a capture at all");
        Run run = diff(BEFORE, current.toString());
        assertEquals(Exit.UNREADABLE, run.status());
        assertTrue(run.err().contains("bad.pcap: "), run.err());
        assertTrue(run.out().contains("1 capture not read completely"), run.out());
        assertTrue(run.out().contains("10.7.0.80:3251/tcp  ssh"), run.out());
    }

    @Test
    void aCutFileIsComparedAsFarAsItGoes() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(AFTER));
        Path cut = Files.write(folder.resolve("cut.pcap"), Arrays.copyOf(whole, whole.length - 7));
        Run run = diff(BEFORE, cut.toString(), "--exit-code");
        assertEquals(Exit.UNREADABLE, run.status());
        assertTrue(run.out().contains("10.7.0.80:3251/tcp  ssh"), run.out());
    }

    /** Everything would seem to be gone, or new. */
    @Test
    void aSideOfWhichNothingCouldBeReadIsNotCompared() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.pcap"), "not a capture at all");
        Path none = folder.resolve("none.pcap");
        for (Run run : List.of(diff(bad.toString(), AFTER), diff(BEFORE, bad.toString()))) {
            assertEquals(Exit.UNREADABLE, run.status());
            assertEquals("", run.out());
            assertTrue(run.err().contains("nothing to compare"), run.err());
        }
        for (Run run : List.of(diff(none.toString(), AFTER), diff(BEFORE, none.toString()))) {
            assertEquals(Exit.UNREADABLE, run.status());
            assertEquals("", run.out());
            assertTrue(run.err().contains("none.pcap: no such file"), run.err());
        }
    }

    @Test
    void theFilterHoldsForBothSides() {
        Run run = diff(BEFORE, AFTER, "-o", "json", "-Y", "label==ssh");
        assertTrue(
                said(run).stream().allMatch(line -> line.contains("ssh")),
                said(run).toString());
        assertEquals(3, said(run).size(), said(run).toString());
    }

    @Test
    void textAndJsonTogether() throws IOException {
        Path file = folder.resolve("diff.json");
        Run run = diff(BEFORE, AFTER, "-o", "findings", "-o", "json=" + file);
        assertTrue(run.out().contains("Changed services"), run.out());
        assertEquals(
                diff(BEFORE, AFTER, "-o", "json").lines().size(),
                Files.readAllLines(file).size());
    }

    @Test
    void linesFitTheTerminal() throws IOException {
        Path all = folder.resolve("all");
        Files.createDirectory(all);
        for (Path capture : TestCaptures.all().toList()) {
            Files.copy(capture, all.resolve(capture.getFileName()));
        }
        for (String option : List.of("-q", "--all")) {
            Run run = diff(BEFORE, all.toString(), option);
            assertTrue(run.out().lines().allMatch(line -> line.length() <= 100), run.out());
            assertFalse(run.out().lines().anyMatch(line -> line.endsWith(" ")), run.out());
        }
    }

    @Test
    void wrongUsageIsOneSentence() {
        for (List<String> words : List.of(
                List.of(BEFORE),
                List.of(BEFORE, AFTER, AFTER),
                List.of("-", "-"),
                List.of(BEFORE, AFTER, "-o", "csv"),
                List.of(BEFORE, AFTER, "-o", "json=" + AFTER),
                List.of(BEFORE, folder.toString()))) {
            List<String> all = new ArrayList<>(List.of("diff"));
            all.addAll(words);
            Run run = Run.of(all.toArray(String[]::new));
            assertEquals(Exit.USAGE, run.status(), words + run.err());
            assertEquals(1, run.err().lines().count(), run.err());
        }
        assertTrue(Run.of("diff", BEFORE, AFTER, "-o", "csv").err().contains("choose from json and findings"));
    }
}
