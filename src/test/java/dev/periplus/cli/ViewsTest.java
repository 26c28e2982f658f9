package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Services by host, ports by use, hosts, labels over time, and unknown flows by reason. */
class ViewsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "services | ^10\\.3\\.0\\.9 +3251/tcp +ssh +0\\.99 +≠ +1 +1 +12 kB +sysscanner$",
                "services | ^10\\.3\\.0\\.2 +3248/udp +unknown +\\? +1 +1 +2\\.5 kB +procos-lm$",
                "ports    | ^3225/udp +fcip-port +5 +\\S+ kB +5 +framehawk 4, unknown 1$",
                "hosts    | ^10\\.3\\.0\\.9 +Debian +1 +0 +12 kB +ssh$",
                "hosts    | ^10\\.3\\.0\\.77 +0 +1 +12 kB +-; ssh$",
                "timeline | ^framehawk +\\d+ +[▁▂▃▄▅▆▇█ ]+$",
                "unknown  | ^midstream +12 +58 kB +2598/tcp 12$"
            })
    void aViewSays(String view, String line) {
        Run run = Run.of("captures", "-o", view);
        assertEquals(Exit.DONE, run.status(), run.err());
        assertTrue(Pattern.compile(line, Pattern.MULTILINE).matcher(run.out()).find(), run.out());
        assertTrue(run.out().lines().allMatch(text -> text.length() <= 100), run.out());
    }

    @Test
    void aConditionHoldsForViewsToo() {
        Run run = Run.of("captures", "-o", "services", "-Y", "label == ssh and server.port != 22");
        assertTrue(run.out().contains("10.3.0.9 "), run.out());
        assertFalse(run.out().contains(" 22/tcp"), run.out());
    }
}
