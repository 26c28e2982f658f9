package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options from the user's file hold unless the command line gives them. */
class ConfigurationTest {
    private static final String SSH = "captures/ssh-on-3251.pcap";

    @TempDir
    Path folder;

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("config.yaml"), text).toString();
    }

    @Test
    void addsOptionsOfEveryCommandAndOfOne() throws IOException {
        String file = file("# mine\nquiet: true\nreplay:\n  output: csv\n  fields: [label, server.port]\n");
        assertEquals(
                "label,server_port\r\nssh,3251\r\n",
                Run.of(SSH, "--config", file).out());
        Run review = Run.of("review", SSH, "--config=" + file);
        assertTrue(review.out().contains("SSH on 3251/tcp") && review.err().isEmpty(), review.err());
    }

    @Test
    void theCommandLineReplacesIt() throws IOException {
        String file = file("replay:\n  output: csv\n");
        assertTrue(Run.of(SSH, "-o", "json", "--config", file).out().startsWith("{"));
        assertFalse(Run.of(SSH, "--config", "none").out().startsWith("capture,"));
    }

    @Test
    void isShown() throws IOException {
        String file = file("time-zone: local\nreview:\n  fail-on: high\n");
        String shown = Run.of("config", "--config", file).out();
        assertTrue(shown.contains(file) && shown.contains("   1  every command  --time-zone=local"), shown);
        assertTrue(shown.contains("   3  review         --fail-on=high"), shown);
        assertEquals(
                "no configuration" + System.lineSeparator(), Run.of("config").out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "colour: always | config.yaml:1: no command has the option 'colour'; did you mean color?",
                "review: {sped: 1} | config.yaml:1: review does not have the option 'sped'",
                "quiet: maybe | config.yaml:1: 'quiet' is true or false",
                "read: a.pcap | config.yaml:1: 'read' belongs on the command line",
                "quiet: [ | config.yaml:",
                "just words | config.yaml:1: expected a file of keys and values",
            })
    void mistakesAreNamedWithTheirLine(String text, String says) throws IOException {
        Run run = Run.of(SSH, "--config", file(text));
        assertEquals(Exit.USAGE, run.status());
        assertTrue(run.err().contains(says), run.err());
    }

    @Test
    void liesWhereTheDesktopSays() {
        assertEquals(
                Path.of("/x/periplus/config.yaml"),
                Configuration.usual(Map.of("XDG_CONFIG_HOME", "/x", "HOME", "/home/u")));
        assertEquals(Path.of("/home/u/.config/periplus/config.yaml"), Configuration.usual(Map.of("HOME", "/home/u")));
        assertEquals(null, Configuration.usual(Map.of()));
    }
}
