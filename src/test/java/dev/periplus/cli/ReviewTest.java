package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.TestCaptures;
import dev.periplus.natives.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of captures, read once for any number of reviews. */
class ReviewTest {
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int TTL = 14 + 8;

    @TempDir
    Path folder;

    private Path kase;

    @BeforeEach
    void folderOfTheCase() throws IOException {
        kase = Files.createDirectory(folder.resolve("case"));
    }

    private void add(String... names) throws IOException {
        for (String name : names) {
            Files.copy(Path.of("captures", name), kase.resolve(name));
        }
    }

    private void addAll() throws IOException {
        for (Path capture : TestCaptures.all().toList()) {
            add(String.valueOf(capture.getFileName()));
        }
    }

    private Run review(String... options) {
        return Run.of(Stream.concat(Stream.of("review", kase.toString(), "-o", "json"), Stream.of(options))
                .toArray(String[]::new));
    }

    /** Returns the records without flow numbers, which follow the order in which flows end. */
    private static String said(Run run) {
        return run.records().stream()
                .peek(record -> record.remove("flow"))
                .map(Object::toString)
                .collect(Collectors.toCollection(TreeSet::new))
                .toString();
    }

    @Test
    void saysWhatReplaySaysAndReadsNothingTwice() throws IOException {
        addAll();
        Run first = review();
        assertEquals(Exit.DONE, first.status(), first.err());
        assertEquals(said(Run.of(kase.toString(), "-o", "json")), said(first));
        Run second = review();
        assertTrue(second.err().contains(" read before, 0 to read"), second.err());
        assertEquals(first.records(), second.records());
        assertEquals(first.counters(), second.counters());
    }

    /** Captures of the same time are read together, whenever they were added. */
    @Test
    void aCaseThatGrowsSaysWhatOneReadAtOnceSays() throws IOException {
        List<Path> captures = TestCaptures.all().toList();
        for (Path capture : captures) {
            add(String.valueOf(capture.getFileName()));
            if (Integer.bitCount(captures.indexOf(capture)) == 1) {
                review();
            }
        }
        Run grown = review();
        assertEquals(Exit.DONE, grown.status(), grown.err());
        assertEquals(said(review("--fresh")), said(grown));
    }

    @Test
    void aFlowGoesOnInACaptureThatComesLater() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of("captures/ssh-on-3251.pcap"));
        int cut = FILE_HEADER;
        for (int packet = 0; packet < 8; packet++) {
            cut += RECORD_HEADER
                    + ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(cut + 8);
        }
        Files.write(kase.resolve("1.pcap"), Arrays.copyOf(whole, cut));
        review();
        byte[] rest = Arrays.copyOf(whole, whole.length - cut + FILE_HEADER);
        System.arraycopy(whole, cut, rest, FILE_HEADER, whole.length - cut);
        Files.write(kase.resolve("2.pcap"), rest);
        Run review = review();
        assertTrue(review.err().contains("1 read before, 1 to read"), review.err());
        Map<String, Object> expected =
                Run.of("captures/ssh-on-3251.pcap", "-o", "json").records().get(0);
        assertEquals(1, review.records().size());
        Map<String, Object> joined = review.records().get(0);
        for (String field : List.of("client", "server", "start", "end", "label", "standing")) {
            assertEquals(expected.get(field), joined.get(field), field);
        }
    }

    /** The second sensor is behind a router, and its clock is slightly late. */
    @Test
    void whatTwoSensorsSawIsCountedOnce() throws IOException {
        add("odd-ports.pcap");
        byte[] bytes = Files.readAllBytes(Path.of("captures/odd-ports.pcap"));
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = FILE_HEADER;
        while (at < bytes.length) {
            file.putInt(at + 4, Math.min(999_999, file.getInt(at + 4) + 700));
            bytes[at + RECORD_HEADER] ^= 2;
            bytes[at + RECORD_HEADER + TTL]--;
            bytes[at + RECORD_HEADER + TTL + 2]++;
            at += RECORD_HEADER + file.getInt(at + 8);
        }
        Run one = review();
        Files.write(kase.resolve("router.pcap"), bytes);
        Run both = review();
        assertEquals(one.records().size(), both.records().size());
        assertEquals(count(one, "ip-packets"), count(both, "ip-packets"), both.err());
        assertEquals(count(one, "packets-read"), count(both, "packets-duplicate"), both.err());
        assertTrue(both.err().contains("counted once"), both.err());
        String table = Run.of("review", kase.toString(), "-o", "table").out();
        assertTrue(table.contains("; " + count(one, "packets-read") + " duplicates left out\n"), table);
        assertTrue(table.contains("lost        nothing\n"), table);
    }

    private static long count(Run run, String counter) {
        return ((Number) run.counters().get(counter)).longValue();
    }

    @Test
    void anUnreadableFileIsNamedAndTheRestReviewed() throws IOException {
        add("ssh-on-3251.pcap", "everyday.pcapng");
        Files.writeString(kase.resolve("bad.pcap"), "not a capture at all");
        Run review = review();
        assertEquals(Exit.UNREADABLE, review.status());
        assertTrue(review.err().contains("bad.pcap: "), review.err());
        assertTrue(review.records().stream().anyMatch(record -> "ssh".equals(record.get("label"))));
        assertEquals(Exit.UNREADABLE, review().status(), "also when it was known before");
    }

    @Test
    void theSameFileTwiceIsReadOnce() throws IOException {
        add("ssh-on-3251.pcap");
        Files.copy(kase.resolve("ssh-on-3251.pcap"), kase.resolve("z-copy.pcap"));
        Run review = review();
        assertEquals(1, review.records().size());
        assertTrue(review.err().contains("z-copy.pcap is the same file as"), review.err());
    }

    /** Whoever made the case put the results of an empty capture there, filed under the digest of one that is not. */
    @Test
    void aStateDeliveredWithTheCaseHidesNothing() throws IOException {
        add("ssh-on-3251.pcap");
        String before = said(review());
        Path other = Files.createDirectory(folder.resolve("other"));
        Path empty = Files.write(
                other.resolve("empty.pcap"), Arrays.copyOf(Files.readAllBytes(kase.resolve("ssh-on-3251.pcap")), 24));
        Path delivered = kase.resolve(".periplus");
        Run.of("review", "--state", delivered.toString(), other.toString());
        Path index = delivered.resolve("readings.tsv");
        Files.writeString(
                index,
                Files.readString(index)
                        .replace(
                                Sha256.of(empty, read -> {}), Sha256.of(kase.resolve("ssh-on-3251.pcap"), read -> {})));
        Run run = review("--fresh");
        assertEquals(before, said(run));
        assertTrue(run.err().contains(".periplus: saved results inside of a case are not used"), run.err());
        Run named = review("--state", delivered.toString());
        assertEquals(before, said(named));
        assertTrue(
                named.err().contains("1 to read; saved flows are damaged, or this user did not write them"),
                named.err());
    }

    @Test
    void otherRulesOrADamagedStateReadEverythingAgain() throws IOException {
        add("ssh-on-3251.pcap");
        String state = folder.resolve("state").toString();
        String before = said(review("--state", state));
        assertTrue(review("--state", state, "--no-tunnels").err().contains("1 to read"));
        Files.writeString(Path.of(state, "readings.tsv"), "what\nis\tthis\n");
        Run after = review("--state", state);
        assertTrue(after.err().contains("1 to read; saved flows are damaged"), after.err());
        assertEquals(before, said(after));
        assertTrue(review("--state", state).err().contains("0 to read"));
    }

    @Test
    void aReportCanBeVerified() throws IOException {
        addAll();
        Path report = folder.resolve("report.json");
        Files.writeString(report, review().out());
        Run whole = Run.of("verify", report.toString());
        assertEquals(Exit.DONE, whole.status(), whole.out());
        assertTrue(
                whole.out().matches("(?s)\\d+ captures by SHA-256, \\d{3} exhibits: \\d{3} confirmed.* 0 failed\\R"),
                whole.out());
        byte[] bytes = Files.readAllBytes(kase.resolve("ssh-on-3251.pcap"));
        int banner = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("SSH-2.0-OpenSSH");
        bytes[banner + 5] ^= 1;
        Files.write(kase.resolve("ssh-on-3251.pcap"), bytes);
        Files.delete(kase.resolve("everyday.pcapng"));
        Run changed = Run.of("verify", report.toString());
        assertEquals(Exit.UNREADABLE, changed.status());
        assertTrue(changed.out().contains("ssh-on-3251.pcap: the file has changed"), changed.out());
        assertTrue(
                changed.out().matches("(?s).*ssh-on-3251.pcap, packet 4, byte \\d+, flow C\\w+: bytes differ.*"),
                changed.out());
        assertTrue(changed.out().contains("everyday.pcapng: no such file"), changed.out());
    }

    @Test
    void reportsMovedElsewhereAndOtherFilesAreHandled() throws IOException {
        add("ssh-on-3251.pcap");
        Path report = folder.resolve("report.json");
        Files.writeString(report, review().out());
        Path moved = Files.move(kase, folder.resolve("moved"));
        assertEquals(Exit.UNREADABLE, Run.of("verify", report.toString()).status());
        assertEquals(
                Exit.DONE,
                Run.of("verify", "--in", moved.toString(), report.toString()).status());
        Run foreign = Run.of("verify", "captures/everyday.pcapng");
        assertEquals(Exit.UNREADABLE, foreign.status());
        assertEquals(1, foreign.err().lines().count(), foreign.err());
    }

    @Test
    void wrongUsageIsOneSentence() {
        Run none = Run.of("review");
        assertEquals(Exit.USAGE, none.status());
        assertEquals(1, none.err().lines().count(), none.err());
        Run nothing = Run.of("review", folder.resolve("nothing").toString());
        assertEquals(Exit.UNREADABLE, nothing.status());
        assertEquals(1, nothing.err().lines().count(), nothing.err());
    }

    /** A file takes the place of the folder: this also simulates a folder that not even root can write to. */
    @Test
    void aCaseOfWhichNothingCanBeKeptIsReviewedAllTheSame() throws IOException {
        add("ssh-on-3251.pcap");
        Path file = Files.createFile(folder.resolve("file"));
        Run run = review("--state", file.toString());
        assertEquals(Exit.DONE, run.status(), run.err());
        assertEquals(1, run.records().size());
        assertTrue(run.err().contains("nothing is kept for the next review, which reads everything again"), run.err());
        Path state = folder.resolve("state");
        assertTrue(review("--state", state.toString()).err().contains("0 read before, 1 to read"));
        assertTrue(review("--state", state.toString()).err().contains("1 read before, 0 to read"));
    }
}
