package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be read in a folder is reported, and the rest is read. */
class UnreadableFolderTest {
    private static final int LONGEST_NAME = 250;
    private static final int SHORTER_NAME = 100;
    private static final int LONGEST_PATH = 4_080;

    @TempDir
    Path folder;

    private Path inside;
    private Path closed;

    @BeforeEach
    void aCase() throws IOException {
        inside = Files.createDirectories(folder.resolve("case"));
        closed = Files.createDirectories(inside.resolve("b"));
        Files.copy(Path.of("captures/ssh-on-3251.pcap"), inside.resolve("a.pcap"));
        Files.copy(Path.of("captures/lone-3248.pcap"), inside.resolve("c.pcap"));
    }

    @AfterEach
    void open() throws IOException {
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }

    private void everythingElseIsRead(String... reported) {
        Run replay = Run.of(inside.toString(), "-o", "json");
        assertEquals(Exit.UNREADABLE, replay.status(), replay.err());
        assertEquals(2, replay.records().size(), replay.out());
        Run review = Run.of("review", inside.toString(), "-o", "json");
        assertEquals(Exit.UNREADABLE, review.status(), review.err());
        assertEquals(2, review.records().size(), review.out());
        for (Run run : List.of(replay, review)) {
            for (String line : reported) {
                assertEquals(
                        1,
                        run.err().lines().filter(said -> said.startsWith(line)).count(),
                        run.err());
            }
        }
        Run carve =
                Run.of("carve", "-Y", "flow", "-w", folder.resolve("out.pcapng").toString(), inside.toString());
        assertEquals(Exit.UNREADABLE, carve.status(), carve.err());
    }

    @Test
    void aFolderWithoutPermission() throws IOException {
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(closed), "root reads every folder");
        everythingElseIsRead("periplus: " + closed + ": permission denied");
    }

    @Test
    void aFolderWhosePathIsTooLong() throws IOException {
        Path shortly = Files.createDirectory(folder.resolve("s"));
        Path deep = shortly;
        while (deep.toString().length() + SHORTER_NAME < LONGEST_PATH) {
            deep = Files.createDirectory(deep.resolve("d".repeat(SHORTER_NAME - 1)));
        }
        Path moved = Files.move(shortly, closed.resolve("m".repeat(LONGEST_NAME)));
        try {
            Run replay = Run.of(inside.toString(), "-o", "json");
            assertTrue(replay.err().endsWith(": File name too long\n"), replay.err());
            everythingElseIsRead();
        } finally {
            Files.move(moved, shortly);
        }
    }

    @Test
    void linksThatLeadNowhere() throws IOException {
        Files.createSymbolicLink(closed.resolve("loop.pcap"), Path.of("loop.pcap"));
        Files.createSymbolicLink(closed.resolve("gone.pcap"), Path.of("missing.pcap"));
        Files.createSymbolicLink(closed.resolve("up"), inside);
        everythingElseIsRead(
                "periplus: " + closed.resolve("loop.pcap") + ": Too many levels of symbolic links",
                "periplus: " + closed.resolve("gone.pcap") + ": no such file");
    }

    @Test
    void aFolderNamedByALinkIsRead() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), inside);
        Run run = Run.of(link.toString(), "-o", "json");
        assertEquals(Exit.DONE, run.status(), run.err());
        assertEquals(2, run.records().size());
        assertTrue(run.records().stream()
                .allMatch(record -> String.valueOf(record.get("capture")).startsWith(link + "/")));
    }

    @Test
    void aListThatIsNoTextIsRefusedInOneSentence() throws IOException {
        Path zeros = Files.write(folder.resolve("zeros"), new byte[64]);
        for (Path list : List.of(Path.of("captures/ssh-on-3251.pcap"), zeros)) {
            Run run = Run.of("replay", "--list", list.toString());
            assertEquals(Exit.USAGE, run.status());
            assertEquals(
                    "periplus: --list takes a text file with one path per line, and " + list + " is not text\n",
                    run.err());
        }
    }
}
