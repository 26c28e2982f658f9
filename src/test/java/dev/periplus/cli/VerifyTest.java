package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.report.sqlite.Sql;
import dev.periplus.text.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports of unknown origin. */
class VerifyTest {
    @TempDir
    Path folder;

    private Path database;
    private Path json;

    @BeforeEach
    void names() {
        database = folder.resolve("case.db");
        json = folder.resolve("case.json");
    }

    @Test
    void aCaptureIsFoundAgainWhateverItsName() throws IOException {
        Path odd = folder.resolve("a\u001b[2J\u202eb.pcap");
        Files.copy(Path.of("captures/ssh-on-3251.pcap"), odd);
        Run.of(odd.toString(), "-o", "sqlite=" + database);
        assertEquals(List.of(Printable.of(odd.toString())), Sql.column(database, "SELECT path FROM captures"));
        Run verified = Run.of("verify", database.toString());
        assertEquals(Exit.DONE, verified.status(), verified.out());
        assertTrue(verified.out().contains("3 exhibits: 3 confirmed"), verified.out());
    }

    @Test
    void aReportThatIsCutIsRefused() throws IOException {
        Run.of("captures/ssh-on-3251.pcap", "-o", "json=" + json);
        List<String> lines = Files.readAllLines(json);
        Files.write(json, lines.subList(0, lines.size() - 1));
        oneSentence(json);
        assertTrue(Run.of("verify", json.toString()).err().contains("the report is cut"));
    }

    /** Reading a device or a pipe would never end. */
    @Test
    void aCaptureThatIsNoRegularFileIsNotRead() throws IOException {
        Path capture = Files.copy(Path.of("captures/ssh-on-3251.pcap"), folder.resolve("a.pcap"));
        Run.of("review", folder.toString(), "-o", "json=" + json);
        Files.writeString(json, Files.readString(json).replace(capture.toString(), "/dev/zero"));
        Run run = Run.of("verify", json.toString());
        assertEquals(Exit.UNREADABLE, run.status());
        assertTrue(run.out().contains("failed: /dev/zero: not a regular file"), run.out());
        assertTrue(run.out().contains("its 3 exhibits cannot be compared"), run.out());
    }

    /** A confined check reads a capture that moved, but none that the report names elsewhere, nor through a link. */
    @Test
    void aConfinedCheckStaysInItsFolder() throws IOException {
        Path capture = Files.copy(Path.of("captures/ssh-on-3251.pcap"), folder.resolve("a.pcap"));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Run.of("review", capture.toString(), "-o", "json=" + json);
        String report = json.toString();
        assertEquals(
                Exit.DONE,
                Run.of("verify", report, "--in", elsewhere.toString()).status());
        Run confined = Run.of("verify", report, "--in", elsewhere.toString(), "--confined");
        assertEquals(Exit.UNREADABLE, confined.status());
        assertTrue(confined.out().contains("not a regular file"), confined.out());
        Path link = Files.createSymbolicLink(elsewhere.resolve("a.pcap"), capture);
        assertEquals(
                Exit.UNREADABLE,
                Run.of("verify", report, "--in", elsewhere.toString(), "--confined")
                        .status());
        Files.delete(link);
        Files.move(capture, elsewhere.resolve("a.pcap"));
        assertEquals(
                Exit.DONE,
                Run.of("verify", report, "--in", elsewhere.toString(), "--confined")
                        .status());
        assertEquals(Exit.USAGE, Run.of("verify", report, "--confined").status());
    }

    @Test
    void aLineWithoutEndIsRefused() throws IOException {
        byte[] part = new byte[1 << 20];
        Arrays.fill(part, (byte) ' ');
        try (var out = Files.newOutputStream(json)) {
            for (int i = 0; i < 70; i++) {
                out.write(part);
            }
        }
        oneSentence(json);
        assertTrue(Run.of("verify", json.toString()).err().contains("case.json:1: longer than any line"));
    }

    @ParameterizedTest
    @CsvSource({
        "10.3.0.9,10.3.0.99,its community_id is not of",
        "'\"port\":3251','\"port\":3252',its community_id is not of",
        "'\"label\":\"ssh\"','\"label\":\"telnet\"','its evidence is for ssh, not for telnet'",
        "'\"label\":\"ssh\"','\"label\":null','its evidence is for ssh, not for no label'",
        "'\"for\":\"ssh\"','\"for\":\"telnet\"','its evidence is for telnet, not for ssh'",
    })
    void anAlteredAddressOrLabelIsNoticed(String before, String after, String failure) throws IOException {
        Run.of("captures/ssh-on-3251.pcap", "-o", "json=" + json);
        assertEquals(Exit.DONE, Run.of("verify", json.toString()).status());
        String text = Files.readString(json);
        assertTrue(text.contains(before), text);
        Files.writeString(json, text.replace(before, after));
        Run run = Run.of("verify", json.toString());
        assertEquals(Exit.UNREADABLE, run.status());
        assertTrue(run.out().contains(failure), run.out());
    }

    @ParameterizedTest
    @CsvSource({
        "client_ip = '10.3.0.99',its community_id is not of",
        "label = 'telnet','its evidence is for ssh, not for telnet'",
    })
    void anAlteredRowIsNoticed(String change, String failure) {
        Run.of("captures/ssh-on-3251.pcap", "-o", "sqlite=" + database);
        Sql.execute(database, "UPDATE flows SET " + change);
        Run run = Run.of("verify", database.toString());
        assertEquals(Exit.UNREADABLE, run.status());
        assertTrue(run.out().contains(failure), run.out());
    }

    /** Labels inside, from other flows, and of flows without payload follow from their records too. */
    @Test
    void allCapturesOfTheProjectAreConfirmed() {
        Run.of("captures", "-q", "-o", "json=" + json, "-o", "sqlite=" + database);
        for (Path report : List.of(json, database)) {
            Run run = Run.of("verify", report.toString());
            assertEquals(Exit.DONE, run.status(), run.out());
            Run quiet = Run.of("verify", "-q", report.toString());
            assertEquals("", quiet.out());
        }
    }

    private void oneSentence(Path report) {
        Run run = Run.of("verify", report.toString());
        assertEquals(Exit.UNREADABLE, run.status(), run.out() + run.err());
        assertTrue(run.err().lines().count() <= 1, run.err());
        assertFalse(run.err().contains("Exception"), run.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE evidence",
                "DROP VIEW exhibits; DROP TABLE captures; CREATE TABLE captures (path)",
                "DROP TABLE evidence; CREATE VIEW evidence AS WITH RECURSIVE r(flow) AS"
                        + " (SELECT 1 UNION ALL SELECT flow + 1 FROM r) SELECT * FROM r",
                "UPDATE evidence SET bytes = zeroblob(300000000)",
                "UPDATE evidence SET packet = 9223372036854775807",
                "UPDATE evidence SET \"offset\" = 9223372036854775807",
                "UPDATE evidence SET \"offset\" = 2147483647, bytes = x'00'",
                "UPDATE captures SET path = '/', sha256 = '0'",
                "UPDATE captures SET path = '<b>' || char(27) || '[2J'",
            })
    void aHostileDatabaseIsRefusedInASentence(String change) {
        Run.of("captures/ssh-on-3251.pcap", "-o", "sqlite=" + database);
        Sql.execute(database, change);
        oneSentence(database);
        assertFalse(Run.of("verify", "--in", folder.toString(), database.toString())
                .out()
                .contains("\u001b"));
    }

    @Test
    void damageAnywhereEndsInASentence() throws IOException {
        Run.of("captures/everyday.pcapng", "-o", "sqlite=" + database);
        byte[] whole = Files.readAllBytes(database);
        long seed = 4711;
        Random random = new Random(seed);
        for (int trial = 0; trial < 60; trial++) {
            byte[] bytes = whole.clone();
            for (int at : random.ints(40, 16, bytes.length).toArray()) {
                bytes[at] = (byte) random.nextInt();
            }
            Path damaged = Files.write(
                    folder.resolve("damaged.db"),
                    trial % 4 == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
            Run run = Run.of("verify", damaged.toString());
            assertTrue(run.status() == Exit.DONE || run.status() == Exit.UNREADABLE, "seed " + seed + run.err());
            assertTrue(run.err().lines().count() <= 1, run.err());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"evidence\":5}",
                "[]",
                "{\"run\":[]}",
                "{\"run\":{\"captures\":{}}}",
                "{\"inside\":[1]}",
                "{\"evidence\":[{\"packet\":1,\"offset\":2147483647,\"bytes\":\"00\"}]}",
                "{\"evidence\":[{\"packet\":1,\"offset\":9223372036854775807,\"bytes\":\"00\"}]}",
            })
    void aHostileNativeReportIsRefusedInASentence(String line) throws IOException {
        oneSentence(Files.writeString(json, line));
    }

    /** Six levels of pages, whose children are a hundred times the same page: a trillion rows in 28 KiB more. */
    @Test
    void pagesReferredToAgainAndAgainGiveNoRowsWithoutEnd() throws IOException {
        Run.of("captures/ssh-on-3251.pcap", "-o", "sqlite=" + database);
        int root = (int) Sql.column(database, "SELECT rootpage FROM sqlite_master WHERE name = 'evidence'")
                .get(0);
        int size = (int) Sql.column(database, "PRAGMA page_size").get(0);
        byte[] bytes = Files.readAllBytes(database);
        int count = bytes.length / size;
        int levels = 6;
        ByteBuffer pages = ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length + levels * size));
        pages.putInt(28, count + levels);
        pages.put((count + levels - 1) * size, bytes, (root - 1) * size, size);
        refer(pages.slice((root - 1) * size, size), count + 1);
        for (int level = 1; level < levels; level++) {
            refer(pages.slice((count + level - 1) * size, size), count + level + 1);
        }
        Files.write(database, pages.array());
        oneSentence(database);
    }

    /** Writes an interior page of a table whose children are all one page. */
    private static void refer(ByteBuffer page, int child) {
        int cells = 100;
        int size = page.capacity();
        page.put((byte) 5).putShort((short) 0).putShort((short) cells).putShort((short) (size - 5 * cells));
        page.put((byte) 0).putInt(child);
        for (int cell = 0; cell < cells; cell++) {
            int at = size - 5 * (cell + 1);
            page.putShort((short) at).putInt(at, child).put(at + 4, (byte) (cell + 1));
        }
    }
}
