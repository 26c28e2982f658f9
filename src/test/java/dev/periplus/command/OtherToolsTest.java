package dev.periplus.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What other programs say of an exhibit, whatever they print and however long they run. */
@DisabledOnOs(OS.WINDOWS)
class OtherToolsTest {
    @TempDir
    Path folder;

    private Path programs;

    @BeforeEach
    void folders() throws IOException {
        programs = Files.createDirectory(folder.resolve("bin"));
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private String said(int seconds) throws IOException {
        Path out = folder.resolve("others.txt");
        Path capture = Files.createFile(folder.resolve("exhibit.pcapng"));
        Path home = Files.createDirectory(folder.resolve("home"));
        new OtherTools(programs.toString(), seconds).write(List.of(capture), home, out);
        return Files.readString(out);
    }

    @Test
    void whatIsNotInstalledIsSaid() throws IOException {
        assertEquals("== tshark: not installed\n\n== ndpiReader: not installed\n\n", said(5));
    }

    @Test
    void hostileTextIsPrintable() throws IOException {
        program("tshark", "[ $1 = --version ] && echo 'TShark 9.9' || printf '1\\tGET /\\033]0;owned\\007\\n'");
        String said = said(5);
        assertTrue(said.startsWith("== TShark 9.9\n\n== tshark -n -r exhibit.pcapng\n"), said);
        assertTrue(said.contains("1 GET /\\x1b]0;owned\\x07\n"), said);
        assertFalse(said.contains("\u001b"), said);
    }

    @Test
    void theUsersSettingsAreNotRead() throws IOException {
        program("ndpiReader", "echo \"home $HOME, settings $XDG_CONFIG_HOME\"");
        assertTrue(said(5).contains("home " + folder.resolve("home") + ", settings " + folder.resolve("home")));
    }

    @Test
    @Timeout(60)
    void endlessTextIsCut() throws IOException {
        program("ndpiReader", "yes");
        String said = said(30);
        assertTrue(said.length() < 2_000_000 && said.contains("[cut after 1.0 MB]"), "" + said.length());
    }

    @Test
    @Timeout(60)
    void aProgramThatHangsIsEnded() throws IOException {
        program("ndpiReader", "echo begun; sleep 300");
        String said = said(1);
        assertTrue(said.contains("begun\n[ended after 1 s]"), said);
    }
}
