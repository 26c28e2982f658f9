package dev.periplus.report.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Standing;
import dev.periplus.flow.Role;
import dev.periplus.report.Records;
import dev.periplus.sockets.Grade;
import dev.periplus.sockets.Owner;
import dev.periplus.sockets.OwningProcess;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopScreenTest {
    private static final int WIDTH = 100;
    private static final int HEIGHT = 20;

    private final TopScreen screen = new TopScreen(false);

    private void flows() {
        screen.show(Records.tcp("10.0.0.1", "10.0.0.2", 443)
                .label("tls", 0.99)
                .registered("https", "HTTP over TLS", Standing.AS_REGISTERED)
                .made());
        screen.show(Records.tcp("10.0.0.3", "10.0.0.4", 3251)
                .number(2)
                .label("ssh", 0.99)
                .says("ssh", "identification string SSH-2.0-x")
                .registered("sysscanner", "Sys Scanner", Standing.NOT_AS_REGISTERED)
                .made());
        screen.show(Records.udp("10.0.0.5", "10.0.0.6", 9999).number(3).made());
    }

    private String drawn() {
        return String.join("\n", screen.draw(WIDTH, HEIGHT));
    }

    private void keys(String keys) {
        keys.chars().forEach(screen::key);
    }

    @Test
    void conflictsStandFirst() {
        flows();
        List<String> lines = screen.draw(WIDTH, HEIGHT);
        assertEquals(HEIGHT, lines.size());
        assertTrue(lines.get(3).contains("ssh") && lines.get(3).contains("≠ sysscanner"), drawn());
        assertTrue(drawn().indexOf("sysscanner") < drawn().indexOf("https"), drawn());
        lines.forEach(line -> assertTrue(line.length() <= WIDTH, line));
    }

    @Test
    void aFilterLeavesTheFlowsThatHoldItsText() {
        flows();
        keys("/HTTPS\n");
        assertTrue(drawn().contains("10.0.0.2:443"), drawn());
        assertFalse(drawn().contains("10.0.0.4:3251"), drawn());
        keys("/");
        screen.key(27);
        assertTrue(drawn().contains("10.0.0.4:3251"), drawn());
    }

    @Test
    void theKeyOfAFilterIsNoCommandWhileItIsTyped() {
        flows();
        keys("/q");
        assertTrue(screen.isTyping());
        assertTrue(drawn().contains("matching 'q'_"), drawn());
        keys("\n");
        assertFalse(screen.isTyping());
    }

    @Test
    void enterOpensTheEvidenceOfTheFlowThatIsSelectedAndEscClosesIt() {
        flows();
        screen.draw(WIDTH, HEIGHT);
        keys("jk\n");
        assertTrue(drawn().contains("identification string SSH-2.0-x"), drawn());
        assertFalse(drawn().contains("10.0.0.2:443"), drawn());
        screen.key(27);
        assertTrue(drawn().contains("10.0.0.2:443"), drawn());
    }

    @Test
    void aFrozenScreenStaysAsItIs() {
        flows();
        screen.draw(WIDTH, HEIGHT);
        keys(" ");
        screen.show(Records.tcp("10.0.0.7", "10.0.0.8", 25).number(4).made());
        assertFalse(drawn().contains("10.0.0.8:25"), drawn());
        keys(" ");
        assertTrue(drawn().contains("10.0.0.8:25"), drawn());
    }

    @Test
    void noMoreLinesThanTheTerminalHas() {
        for (int i = 0; i < 200; i++) {
            screen.show(
                    Records.tcp("10.0.0.1", "10.0.1." + i, 443).number(i + 1).made());
        }
        assertEquals(8, screen.draw(WIDTH, 8).size());
        keys("j".repeat(150));
        assertTrue(drawn().lines().anyMatch(line -> line.startsWith("›")), drawn());
        assertEquals(HEIGHT, screen.draw(60, HEIGHT).size());
    }

    @Test
    void namesDoNothingToTheTerminal() {
        OwningProcess hostile = new OwningProcess(7, "x\u001b[2J", null, null, null, List.of());
        screen.show(Records.tcp("10.0.0.1", "10.0.0.2", 22)
                .owners(new Owner(Role.SERVER, Grade.EXACT, List.of(hostile)))
                .says("ssh", "a\u001b]0;title\u0007")
                .made());
        screen.draw(WIDTH, HEIGHT);
        keys("\n");
        assertFalse(drawn().contains("\u001b"), drawn());
    }
}
