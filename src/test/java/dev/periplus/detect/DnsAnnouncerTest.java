package dev.periplus.detect;

import static dev.periplus.detect.AnnouncerFixture.CLIENT;
import static dev.periplus.detect.AnnouncerFixture.SERVER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.decode.Packet;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class DnsAnnouncerTest {
    /** Question for A of WWW.example.com, an alias, and two addresses. */
    private static final String ANSWER = "1234 8180 0001 0003 0000 0000"
            + "03575757 076578616d706c65 03636f6d 00 0001 0001"
            + "c00c 0005 0001 0000003c 0006 03636e64 c010"
            + "c02d 0001 0001 0000003c 0004 cb007107"
            + "c02d 001c 0001 0000003c 0010 20010db8000000000000000000000001";

    private static final List<String> NAMED =
            List.of("www.example.com 203.0.113.7 for 192.0.2.1", "www.example.com 2001:db8::1 for 192.0.2.1");

    private final AnnouncerFixture datagrams = new AnnouncerFixture(new DnsAnnouncer(), Packet.UDP, 53);
    private final AnnouncerFixture stream = new AnnouncerFixture(new DnsAnnouncer(), Packet.TCP, 53);

    @Test
    void addressesHaveTheNameThatWasAskedFor() {
        datagrams.hex(SERVER, ANSWER);
        assertEquals(NAMED, datagrams.named());
        int length = ANSWER.replace(" ", "").length() / 2;
        stream.hex(SERVER, String.format("%04x", length) + ANSWER);
        assertEquals(NAMED, stream.named());
    }

    @Test
    void questionsRefusalsAndBrokenAnswersNameNothing() {
        datagrams.hex(CLIENT, ANSWER.replace("8180", "0100"));
        datagrams.hex(SERVER, ANSWER.replace("8180", "8183"));
        datagrams.hex(SERVER, ANSWER + "00");
        datagrams.hex(SERVER, ANSWER.substring(0, ANSWER.length() - 2));
        datagrams.hex(SERVER, "1234 8180 0001");
        assertEquals(List.of(), datagrams.named());
    }

    private static byte[] question(String name, int type) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {0, 9, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        for (String label : name.split("\\.")) {
            bytes.write(label.length());
            bytes.writeBytes(label.getBytes(StandardCharsets.ISO_8859_1));
        }
        bytes.writeBytes(new byte[] {0, 0, (byte) type, 0, 1});
        return bytes.toByteArray();
    }

    @Test
    void allQuestionsOfAFlowAreCountedByDomainFromTheFirstLongNameOn() {
        String fill = "x".repeat(37);
        datagrams.says(CLIENT, question("www.example.com", 1));
        assertEquals(List.of(), datagrams.values("dns", "questions"));
        for (int i = 0; i < 50; i++) {
            datagrams.says(CLIENT, question(String.format("%s%03d.evil.example", fill, i / 2), 16));
            datagrams.says(CLIENT, question(String.format("%s%03d.evil.co.uk", fill, i), i % 2 == 0 ? 10 : 16));
        }
        datagrams.says(CLIENT, question("a.evil.example", 1));
        assertEquals(
                List.of(
                        "evil.example questions=51 names=26 bytes=2052 types=TXT,A",
                        "evil.co.uk questions=50 names=50 bytes=2050 types=NULL,TXT"),
                datagrams.values("dns", "questions"));
    }

    @Test
    void noBytesMakeItThrow() {
        byte[] answer = HexFormat.of().parseHex(ANSWER.replace(" ", ""));
        byte[] question = question("x".repeat(40) + ".evil.example", 16);
        long seed = AnnouncerFixture.seed();
        AnnouncerFixture.changed(new DnsAnnouncer(), Packet.UDP, new byte[][] {question, question, question}, seed);
        AnnouncerFixture.changed(new DnsAnnouncer(), Packet.UDP, new byte[][] {answer, answer}, seed);
        AnnouncerFixture.changed(new DnsAnnouncer(), Packet.TCP, new byte[][] {answer, answer}, seed);
    }
}
