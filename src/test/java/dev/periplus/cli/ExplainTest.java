package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ExplainTest {
    private static final String SSH = "captures/ssh-on-3251.pcap";
    private static final String LONE = "captures/lone-3248.pcap";
    private static final String SCAN = "captures/scan-3224-3324.pcap";

    /** A client that asks an SSH server for a page; the server's banner is in packet 6. */
    private static final String ASKED = "src/test/resources/dev/periplus/cli/http-to-ssh.pcap";

    private static String explained(String... words) {
        Run run = Run.of(words);
        assertEquals(Exit.DONE, run.status(), run.err());
        return run.out();
    }

    @Test
    void aFlowIsExplainedByThePacketALineALayerAndTheBytesInBrackets() {
        String text = explained("explain", "--flow", "1", SSH);
        assertTrue(text.contains("\n  TCP       40118 → 3251, PSH ACK, sequence "), text);
        assertTrue(text.contains("[53 53 48 2d 32 2e 30 2d 4f 70] "), text);
        assertTrue(text.contains("[65 6e 53 53 48 5f 39 2e 33]0d 0a "), text);
    }

    @Test
    void theWeightsAreSummed() {
        String text = explained("explain", "--flow", "1", SSH);
        assertTrue(text.contains("\nssh: 100 + 20 + 15 − 40 = 95 decibans, 0.9999\n"), text);
        String unknown = explained("explain", "--flow", "1", LONE);
        assertTrue(unknown.contains("framehawk: −10 − 20 − 25 − 40 = −95 decibans, 0.0000: too little"), unknown);
    }

    @Test
    void theLabelsRecordElsewhereIsTold() {
        String text = explained("explain", "--flow", "1", SSH);
        assertTrue(
                Pattern.compile("\nssh: [0-9,]+ wrong of [0-9,]+ elsewhere\n")
                        .matcher(text)
                        .find(),
                text);
        assertFalse(explained("explain", "--flow", "1", LONE).contains("elsewhere"));
    }

    @Test
    void theFirstBytesOfAnUnknownFlowAreShownForBothSides() {
        String text = explained("explain", "--flow", "1", LONE);
        assertTrue(text.contains("with the first payload of the client:"), text);
        assertTrue(text.contains("with the first payload of the server:"), text);
        assertTrue(text.contains("[b1 4d 67 12 a4 45]"), text);
    }

    @Test
    void whyNotNamesTheConditionThatFailed() {
        String text = explained("explain", "--flow", "1", "--why-not", "ica", SSH);
        assertTrue(text.contains("and not found: ica/"), text);
        assertTrue(text.replaceAll("\\s+", " ").contains("the first to fail: "), text);
        assertEquals(
                Exit.USAGE,
                Run.of("explain", "--flow", "1", "--why-not", "nothing", SSH).status());
        assertEquals(Exit.USAGE, Run.of("explain", "--flow", "99", SSH).status());
    }

    @Test
    void whyNotKnowsWhatTheFlowIsAndWhatSpokeForTheOther() {
        String same = explained("explain", "--flow", "1", "--why-not", "dns", "captures/odd-ports.pcap");
        assertTrue(same.contains("it is dns"), same);
        String weighed = explained("explain", "--flow", "1", "--why-not", "framehawk", LONE);
        assertTrue(weighed.contains("decibans, including the prior"), weighed);
        String within = explained("explain", "--flow", "1", "--why-not", "tls", "captures/protocol-changes.pcap");
        assertTrue(within.contains("the flow speaks it"), within);
    }

    /** Whatever the label: it is the server's, or the answer names the packet with the server's banner. */
    @Test
    void whyNotDoesNotDenyWhatTheServerSaid() {
        String text = explained("explain", "--flow", "1", "--why-not", "ssh", ASKED);
        assertFalse(text.contains("not found"), text);
        assertTrue(text.contains("it is ssh") || text.contains("packet 6") || text.contains("evidence above"), text);
    }

    @Test
    void whatNoRuleLooksForOnTheTransportIsNotCalledAbsent() {
        String text = explained("explain", "--flow", "1", "--why-not", "bacnet", ASKED);
        assertTrue(text.contains("Why not bacnet: not looked for: its rules are for udp"), text);
        String silent = explained("explain", "--flow", "1", "--why-not", "bacnet", SCAN);
        assertTrue(silent.contains("not looked for: the flow has no payload"), silent);
    }

    @Test
    void serversThatMatterComeFirstAndWhatWasOnlyProbedIsOneLine() {
        List<String> lines = explained("explain", "3224-3330", SCAN, SSH, LONE)
                .lines()
                .dropWhile(line -> !line.startsWith("Seen in"))
                .takeWhile(line -> !line.startsWith("Who listens"))
                .filter(line -> !line.isBlank())
                .toList();
        assertEquals("Seen in 3 captures:", lines.get(0));
        assertEquals("  10.3.0.9:3251/tcp  1 flow of 1 client: 1 ssh", lines.get(1));
        assertTrue(lines.get(2).startsWith("  10.3.0.2:3248/udp"), lines.get(2));
        assertTrue(lines.get(3).startsWith("  10.9.0.20:3230/udp"), lines.get(3));
        assertTrue(lines.get(4).contains("endpoints without payload, of a scan by 10.7.7.7"), lines.get(4));
        assertTrue(lines.size() <= 6, lines.toString());
    }

    @Test
    void quietIsAccepted() {
        assertTrue(explained("explain", "-q", "3251/tcp", SSH).contains("1 ssh"));
    }
}
