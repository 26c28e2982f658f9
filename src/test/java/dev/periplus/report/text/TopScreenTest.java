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

    @Test
    void whatHasEndedStaysUntilItIsClearedAndConflictsLonger() {
        flows();
        assertTrue(drawn().contains("3 flows, 3 ended"), drawn());
        keys("c");
        assertTrue(drawn().contains("sysscanner"), drawn());
        assertFalse(drawn().contains("10.0.0.2:443"), drawn());
        keys("c");
        assertFalse(drawn().contains("sysscanner"), drawn());
    }

    @Test
    void aFlowKeepsItsNumber() {
        screen.show(Records.tcp("10.0.0.1", "10.0.0.2", 443).number(41).made());
        screen.show(Records.tcp("10.0.0.3", "10.0.0.4", 443).number(57).made());
        screen.show(Records.tcp("10.0.0.1", "10.0.0.2", 443).number(92).made());
        List<String> numbers = screen.draw(WIDTH, HEIGHT).stream()
                .filter(line -> line.contains("→"))
                .map(line -> line.substring(1).strip().split(" ")[0])
                .sorted()
                .toList();
        assertEquals(List.of("1", "2"), numbers);
    }

    @Test
    void conflictsOutliveTheFlowsThatThereIsNoRoomFor() {
        flows();
        for (int i = 0; i < 12_000; i++) {
            screen.show(Records.tcp("10.0.0.1", "10.1." + i / 250 + "." + (1 + i % 250), 443)
                    .number(i + 4)
                    .made());
        }
        assertTrue(drawn().contains("sysscanner"), drawn());
        assertTrue(drawn().contains("older ones left out"), drawn());
    }

    @Test
    void rowsFitTheTerminalWithColourToo() {
        TopScreen coloured = new TopScreen(true);
        coloured.show(Records.tcp("2001:db8:1:2:3:4:5:6", "2001:db8:ffff:ffff:ffff:ffff:ffff:1", 3251)
                .label("ssh", 0.99)
                .registered("sysscanner", "Sys Scanner", Standing.NOT_AS_REGISTERED)
                .made());
        for (int width : List.of(80, 100, 160)) {
            List<String> lines = coloured.draw(width, HEIGHT);
            assertEquals(HEIGHT, lines.size());
            for (String line : lines) {
                String plain = line.replaceAll("\u001b\\[[0-9;]*m", "");
                assertTrue(plain.length() <= width, width + ": " + plain);
            }
            assertTrue(lines.get(3).startsWith("›") && lines.get(3).contains("ended"), lines.get(3));
        }
    }

    @Test
    void arrowsAndPagesMoveAndAQuestionMarkListsKeys() {
        for (int i = 0; i < 60; i++) {
            screen.show(
                    Records.tcp("10.0.0.1", "10.0.1." + i, 443).number(i + 1).made());
        }
        screen.draw(WIDTH, HEIGHT);
        screen.key(TopScreen.DOWN);
        assertTrue(screen.draw(WIDTH, HEIGHT).get(4).startsWith("›"), drawn());
        screen.key(TopScreen.PAGE_DOWN);
        screen.key(TopScreen.PAGE_UP);
        assertTrue(drawn().contains("›"), drawn());
        screen.key(TopScreen.END);
        assertTrue(screen.draw(WIDTH, HEIGHT).get(HEIGHT - 2).startsWith("›"), drawn());
        screen.key(TopScreen.HOME);
        assertTrue(screen.draw(WIDTH, HEIGHT).get(3).startsWith("›"), drawn());
        keys("?");
        assertTrue(drawn().contains("mouse wheel"), drawn());
        keys("x");
        assertFalse(drawn().contains("mouse wheel"), drawn());
    }

    @Test
    void closingItTellsTheConflicts() {
        assertEquals(List.of(), screen.conflicts(WIDTH));
        flows();
        String told = String.join("\n", screen.conflicts(WIDTH));
        assertTrue(told.startsWith("Not as registered  1 flow\n") && told.contains("≠ sysscanner"), told);
        assertFalse(told.contains("443"), told);
    }

    @Test
    void escapeShowsAllFlowsAgain() {
        flows();
        keys("/nothing\n");
        assertTrue(drawn().contains("matching 'nothing' (esc: all)"), drawn());
        screen.key(27);
        assertTrue(drawn().contains("10.0.0.2:443"), drawn());
    }

    @Test
    void aWideTerminalShowsPortsAgesAndProcesses() {
        OwningProcess curl = new OwningProcess(812, "cu\u001brl", null, null, null, List.of());
        screen.show(Records.tcp("10.0.0.1", "10.0.0.2", 443)
                .label("tls", 0.99)
                .owners(new Owner(Role.CLIENT, Grade.EXACT, List.of(curl)))
                .made());
        List<String> wide = screen.draw(160, HEIGHT);
        assertTrue(wide.get(2).endsWith("age  process"), wide.get(2));
        assertTrue(wide.get(3).endsWith(" s  cu\\x1brl (812)"), wide.get(3));
        assertTrue(wide.get(3).contains("10.0.0.1:"), wide.get(3));
        wide.forEach(line -> assertTrue(line.length() <= 160, line));
        assertFalse(screen.draw(120, HEIGHT).get(3).contains("812"), drawn());
    }

    @Test
    void theHeadingCountsConflictsAndUnknownFlows() {
        flows();
        assertTrue(screen.draw(WIDTH, HEIGHT).get(1).startsWith("3 flows, 3 ended, 1 conflict, 1 unknown, "), drawn());
    }
}
