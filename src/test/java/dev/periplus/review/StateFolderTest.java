package dev.periplus.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
    private final RecordingWatcher watcher = new RecordingWatcher();

    @TempDir
    Path folder;

    @Test
    void theStateIsKeptInTheCase() throws IOException {
        try (StateFolder state = StateFolder.of(folder, null, watcher)) {
            assertEquals(folder.resolve(".periplus"), state.path());
        }
        assertTrue(Files.isDirectory(folder.resolve(".periplus")));
        assertEquals(List.of(), watcher.notes());
    }

    @Test
    void orWhereTheUserSays() throws IOException {
        Path named = folder.resolve("a/b");
        try (StateFolder state = StateFolder.of(folder, named, watcher)) {
            assertEquals(named, state.path());
        }
        assertTrue(Files.isDirectory(named));
        assertFalse(Files.exists(folder.resolve(".periplus")));
    }

    /** A file of that name is in the way: root may write to any folder. */
    @Test
    void elseInATemporaryFolderThatGoesAtTheEnd() throws IOException {
        Files.createFile(folder.resolve(".periplus"));
        Path temporary;
        try (StateFolder state = StateFolder.of(folder, null, watcher)) {
            temporary = state.path();
            Files.writeString(temporary.resolve("flows-1"), "flows");
        }
        assertFalse(Files.exists(temporary));
        assertEquals(
                List.of(folder.resolve(".periplus") + " is not writable: the next review reads everything again;"
                        + " --state FOLDER saves it elsewhere"),
                watcher.notes());
    }

    @Test
    void aNamedFolderThatCannotBeMadeIsAnError() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThrows(IOException.class, () -> StateFolder.of(folder, file, watcher));
    }
}
