package dev.periplus.detect;

import static dev.periplus.detect.AnnouncerFixture.CLIENT;
import static dev.periplus.detect.AnnouncerFixture.SERVER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.Metadata;
import dev.periplus.classify.Announcer;
import dev.periplus.classify.InspectionResult;
import dev.periplus.decode.Packet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoginsTest {
    private static final Secrets HIDDEN = new Secrets(false);
    private static final Secrets SHOWN = new Secrets(true);

    private static List<String> sent(Announcer announcer, String label, String... client) {
        AnnouncerFixture fixture = new AnnouncerFixture(announcer, Packet.TCP, 4000);
        fixture.flow.inspection(new InspectionResult(List.of(), label, Metadata.NONE, false, false, null, null));
        for (String segment : client) {
            fixture.words(CLIENT, segment);
        }
        return fixture.values("credentials", "sent");
    }

    private static List<String> lines(String label, String... client) {
        return sent(new LineLogins(SHOWN), label, client);
    }

    @Test
    void passwordsAreHiddenUnlessAskedFor() {
        assertEquals(
                List.of("POP3: user bob, password ********"),
                sent(new LineLogins(HIDDEN), "pop3", "USER bob\r\n", "PASS Winter\r\n"));
        assertEquals(List.of("POP3: user bob, password Winter"), lines("pop3", "USER bob\r\n", "PASS Winter\r\n"));
    }

    @Test
    void mailLoginsAreReadInEachForm() {
        assertEquals(
                List.of("SMTP AUTH PLAIN: user bob, password Winter2026"),
                lines("smtp", "EHLO a\r\nAUTH PLAIN AGJvYgBXaW50ZXIyMDI2\r\n"));
        assertEquals(
                List.of("SMTP AUTH PLAIN: user bob, password Winter2026"),
                lines("smtp", "AUTH PLAIN\r\n", "AGJvYgBXaW50ZXIyMDI2\r\n"));
        assertEquals(
                List.of("SMTP AUTH LOGIN: user bob, password Winter2026"),
                lines("smtp", "AUTH LOGIN\r\n", "Ym9i\r\n", "V2ludGVyMjAyNg==\r\n"));
        assertEquals(List.of("IMAP LOGIN: user bob, password Win ter"), lines("imap", "a1 LOGIN bob \"Win ter\"\r\n"));
        assertEquals(List.of("POP3: user bob, password W"), lines("pop3", "USER b", "ob\r\nPA", "SS W\r\n"));
    }

    @Test
    void nothingBehindARequestForTlsIsRead() {
        assertEquals(List.of(), lines("smtp", "STARTTLS\r\n", "AUTH PLAIN AGJvYgBXaW50ZXIyMDI2\r\n"));
        assertEquals(List.of(), lines("imap", "a STARTTLS\r\n", "b LOGIN bob Winter\r\n"));
        assertEquals(List.of(), lines("pop3", "STLS\r\n", "USER bob\r\nPASS x\r\n"));
        assertEquals(List.of(), sent(new FtpAnnouncer(SHOWN), "ftp", "AUTH TLS\r\n", "USER bob\r\nPASS x\r\n"));
    }

    @Test
    void whatIsNoPasswordIsNotTold() {
        assertEquals(List.of(), sent(new FtpAnnouncer(SHOWN), "ftp", "USER anonymous\r\nPASS me@example.org\r\n"));
        assertEquals(List.of(), lines("smtp", "AUTH CRAM-MD5\r\n", "AUTH PLAIN %%%\r\n"));
        assertEquals(List.of(), lines("pop3", "APOP bob c4c9334bac560ecc979e58001b3e22fb\r\n"));
        assertEquals(List.of(), lines("redis", "*1\r\n$4\r\nPING\r\n", "*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n"));
    }

    @Test
    void redisLogsInInlineAndInResp() {
        assertEquals(List.of("Redis AUTH: password s3"), lines("redis", "AUTH s3\r\n"));
        assertEquals(List.of("Redis AUTH: password s3"), lines("redis", "*2\r\n$4\r\nAUTH\r\n$2\r\ns3\r\n"));
        assertEquals(
                List.of("Redis AUTH: user bob, password s3"),
                lines("redis", "*3\r\n$4\r\nauth\r\n$3\r\nbob\r\n$2\r\ns3\r\n"));
    }

    private static List<String> http(String... client) {
        return sent(new HttpLogins(SHOWN), "http", client);
    }

    @Test
    void httpTellsBasicCredentialsAndForms() {
        String basic = "Authorization: Basic YWRtaW46aHVudGVyMg==\r\n\r\n";
        assertEquals(List.of("HTTP Basic: user admin, password hunter2"), http("GET / HTTP/1.1\r\n" + basic));
        assertEquals(
                List.of("HTTP Basic to a proxy: user admin, password hunter2"),
                http("CONNECT a:443 HTTP/1.1\r\nProxy-" + basic));
        String form = "POST /login HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n";
        List<String> sent = List.of("HTTP form: user bob, password Win ter");
        assertEquals(sent, http(form + "username=bob&password=Win+ter"));
        assertEquals(sent, http(form, "username=bob&password=Win%20ter"));
        assertEquals(List.of(), http(form, "search=password&page=2"));
        assertEquals(List.of(), http("GET / HTTP/1.1\r\nAuthorization: Bearer YWRtaW46aHVudGVyMg==\r\n\r\n"));
        assertEquals(List.of(), http("GET / HTTP/1.1\r\nAuthorization: Basic %%%\r\n\r\n"));
    }

    @Test
    void telnetTellsWhatIsTypedBehindItsPrompts() {
        AnnouncerFixture telnet = new AnnouncerFixture(new TelnetLogins(SHOWN), Packet.TCP, 23);
        telnet.words(SERVER, "\u00ff\u00fd\u0018\u00ff\u00fd\u0020web login: ");
        for (String key : new String[] {"\u00ff\u00fb\u0018", "b", "o", "x", "\b", "b", "\r\n"}) {
            telnet.words(CLIENT, key);
        }
        telnet.words(SERVER, "\r\nPassword: ");
        telnet.words(CLIENT, "hunter2\r\n");
        telnet.words(CLIENT, "ls\r\n");
        assertEquals(List.of("Telnet: user bob, password hunter2"), telnet.values("credentials", "sent"));
    }

    @Test
    void noBytesMakeItThrow() {
        long seed = AnnouncerFixture.seed();
        byte[] form =
                ("POST / HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\npassword=%41&user=%zz")
                        .getBytes(StandardCharsets.ISO_8859_1);
        byte[] lines = "AUTH PLAIN AGJvYgBX\r\n*3\r\n$4\r\nAUTH\r\n$1\r\na\r\n$1\r\nb\r\na LOGIN b c\r\n"
                .getBytes(StandardCharsets.ISO_8859_1);
        AnnouncerFixture.changed(new HttpLogins(SHOWN), Packet.TCP, new byte[][] {form, form}, seed);
        AnnouncerFixture.changed(new LineLogins(SHOWN), Packet.TCP, new byte[][] {lines, lines, lines}, seed);
        AnnouncerFixture.changed(new TelnetLogins(SHOWN), Packet.TCP, new byte[][] {lines, lines, lines}, seed);
    }
}
