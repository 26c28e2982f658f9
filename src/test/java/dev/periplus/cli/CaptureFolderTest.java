package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that lies outside of a folder is named by it. */
class CaptureFolderTest {
    @TempDir
    Path around;

    private Path inside;
    private Path secret;
    private CaptureFolder folder;

    @BeforeEach
    void fill() throws IOException {
        Path real = Files.createDirectories(around.toRealPath().resolve("case"));
        secret = Files.writeString(real.resolveSibling("secret.pcap"), "x");
        inside = Files.writeString(Files.createDirectory(real.resolve("sub")).resolve("a.pcap"), "x");
        folder = CaptureFolder.of(Files.createSymbolicLink(around.resolve("link"), real));
    }

    @Test
    void linksAreNoCaptures() throws IOException {
        Files.createSymbolicLink(folder.root().resolve("b.pcap"), secret);
        Files.createSymbolicLink(folder.root().resolve("c.pcap"), inside);
        Files.createSymbolicLink(folder.root().resolve("out"), around);
        Files.writeString(folder.root().resolve("notes.txt"), "x");
        assertEquals(List.of(inside), folder.captures());
    }

    @Test
    void aNameMayLeadThroughALinkButNotOut() throws IOException {
        Files.createSymbolicLink(folder.root().resolve("c.pcap"), inside);
        Files.createSymbolicLink(folder.root().resolve("b.pcap"), secret);
        assertEquals(inside, folder.file("c.pcap"));
        assertEquals(inside, folder.file("sub/../sub/a.pcap"));
        assertEquals(inside, folder.file(inside.toString()));
        for (String name : List.of("b.pcap", "../secret.pcap", secret.toString(), "sub", "", "missing", "a\0b")) {
            String said = assertThrows(NoSuchFileException.class, () -> folder.file(name), name)
                    .getMessage();
            assertTrue(said.endsWith("no such file in the folder"), said);
        }
    }

    @Test
    void acceptedServicesOfAnotherFolderAreRefused() throws IOException {
        Files.createSymbolicLink(folder.root().resolve("accepted.yaml"), secret);
        assertThrows(NoSuchFileException.class, folder::captures);
    }

    @Test
    void aServerThatIsNotThereIsExplained() {
        Run run = Run.of("mcp", folder.root().toString(), "--plugin", "periplus-mcp");
        assertEquals(Exit.UNREADABLE, run.status());
        assertTrue(run.err().contains("--plugin periplus-mcp: no such file or folder"), run.err());
        assertEquals(Exit.USAGE, Run.of("mcp").status());
        assertEquals(Exit.UNREADABLE, Run.of("mcp", secret.toString()).status());
    }
}
