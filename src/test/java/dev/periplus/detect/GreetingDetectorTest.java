package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.inspect;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.classify.Detector.Next;
import dev.periplus.flow.ExchangeFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GreetingDetectorTest {
    private final GreetingDetector detector = new GreetingDetector();

    /** The server sends first, then the client. */
    private RecordingTrail talk(String greeting, String answer) {
        RecordingTrail trail = new RecordingTrail();
        ExchangeFixture exchange = new ExchangeFixture(false);
        Next next = detector.inspect(exchange.server(ascii(greeting)), trail);
        if (next == Next.MORE) {
            assertEquals(Next.DONE, detector.inspect(exchange.client(ascii(answer)), trail));
        }
        assertTrue(trail.found.isEmpty(), "metadata only");
        return trail;
    }

    @Test
    void theGreetingIsToldUnderItsProtocol() {
        assertEquals(
                Map.of("ftp.banner", List.of("220 (vsFTPd 3.0.3)")),
                talk("220 (vsFTPd 3.0.3)\r\n", "USER me\r\n").metadata);
        assertEquals(
                Map.of("pop3.banner", List.of("+OK Dovecot ready.")),
                talk("+OK Dovecot ready.\r\n", "CAPA\r\n").metadata);
        assertEquals(
                Map.of("imap.banner", List.of("* OK IMAP4rev1 ready")),
                talk("* OK IMAP4rev1 ready\r\n", "a CAPABILITY\r\n").metadata);
        assertEquals(
                Map.of("smtp.banner", List.of("220 mx.example.org ESMTP"), "smtp.helo", List.of("me.example")),
                talk("220 mx.example.org ESMTP\r\n", "EHLO me.example\r\n").metadata);
    }

    @Test
    void theClientsWordTellsWhatALineWithoutANameIs() {
        assertEquals("220 ready", talk("220 ready\r\n", "HELO me\r\n").first("smtp.banner"));
        assertEquals("220 ready", talk("220 ready\r\n", "user me\r\n").first("ftp.banner"));
        assertTrue(talk("220 ready\r\n", "XYZZY\r\n").metadata.isEmpty());
    }

    @Test
    void onlyTheFirstLineIsTold() {
        assertEquals("220-one FTP", talk("220-one FTP\r\n220 two\r\n", "").first("ftp.banner"));
    }

    @Test
    void piecesGiveTheSame() {
        RecordingTrail trail = new RecordingTrail();
        ExchangeFixture exchange = new ExchangeFixture(false);
        for (String piece : List.of("2", "20 mx ES", "MTP\r", "\n")) {
            assertEquals(Next.MORE, detector.inspect(exchange.server(ascii(piece)), trail));
        }
        assertEquals(Next.MORE, detector.inspect(exchange.client(ascii("EHLO ")), trail));
        assertEquals(Next.DONE, detector.inspect(exchange.client(ascii("me\r\n")), trail));
        assertEquals(Map.of("smtp.banner", List.of("220 mx ESMTP"), "smtp.helo", List.of("me")), trail.metadata);
    }

    @Test
    void aClientSeenAloneTellsItsName() {
        assertEquals(
                "me",
                inspect(detector, false, ascii("EHLO me\r\nMAIL FROM:<a@b>\r\n"), null)
                        .first("smtp.helo"));
        assertNull(inspect(detector, false, ascii("EHLO\r\n"), null).first("smtp.helo"));
    }

    @Test
    void linesOfOtherFormsAreLeft() {
        List<String> others = List.of(
                "GET / HTTP/1.1\r\n", "HEAD / HTTP/1.1\r\n", "SSH-2.0-x\r\n", "\0\u0001", "HELLO\u0001\r\n", "Login: ");
        for (String first : others) {
            RecordingTrail trail = new RecordingTrail();
            assertEquals(Next.DONE, detector.inspect(new ExchangeFixture(false).server(ascii(first)), trail), first);
            assertTrue(trail.metadata.isEmpty());
        }
        for (String line : List.of("+OK\r\n", "* FLAGS ()\r\n", "220\r\n", "200 news\r\n", "220 F\u0001TP\r\n")) {
            assertTrue(talk(line, "LIST\r\n").metadata.isEmpty(), line);
        }
    }

    @Test
    void aLineWithoutAnEndIsNotWaitedForLong() {
        RecordingTrail trail = new RecordingTrail();
        ExchangeFixture exchange = new ExchangeFixture(false);
        assertEquals(Next.MORE, detector.inspect(exchange.server(ascii("220 FTP ")), trail));
        assertEquals(Next.DONE, detector.inspect(exchange.client(ascii("QUIT\r\n" + "x".repeat(600))), trail));
        ExchangeFixture endless = new ExchangeFixture(false);
        assertEquals(Next.DONE, detector.inspect(endless.client(ascii("E" + "x".repeat(600))), trail));
    }

    @Test
    void hostileBytesAreBorne() {
        byte[] client = ascii("EHLO me\r\n");
        byte[] server = ascii("220 mx.example.org ESMTP\r\n250 ok\r\n");
        DetectorInput.survivesEveryCut(detector, false, client, server);
        DetectorInput.survivesDamage(detector, false, client, server);
        DetectorInput.silentOnRandomBytes(detector);
    }
}
