package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.synthetic.Strangers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleDraftsTest {
    private static final long SEED = 20190301;

    @TempDir
    Path folder;

    private String capture = "";
    private Path drafts = Path.of("");

    @BeforeEach
    void write() throws IOException {
        Path file = folder.resolve("strangers.pcap");
        Files.write(file, Strangers.capture(SEED));
        capture = file.toString();
        drafts = folder.resolve("drafts");
    }

    @Test
    void flowsThatBeginAlikeAreGroupedAndTheOthersAreCounted() {
        Run run = Run.of("rules", "new", capture);
        assertEquals(Exit.DONE, run.status(), run.err());
        assertTrue(
                run.out().startsWith("20 unidentified flows with payload; 15 in 3 groups of 2 or more, 5 in none."),
                run.out());
        assertTrue(
                run.out()
                        .contains("Group 1: 6 flows, tcp, the client speaks first; 3 clients, 2 servers, server ports"
                                + " 7001 (2), 7002 (2), 7003 (2)"),
                run.out());
    }

    @Test
    void whatStaysConstantIsShownAndDrafted() {
        String out = Run.of("rules", "new", capture).out();
        assertTrue(out.contains("    0000  48 4f 55 53 01 ?? 00 ??  ?? ?? ?? ?? ?? ?? ??     HOUS.?.????????"), out);
        assertTrue(out.contains("bytes[0] == 'HOUS' 01\n"), out);
        assertTrue(out.contains("u16[6] == length - 8\n"), out);
        assertTrue(out.contains("u32[8] == request.u32[8]\n"), out);
        assertTrue(out.contains("bytes[0] == a5 5a\n"), out);
        assertTrue(out.contains("u16le[2] == length\n"), out);
        assertTrue(out.contains("u16[4] == request.u16[4] + 1\n"), out);
        assertTrue(out.contains("from: server\n"), out);
        assertTrue(out.contains("length == 20\n"), out);
    }

    @Test
    void noConditionNamesAPortOrAnAddress() {
        String rules = Run.of("rules", "new", capture)
                .out()
                .lines()
                .filter(line -> line.startsWith("      - "))
                .reduce("", (all, line) -> all + line + "\n");
        assertTrue(rules.contains("bytes["), rules);
        assertFalse(rules.contains("10.8") || rules.contains("700") || rules.contains("6100"), rules);
    }

    @Test
    void draftsAreRulesThatProveTheirExamplesAndNameTheFlowsTheyCameFrom() throws IOException {
        Run written = Run.of("rules", "new", "-w", drafts.toString(), capture);
        assertEquals(Exit.DONE, written.status(), written.err());
        try (Stream<Path> files = Files.list(drafts)) {
            assertEquals(3, files.count());
        }
        Run check = Run.of("rules", "check", drafts.toString());
        assertEquals(Exit.DONE, check.status(), check.out() + check.err());
        Run proof = Run.of("rules", "test", drafts.toString());
        assertEquals(Exit.DONE, proof.status(), proof.out() + proof.err());
        Map<String, Integer> labels = new TreeMap<>();
        Run.of("--rules", drafts.toString(), capture, "-o", "json")
                .records()
                .forEach(record -> labels.merge(String.valueOf(record.get("label")), 1, Integer::sum));
        assertEquals(Map.of("draft-1", 6, "draft-2", 5, "draft-3", 4, "null", 5), labels);
    }

    @Test
    void everyLineOfADraftFits() throws IOException {
        Run.of("rules", "new", "-w", drafts.toString(), capture);
        for (int i = 1; i <= 3; i++) {
            for (String line : Files.readAllLines(drafts.resolve("draft-" + i + ".yaml"))) {
                assertTrue(line.length() <= 120, line);
            }
        }
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Files.createDirectories(drafts);
        Path mine = drafts.resolve("draft-2.yaml");
        Files.writeString(mine, "mine");
        Run run = Run.of("rules", "new", "-w", drafts.toString(), capture);
        assertEquals(Exit.USAGE, run.status());
        assertTrue(run.err().contains("draft-2.yaml already exists"), run.err());
        assertEquals("mine", Files.readString(mine));
        assertFalse(Files.exists(drafts.resolve("draft-1.yaml")));
    }

    @Test
    void flowsAreChosenByPortAndTransportAndGroupsBySize() {
        assertTrue(Run.of("rules", "new", capture, "--transport", "udp").out().startsWith("10 unidentified flows"));
        assertTrue(Run.of("rules", "new", capture, "--port", "6100").out().startsWith("4 unidentified flows"));
        String large = Run.of("rules", "new", capture, "--least", "6").out();
        assertTrue(large.contains("6 in 1 group of 6 or more, 14 in none"), large);
        String few = Run.of("rules", "new", capture, "--most", "1").out();
        assertTrue(few.contains("2 smaller groups not shown") && !few.contains("draft-2"), few);
    }

    @Test
    void flowsThatHaveALabelAreLeftAlone() {
        Run run = Run.of("rules", "new", "captures/ssh-on-3251.pcap");
        assertEquals(Exit.DONE, run.status());
        assertTrue(run.out().startsWith("0 unidentified flows"), run.out());
    }

    @Test
    void whatCannotBeIsSaidInOneSentence() {
        for (String[] wrong : new String[][] {
            {"rules", "new"},
            {"rules", "new", "-"},
            {"rules", "new", capture, "--transport", "icmp"},
            {"rules", "new", capture, "--port", "70000"},
            {"rules", "new", capture, "--least", "0"}
        }) {
            Run run = Run.of(wrong);
            assertEquals(Exit.USAGE, run.status(), String.join(" ", wrong));
            assertEquals(1, run.err().lines().count(), run.err());
        }
        assertEquals(
                Exit.UNREADABLE,
                Run.of("rules", "new", folder + "/missing.pcap").status());
    }
}
