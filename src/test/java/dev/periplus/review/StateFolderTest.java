package dev.periplus.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results lie where nobody but the user can have put them. */
class StateFolderTest {
    private final RecordingWatcher watcher = new RecordingWatcher();

    @TempDir
    Path folder;

    private Path kase = Path.of("");
    private Path own = Path.of("");

    @BeforeEach
    void makeCase() throws IOException {
        kase = Files.createDirectory(folder.resolve("case"));
        own = folder.resolve("home/state/periplus");
    }

    private void isRefused(Path named, String why) throws IOException {
        watcher.notes().clear();
        try (StateFolder state = StateFolder.of(kase, own, named, watcher)) {
            assertFalse(state.keeps());
        }
        assertEquals(
                List.of("nothing is kept for the next review, which reads everything again: " + named + ": " + why),
                watcher.notes());
    }

    @Test
    void resultsAreKeptInAPrivateFolderOutsideOfTheCase() throws IOException {
        try (StateFolder state = StateFolder.of(kase, own, null, watcher)) {
            Path path = state.file("x").getParent();
            assertEquals(own, path.getParent());
            assertTrue(path.getFileName().toString().matches("case-[0-9a-f]{32}"), path.toString());
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(own.resolve("key"))));
        }
        try (var inside = Files.list(kase)) {
            assertEquals(0, inside.count());
        }
        assertEquals(List.of(), watcher.notes());
    }

    @Test
    void eachCaseHasAFolderOfItsOwn() throws IOException {
        Path other = Files.createDirectories(folder.resolve("other/case"));
        try (StateFolder one = StateFolder.of(kase, own, null, watcher);
                StateFolder two = StateFolder.of(other, own, null, watcher)) {
            assertFalse(one.file("x").equals(two.file("x")));
        }
        assertEquals(List.of(), watcher.notes());
    }

    @Test
    void theUserMayNameAnother() throws IOException {
        Path named = folder.resolve("a/b");
        try (StateFolder state = StateFolder.of(kase, own, named, watcher)) {
            assertEquals(named.resolve("x"), state.file("x"));
        }
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(named)));
    }

    @Test
    void theHomeOfTheStateIsTheOneOfTheEnvironment() {
        assertEquals(Path.of("/s/periplus"), StateFolder.own(Map.of("XDG_STATE_HOME", "/s")));
        Path usual = Path.of(System.getProperty("user.home"), ".local/state/periplus");
        assertEquals(usual, StateFolder.own(Map.of()));
        assertEquals(usual, StateFolder.own(Map.of("XDG_STATE_HOME", "relative")), "as the specification says");
    }

    @Test
    void resultsInsideOfTheCaseAreNotUsed() throws IOException {
        Path inside = Files.createDirectory(kase.resolve(".periplus"));
        try (StateFolder state = StateFolder.of(kase, own, null, watcher)) {
            assertTrue(state.keeps());
        }
        assertEquals(1, watcher.notes().size());
        assertTrue(watcher.notes().get(0).startsWith(inside + ": saved results inside of a case are not used"));
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), elsewhere);
        isRefused(link, "it is a symbolic link; name the folder itself");
        Path locked = Files.createDirectory(folder.resolve("locked"));
        Path victim = Files.writeString(folder.resolve("victim"), "important");
        Files.createSymbolicLink(locked.resolve("lock"), victim);
        watcher.notes().clear();
        try (StateFolder state = StateFolder.of(kase, own, locked, watcher)) {
            assertFalse(state.keeps());
        }
        assertEquals("important", Files.readString(victim));
    }

    @Test
    void aFolderThatOthersCanWriteToIsRefused() throws IOException {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwx---"));
        isRefused(shared, "other users can write to it");
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwx----w-"));
        isRefused(shared, "other users can write to it");
    }

    @Test
    void aFolderOfAnotherUserIsRefused() throws IOException {
        Path theirs = Path.of("/proc/1/task");
        Path foreign =
                Files.isDirectory(theirs) && !isOwn(theirs) ? theirs : Files.createDirectory(folder.resolve("f"));
        if (foreign != theirs) {
            org.junit.jupiter.api.Assumptions.assumeTrue(isOwnerChanged(foreign), "only root can give files away");
        }
        watcher.notes().clear();
        try (StateFolder state = StateFolder.of(kase, own, foreign, watcher)) {
            assertFalse(state.keeps());
        }
        assertTrue(
                watcher.notes().get(0).contains("it belongs to "),
                watcher.notes().toString());
    }

    private static boolean isOwn(Path path) throws IOException {
        return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName().equals(System.getProperty("user.name"));
    }

    private static boolean isOwnerChanged(Path path) throws IOException {
        try {
            Files.setAttribute(path, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void whileOneReviewUsesAFolderAnotherKeepsNothing() throws IOException {
        Path named = folder.resolve("named");
        try (StateFolder first = StateFolder.of(kase, own, named, watcher)) {
            assertTrue(first.keeps());
            isRefused(named, "another review is using it");
        }
        try (StateFolder later = StateFolder.of(kase, own, named, watcher)) {
            assertTrue(later.keeps());
        }
    }

    @Test
    void whatAKilledReviewLeftIsRemoved() throws IOException {
        Path named = Files.createDirectory(folder.resolve("named"));
        Path left = Files.createFile(named.resolve("flows-1.1a2b3c4d.part"));
        Path other = Files.createFile(named.resolve("notes.txt"));
        StateFolder.of(kase, own, named, watcher).close();
        assertFalse(Files.exists(left));
        assertTrue(Files.exists(other));
    }

    @Test
    void withoutAPlaceNothingIsKept() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        try (StateFolder state = StateFolder.of(kase, file, null, watcher)) {
            assertFalse(state.keeps());
        }
        assertEquals(1, watcher.notes().size());
    }
}
