package dev.periplus.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Verdict;
import dev.periplus.classify.Conversation.Turn;
import dev.periplus.decode.Packet;
import dev.periplus.engine.Knowledge;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the server answers decides what a stream is; what the client opens with is what it asked for. */
class HearingTest {
    private static final Map<String, byte[]> OPENINGS = new LinkedHashMap<>();
    private static final Map<String, byte[]> ANSWERS = new LinkedHashMap<>();
    private static final Set<String> GREETING = Set.of("ssh", "pop3", "smtp", "vnc", "telnet");
    private static final String REFUSED = "Host '192.0.2.10' is not allowed to connect to this MySQL server";
    private static final String ERROR = "(DESCRIPTION=(TMP=)(VSNNUM=0)(ERR=1189)(ERROR_STACK=0))";
    private static final byte[] STRANGE = hex("b7c1d2e3f4a5968778695a4b3c2d1e0f");

    static {
        OPENINGS.put("http", text("GET / HTTP/1.1\r\nHost: www.example.org\r\n\r\n"));
        OPENINGS.put("ssh", text("SSH-2.0-Go\r\n"));
        OPENINGS.put("rdp", hex("030000130ee000000000000100080003000000"));
        OPENINGS.put("redis", text("*1\r\n$4\r\nPING\r\n"));
        OPENINGS.put("jdwp", text("JDWP-Handshake"));
        OPENINGS.put("mqtt", hex("101100044d5154540402003c0005616c706861"));
        OPENINGS.put("http2", text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"));
        OPENINGS.put("proxy-protocol", text("PROXY TCP4 192.0.2.7 192.0.2.1 5555 22\r\n"));
        OPENINGS.put("stratum", text("{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"x/1.0\"]}\n"));
        OPENINGS.put("imap", text("a001 CAPABILITY\r\n"));
        OPENINGS.put("ftp", text("USER anonymous\r\n"));
        OPENINGS.put(
                "nfs", hex("80000028000012340000000000000002000186a3000000030000000000000000000000000000000000000000"));
        ANSWERS.put("http", text("HTTP/1.1 400 Bad Request\r\nServer: x\r\nContent-Length: 0\r\n\r\n"));
        ANSWERS.put("ssh", text("SSH-2.0-OpenSSH_9.6p1\r\n"));
        ANSWERS.put("tls", hex("15030300020246"));
        ANSWERS.put("pop3", text("+OK Dovecot ready.\r\n"));
        ANSWERS.put("smtp", text("220 mx.example.org ESMTP Postfix\r\n"));
        ANSWERS.put("mysql", join(hex("43000000ff6a04"), text(REFUSED)));
        ANSWERS.put("oracle-tns", join(hex("004300000400000022000037"), text(ERROR)));
        ANSWERS.put("vnc", text("RFB 003.008\n"));
        ANSWERS.put("telnet", hex("fffd18fffd20fffd23fffd27"));
    }

    private final ClassifierFixture fixture;

    HearingTest() throws InvalidRulesException {
        fixture = new ClassifierFixture(RuleFolder.read(
                Path.of("rules"), folder -> Knowledge.ruleLoader().add(folder).load()));
    }

    @Test
    void theServersProtocolIsTheLabelWhoeverSpeaksFirst() {
        List<String> wrong = new ArrayList<>();
        OPENINGS.forEach((asked, opening) -> ANSWERS.forEach((answered, answer) -> {
            if (!asked.equals(answered)) {
                note(wrong, asked + " answered by " + answered, answered, client(opening), server(answer));
                if (GREETING.contains(answered)) {
                    note(
                            wrong,
                            asked + " after the greeting of " + answered,
                            answered,
                            server(answer),
                            client(opening));
                }
            }
        }));
        assertEquals(List.of(), wrong);
    }

    private void note(List<String> wrong, String what, String label, Turn... turns) {
        Verdict verdict = hear(turns).verdict();
        if (!Objects.equals(verdict.label(), label)) {
            wrong.add(what + ": " + verdict);
        }
    }

    @Test
    void theOpeningThatTheServerRefusedStaysAsEvidence() {
        List<Evidence> evidence = hear(client(OPENINGS.get("http")), server(ANSWERS.get("ssh")))
                .result()
                .evidence();
        double sum = 0;
        for (Evidence piece : evidence) {
            sum += piece.label().equals("http") ? piece.weight() : 0;
        }
        assertEquals(0, sum, 1e-9);
        assertTrue(evidence.stream()
                .anyMatch(piece -> piece.rule().equals(Evidence.OTHER_SIDE)
                        && piece.says().equals("the server speaks SSH")
                        && piece.packet() == 4));
    }

    @Test
    void anAnswerThatIsKnownNotToFitTakesTheLabelBack() {
        for (String asked : List.of("http", "ssh", "mqtt")) {
            Verdict verdict = hear(client(OPENINGS.get(asked)), server(STRANGE)).verdict();
            assertNull(verdict.label(), asked);
            assertEquals(Verdict.Unknown.CONTRADICTORY, verdict.unknownBecause());
        }
    }

    @Test
    void anAnswerThatMayFitLowersTheConfidence() {
        Verdict text =
                hear(client(OPENINGS.get("http")), server(text("bad method\n"))).verdict();
        assertEquals("http", text.label());
        assertTrue(text.confidence() < 0.9, () -> "" + text);
    }

    /** Words that no rule knows: neither the label nor what it refines keeps its weight. */
    @Test
    void anUnknownAnswerLowersTheConfidenceOfTheWholeFamily() {
        for (String asked : List.of("nfs", "imap", "stratum")) {
            Verdict verdict = hear(client(OPENINGS.get(asked)), server(text("unknown command\r\n")))
                    .verdict();
            assertTrue(verdict.confidence() < 0.9, () -> asked + " " + verdict);
        }
    }

    @Test
    void aPageInsteadOfAStatusLineIsAnAnswerOfHttp() {
        byte[] page = text("<html>\r\n<head><title>400 Bad Request</title></head>\r\n<body>\r\n");
        for (byte[] opening : List.of(hex("16"), text("help\r\n"), OPENINGS.get("redis"))) {
            assertEquals("http", hear(client(opening), server(page)).verdict().label());
        }
    }

    /** A greeting that says FTP or SMTP outweighs the first command of the other. */
    @Test
    void aGreetingOutweighsACommandOfAnotherProtocol() {
        byte[] hello = text("EHLO scanner\r\n");
        byte[] refusal = text("500 command unrecognised\r\n");
        assertEquals(
                "ftp",
                hear(server(text("220 ProFTPD Server (Debian) [192.0.2.1]\r\n")), client(hello), server(refusal))
                        .verdict()
                        .label());
        byte[] user = OPENINGS.get("ftp");
        assertEquals(
                "smtp",
                hear(server(text("220 mx.example.org ESMTP Exim 4.96\r\n")), client(user), server(refusal))
                        .verdict()
                        .label());
    }

    @Test
    void theProtocolsOwnAnswerKeepsItBeyondDoubt() {
        byte[] answer = text("HTTP/1.0 200 OK\r\n\r\n");
        assertEquals(
                0.9999,
                hear(client(OPENINGS.get("http")), server(answer)).verdict().confidence());
        byte[] pong = text("+PONG\r\n");
        assertEquals(
                0.9999,
                hear(client(OPENINGS.get("redis")), server(pong)).verdict().confidence());
        byte[] echo = text("JDWP-Handshake");
        assertEquals(
                0.9999,
                hear(client(OPENINGS.get("jdwp")), server(echo)).verdict().confidence());
    }

    @Test
    void aBrokenStatusLineIsAnAnswerToHttp() {
        for (String answer :
                List.of("TTP/1.1 200 OK\r\n\r\n", "http/1.1 200 ok\r\n\r\n", "\0HTTP/1.1 200 OK\r\n\r\n")) {
            assertEquals(
                    "http",
                    hear(client(OPENINGS.get("http")), server(text(answer)))
                            .verdict()
                            .label());
        }
    }

    @Test
    void aClientThatOpensOddlyDoesNotHideTheServer() {
        Verdict verdict = hear(client(text("-HSS2.0-libssh\r\n")), server(ANSWERS.get("ssh")))
                .verdict();
        assertEquals("ssh", verdict.label());
    }

    private ClassifierFixture.Heard hear(Turn... turns) {
        return fixture.hear(new Conversation(Packet.TCP, List.of(turns)), 40_000, 3251);
    }

    private static Turn client(byte[] bytes) {
        return new Turn(true, bytes);
    }

    private static Turn server(byte[] bytes) {
        return new Turn(false, bytes);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
