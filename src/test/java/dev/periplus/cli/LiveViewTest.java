package dev.periplus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
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
