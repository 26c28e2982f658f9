package dev.periplus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartFileTest {
    @TempDir
    Path folder;

    private static void write(PartFile file, String text) throws IOException {
        file.out().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theOldFileStaysUntilTheNewOneIsWhole() throws IOException {
        Path target = Files.writeString(folder.resolve("report.json"), "old");
        try (PartFile file = PartFile.named(target)) {
            write(file, "new");
            assertEquals("old", Files.readString(target));
            assertTrue(PartFile.isUnfinished(file.path()), file.path().toString());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())));
            file.complete();
        }
        assertEquals("new", Files.readString(target));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
        assertEquals(List.of("report.json"), names());
    }

    @Test
    void whatIsNotCompletedLeavesNothing() throws IOException {
        Path target = Files.writeString(folder.resolve("report.json"), "old");
        try (PartFile file = PartFile.named(target)) {
            write(file, "half");
        }
        assertEquals("old", Files.readString(target));
        assertEquals(List.of("report.json"), names());
    }

    @Test
    void aLinkThatTheUserNamedIsFollowedAndOneInAPrivateFolderReplaced() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "important");
        Path link = Files.createSymbolicLink(folder.resolve("link"), victim);
        try (PartFile file = PartFile.named(link)) {
            write(file, "new");
            file.complete();
        }
        assertEquals("new", Files.readString(victim));
        assertTrue(Files.isSymbolicLink(link));
        try (PartFile file = PartFile.begin(link)) {
            write(file, "private");
            file.complete();
        }
        assertEquals("new", Files.readString(victim));
        assertFalse(Files.isSymbolicLink(link));
    }

    @Test
    void aDeviceIsWrittenToDirectly() throws IOException {
        try (PartFile file = PartFile.named(Path.of("/dev/null"))) {
            write(file, "anything");
            file.complete();
        }
        assertFalse(Files.isRegularFile(Path.of("/dev/null")));
    }

    @Test
    void aFullDiskIsNamed() throws IOException {
        Path full = Path.of("/dev/full");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full), "Linux has it");
        try (OutputStream out = PartFile.growing(full)) {
            FileSystemException e = assertThrows(FileSystemException.class, () -> out.write(new byte[10]));
            assertEquals("/dev/full", e.getFile());
            assertEquals("No space left on device", e.getReason());
        }
    }

    @Test
    void aGrowingFileIsPrivateWhenItIsNew() throws IOException {
        Path target = folder.resolve("flows.json");
        PartFile.growing(target).close();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
    }

    @Test
    void namesOfUnfinishedFilesAreTheirOwn() {
        assertTrue(PartFile.isUnfinished(Path.of("a/flows-1.0aff1234.part")));
        assertFalse(PartFile.isUnfinished(Path.of("a/flows-1.part")));
        assertFalse(PartFile.isUnfinished(Path.of("a/flows-1.xyz.part")));
        assertFalse(PartFile.isUnfinished(Path.of("a/1.part/x")));
    }
}
