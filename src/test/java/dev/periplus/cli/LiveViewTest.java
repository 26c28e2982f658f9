package dev.periplus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The live view in a real terminal: tmux, which must be installed. */
class LiveViewTest {
    private static final Path TMUX = Path.of("/usr/bin/tmux");
    private static final int FIRST_ROW = 3;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    @TempDir
    Path folder;

    @BeforeEach
    void needsTmux() {
        assumeTrue(Files.isExecutable(TMUX), "no tmux here");
    }

    @AfterEach
    void end() throws Exception {
        if (Files.isExecutable(TMUX)) {
            tmux("kill-server");
        }
    }

    private String tmux(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(TMUX.toString(), "-S", folder.resolve("socket").toString(), "-f", "/dev/null"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return said;
    }

    private String screenWith(String... texts) throws Exception {
        return screenWhere(screen -> Stream.of(texts).allMatch(screen::contains));
    }

    /** Waits for a screen, as it may be seen while it is drawn. */
    private String screenWhere(Predicate<String> wanted) throws Exception {
        long until = System.nanoTime() + PATIENCE;
        String screen = "";
        while (System.nanoTime() < until) {
            screen = tmux("capture-pane", "-p");
            if (wanted.test(screen)) {
                return screen;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("in vain, at last:\n" + screen);
    }

    /** A script that shows the view of a capture at its own pace. */
    private Path script(String before, String options, String after) throws IOException {
        return Files.writeString(
                folder.resolve("run"),
                "export PERIPLUS_TTY=1 LC_ALL=C.UTF-8 TERM=xterm-256color COLUMNS=80\n" + before + "'"
                        + Path.of(System.getProperty("java.home"), "bin", "java") + "' -cp '"
                        + System.getProperty("java.class.path")
                        + "' dev.periplus.cli.Main replay --speed 1 --top " + options + "captures/ssh-on-3251.pcap\n"
                        + after);
    }

    /** Starts a shell at its prompt, in which Ctrl-Z and fg work. */
    private void shell(int width, int height) throws Exception {
        tmux("new-session", "-d", "-x", "" + width, "-y", "" + height, "PS1='ready> ' bash --norc --noprofile -i");
        screenWith("ready>");
        type("stty -a > '" + folder.resolve("before") + "'");
    }

    /** Waits until the view has ended with this text, and the shell has the terminal again. */
    private void ended(String text) throws Exception {
        screenWhere(screen -> screen.contains(text) && screen.strip().endsWith("ready>"));
    }

    private void type(String line) throws Exception {
        tmux("send-keys", "-l", line);
        tmux("send-keys", "Enter");
    }

    /** Settings and modes are those of the shell before the view. */
    private void assertRestored() throws Exception {
        Path after = folder.resolve("after");
        Path whole = folder.resolve("whole");
        Files.deleteIfExists(whole);
        type("stty -a > '" + after + "'; touch '" + whole + "'");
        screenWhere(screen -> Files.exists(whole));
        assertEquals(Files.readString(folder.resolve("before")), Files.readString(after));
        assertEquals(
                "alternate 0, cursor 1, mouse 0",
                tmux(
                                "display-message",
                                "-p",
                                "alternate #{alternate_on}, cursor #{cursor_flag}, mouse #{mouse_any_flag}")
                        .strip());
    }

    @Test
    void ctrlZGivesTheTerminalBackAndFgShowsTheViewAgain() throws Exception {
        Path script = script("exec ", "--loop 1000 ", "");
        shell(80, 24);
        type("sh '" + script + "'");
        screenWith("sysscanner", "q quit");
        for (int times = 1; times <= 2; times++) {
            tmux("send-keys", "C-z");
            int stops = times;
            screenWhere(screen -> screen.split("Stopped", -1).length == stops + 1);
            assertRestored();
            type("fg");
            screenWith("sysscanner", "q quit");
            tmux("send-keys", "?");
            screenWith("mouse wheel");
            tmux("send-keys", "x");
            screenWith("sysscanner");
        }
        tmux("send-keys", "q");
        ended("Not as registered  1 flow");
        assertRestored();
    }

    /** @param end what ends the run: keys, or a signal */
    @ParameterizedTest
    @ValueSource(strings = {"q", "C-c", "TERM"})
    void theTerminalIsRestoredAtTheEnd(String end) throws Exception {
        Path pid = folder.resolve("pid");
        Path script = script("echo $$ > '" + pid + "'\nexec ", "--loop 1000 ", "");
        shell(100, 30);
        type("sh '" + script + "'");
        screenWith("sysscanner", "q quit");
        if (end.equals("TERM")) {
            new ProcessBuilder("kill", Files.readString(pid).strip()).start().waitFor();
        } else {
            tmux("send-keys", end);
        }
        ended("Not as registered  1 flow");
        assertRestored();
    }

    /** A fault, or a second Ctrl-C, ends the process at once, wherever it is. */
    @ParameterizedTest
    @ValueSource(strings = {"fault", "interrupt"})
    void theTerminalIsRestoredWhenTheProcessEndsAtOnce(String how) throws Exception {
        shell(100, 30);
        type("'" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -cp '"
                + System.getProperty("java.class.path") + "' " + SuddenEnd.class.getName() + " " + how
                + "; echo status $?");
        screenWith("status " + (how.equals("fault") ? Exit.FAILED : Exit.INTERRUPTED).status());
        assertRestored();
    }

    /** Rows with colours as wide as the terminal would push the first lines off the screen. */
    @ParameterizedTest
    @ValueSource(ints = {80, 100, 160})
    void everyLineFits(int width) throws Exception {
        int height = 30;
        Path script = script("exec ", "--loop 1000 ", "");
        Files.writeString(
                script, Files.readString(script).replace("captures/ssh-on-3251.pcap", "captures/odd-ports.pcap"));
        tmux("new-session", "-d", "-x", "" + width, "-y", "" + height, "sh '" + script + "'");
        List<String> lines = screenWhere(screen -> {
                    List<String> all = screen.lines().toList();
                    return all.size() == height
                            && all.get(1).matches("\\d+ flows, .*")
                            && all.get(2).contains("client")
                            && all.get(FIRST_ROW).startsWith("›");
                })
                .lines()
                .toList();
        assertTrue(lines.get(height - 1).startsWith(" q quit"), lines.toString());
        for (String row : lines.subList(FIRST_ROW, height - 1)) {
            assertTrue(row.isEmpty() || row.matches("[› ] +\\d+ +(tcp|udp|sctp|icmp).*"), row);
        }
        assertTrue(lines.get(2).contains(width >= 160 ? "process" : "rate"), lines.get(2));
    }

    @Test
    void aRunWhoseTerminalIsGoneEnds() throws Exception {
        Path pid = folder.resolve("pid");
        Path script = script("echo $$ > '" + pid + "'\nexec ", "--loop 1000 ", "");
        tmux("new-session", "-d", "-x", "80", "-y", "24", "sh '" + script + "'");
        screenWith("sysscanner");
        ProcessHandle run =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
        tmux("kill-server");
        try {
            run.onExit().get(30, TimeUnit.SECONDS);
        } finally {
            run.destroyForcibly();
        }
    }

    @Test
    void fitsShowsKeysFollowsTheSizeAndEndsWithTheConflicts() throws Exception {
        Path script = script("", "", "sleep 60\n");
        tmux("new-session", "-d", "-x", "80", "-y", "24", "sh '" + script + "'");
        screenWhere(screen -> {
            List<String> rows =
                    screen.lines().filter(line -> line.contains("sysscanner")).toList();
            return rows.size() == 1
                    && rows.get(0).startsWith("›   1  tcp")
                    && (rows.get(0).contains("/s") || rows.get(0).contains("ended"));
        });
        tmux("send-keys", "Down");
        tmux("send-keys", "?");
        screenWith("mouse wheel");
        tmux("send-keys", "x");
        tmux("resize-window", "-x", "160", "-y", "30");
        screenWith("port registered for", "bytes");
        tmux("send-keys", "q");
        screenWith("took ", "Not as registered  1 flow", "sysscanner");
    }

    @Test
    void theWheelMovesInTmux() throws Exception {
        Path script = script("", "--loop 1000 ", "");
        Files.writeString(
                script, Files.readString(script).replace("captures/ssh-on-3251.pcap", "captures/odd-ports.pcap"));
        tmux("new-session", "-d", "-s", "inner", "-x", "80", "-y", "24", "sh '" + script + "'");
        tmux("set-option", "-g", "mouse", "on");
        screenWith(" flows, ");
        String attach = "TMUX= tmux -S '" + folder.resolve("socket") + "' attach -t inner";
        tmux("new-session", "-d", "-s", "outer", "-x", "80", "-y", "26", attach);
        long until = System.nanoTime() + PATIENCE;
        while (marked() <= FIRST_ROW && System.nanoTime() < until) {
            tmux("send-keys", "-t", "outer", "-l", "\u001b[<65;10;10M");
            Thread.sleep(300);
        }
        assertTrue(marked() > FIRST_ROW, tmux("capture-pane", "-p", "-t", "inner"));
    }

    /** The line of the inner screen that is marked, or -1. */
    private int marked() throws Exception {
        List<String> lines = tmux("capture-pane", "-p", "-t", "inner").lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("›")) {
                return i;
            }
        }
        return -1;
    }
}
