package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.inspect;
import static dev.periplus.detect.DetectorInput.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.classify.Detector.Next;
import dev.periplus.decode.Packet;
import dev.periplus.flow.ExchangeFixture;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SmbDetectorTest {
    private static final byte[] OFFER_2 =
            session(second(0, 0, 0, join(hex("2400 0300 0100 0000 7f000000"), new byte[24], hex("0202 1002 1103"))));
    private static final byte[] CHOICE_2 = choice(0x0311, 3);
    private static final byte[] OFFER_1 = session(first(
            0x72,
            0,
            join(
                    hex("00 2100 02"),
                    ascii("NT LM 0.12\0"),
                    hex("02"),
                    ascii("SMB 2.002\0"),
                    hex("02"),
                    ascii("SMB 2.???\0"))));
    private static final byte[] CHOICE_1 =
            session(first(0x72, 0x80, join(hex("11 0000 0f"), new byte[31], hex("0000"))));
    private static final byte[] CHALLENGE = message(2, 48, "TARGET", pairs());
    private static final byte[] AUTHENTICATE = authenticate();

    private final SmbDetector detector = new SmbDetector();

    private static byte[] session(byte[] message) {
        return join(hex("00"), TlsMessages.u24(message.length), message);
    }

    /** An SMB 1 message with Unicode, in either direction. */
    private static byte[] first(int command, int flags, byte[] body) {
        return join(
                hex("ff534d42"),
                new byte[] {(byte) command, 0, 0, 0, 0, (byte) flags},
                hex("01c8"),
                new byte[20],
                body);
    }

    private static byte[] second(int command, int flags, int status, byte[] body) {
        return ByteBuffer.allocate(64 + body.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(hex("fe534d424000 0000"))
                .putInt(status)
                .putShort((short) command)
                .putShort((short) 1)
                .putInt(flags)
                .position(64)
                .put(body)
                .array();
    }

    private static byte[] choice(int dialect, int security) {
        byte[] body = {65, 0, (byte) security, 0, (byte) dialect, (byte) (dialect >> 8)};
        return session(second(0, 1, 0, join(body, new byte[59])));
    }

    private static byte[] setup(int flags, int status, byte[] token) {
        byte[] body = (flags & 1) == 0 ? join(hex("1900"), new byte[22]) : join(hex("0900"), new byte[6]);
        return session(second(1, flags, status, join(body, hex("a181 30"), token)));
    }

    private static byte[] wide(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }

    private static byte[] pairs() {
        return join(pair(2, "DOMAIN"), pair(1, "SERVER"), pair(3, "server.example"), new byte[4]);
    }

    private static byte[] pair(int id, String value) {
        return join(new byte[] {(byte) id, 0, (byte) (value.length() * 2), 0}, wide(value));
    }

    /** A challenge: the target's name, followed by the target information. */
    private static byte[] message(int type, int at, String name, byte[] information) {
        byte[] target = wide(name);
        return ByteBuffer.allocate(at + target.length + information.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii("NTLMSSP\0"))
                .putInt(type)
                .put(pointer(target.length, at))
                .putInt(1)
                .position(40)
                .put(pointer(information.length, at + target.length))
                .position(at)
                .put(target)
                .put(information)
                .array();
    }

    private static byte[] authenticate() {
        byte[] domain = wide("WORK");
        byte[] user = wide("ann");
        byte[] host = wide("LAPTOP");
        return ByteBuffer.allocate(72 + domain.length + user.length + host.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii("NTLMSSP\0"))
                .putInt(3)
                .position(28)
                .put(pointer(domain.length, 72))
                .put(pointer(user.length, 72 + domain.length))
                .put(pointer(host.length, 72 + domain.length + user.length))
                .position(60)
                .putInt(1)
                .position(72)
                .put(join(domain, user, host))
                .array();
    }

    private static byte[] pointer(int length, int at) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) length)
                .putShort((short) length)
                .putInt(at)
                .array();
    }

    @Test
    void dialectsAndSigningAreTold() {
        RecordingTrail trail = inspect(detector, false, OFFER_2, CHOICE_2);
        assertEquals(List.of("2.0.2", "2.1", "3.1.1"), trail.metadata.get("smb.dialects"));
        assertEquals("3.1.1", trail.first("smb.dialect"));
        assertEquals("required", trail.first("smb.signing"));
        assertEquals(15, trail.weight("smb"), "the signatures carry the label");
        RecordingTrail optional = inspect(detector, false, OFFER_2, choice(0x0210, 1));
        assertEquals("2.1", optional.first("smb.dialect"));
        assertEquals("optional", optional.first("smb.signing"));
    }

    @Test
    void everyDialectHasItsName() {
        int[] numbers = {0x0202, 0x0210, 0x0300, 0x0302, 0x0311};
        String[] names = {"2.0.2", "2.1", "3.0", "3.0.2", "3.1.1"};
        for (int i = 0; i < numbers.length; i++) {
            assertEquals(
                    names[i],
                    inspect(detector, false, OFFER_2, choice(numbers[i], 1)).first("smb.dialect"));
        }
        RecordingTrail unknown = inspect(detector, false, OFFER_2, choice(0x0412, 1));
        assertNull(unknown.first("smb.dialect"));
        assertEquals(5, unknown.weight("smb"));
    }

    @Test
    void theChoiceOfSmb1IsOneOfThoseOffered() {
        RecordingTrail trail = inspect(detector, false, OFFER_1, CHOICE_1);
        assertEquals(List.of("NT LM 0.12", "SMB 2.002", "SMB 2.???"), trail.metadata.get("smb.dialects"));
        assertEquals("NT LM 0.12", trail.first("smb.dialect"));
        assertEquals("required", trail.first("smb.signing"));
        byte[] beyond = CHOICE_1.clone();
        beyond[4 + 33] = 3;
        assertNull(inspect(detector, false, OFFER_1, beyond).first("smb.dialect"));
    }

    @Test
    void smb1MayBeAnsweredWithSmb2AndAskedAgain() {
        ExchangeFixture exchange = new ExchangeFixture(false);
        RecordingTrail trail = new RecordingTrail();
        detector.inspect(exchange.client(OFFER_1), trail);
        assertEquals(Next.MORE, detector.inspect(exchange.server(choice(0x02ff, 1)), trail));
        assertNull(trail.first("smb.dialect"));
        detector.inspect(exchange.client(OFFER_2), trail);
        detector.inspect(exchange.server(CHOICE_2), trail);
        assertEquals(List.of("3.1.1"), trail.metadata.get("smb.dialect"));
    }

    @Test
    void theNamesOfTheFirstSessionAreTold() {
        byte[] client =
                join(OFFER_2, setup(0, 0, join(ascii("NTLMSSP\0"), hex("01000000"))), setup(0, 0, AUTHENTICATE));
        byte[] server = join(CHOICE_2, setup(1, 0xc0000016, CHALLENGE));
        for (RecordingTrail trail : List.of(
                inspect(detector, false, client, server), DetectorInput.inspectByteByByte(detector, client, server))) {
            assertEquals("WORK", trail.first("smb.domain"));
            assertEquals("ann", trail.first("smb.user"));
            assertEquals("LAPTOP", trail.first("smb.host"));
            assertEquals("TARGET", trail.first("smb.target"));
            assertEquals("SERVER", trail.first("smb.server"));
            assertEquals("server.example", trail.first("smb.server_dns"));
        }
    }

    @Test
    void theAccountOfASessionWithoutExtendedSecurityIsTold() {
        byte[] words = join(hex("0d ff000000 0411 0200 0100 00000000 0000 0200 00000000 5c000000 0000"), new byte[2]);
        byte[] setup = session(first(0x73, 0, join(words, hex("00"), wide("ann\0WORK\0Unix\0"))));
        RecordingTrail trail = inspect(detector, false, join(OFFER_1, setup), null);
        assertEquals("ann", trail.first("smb.user"));
        assertEquals("WORK", trail.first("smb.domain"));
    }

    @Test
    void netBiosMayOpenTheSession() {
        byte[] request = join(hex("81000044"), new byte[0x44], OFFER_2);
        assertEquals(
                "3.1.1",
                inspect(detector, false, request, join(hex("82000000"), CHOICE_2))
                        .first("smb.dialect"));
    }

    @Test
    void nothingIsAskedOnceTheSessionStands() {
        ExchangeFixture exchange = new ExchangeFixture(false);
        RecordingTrail trail = new RecordingTrail();
        detector.inspect(exchange.client(OFFER_2), trail);
        detector.inspect(exchange.server(CHOICE_2), trail);
        assertEquals(Next.DONE, detector.inspect(exchange.client(session(second(3, 0, 0, new byte[20]))), trail));
        RecordingTrail kerberos = new RecordingTrail();
        ExchangeFixture other = new ExchangeFixture(false);
        detector.inspect(other.client(join(OFFER_2, setup(0, 0, new byte[40]))), kerberos);
        assertEquals(Next.DONE, detector.inspect(other.server(join(CHOICE_2, setup(1, 0, new byte[9]))), kerberos));
    }

    @Test
    void whoAnswersServes() {
        ExchangeFixture exchange = new ExchangeFixture(false, Packet.TCP, Flow.Direction.UNKNOWN);
        RecordingTrail trail = new RecordingTrail();
        detector.inspect(exchange.client(CHOICE_2), trail);
        assertEquals(Role.CLIENT, trail.server);
    }

    @Test
    void otherStreamsAreLeftAtOnce() {
        List<String> starts = List.of(
                "GET / HTTP/1.1\r\n", "\0\0\0\u0040SMBx", "\u0003\0\0\u0013", "\0\u0010\0\0\0\u0006\u0001\u0003");
        for (String start : starts) {
            RecordingTrail trail = new RecordingTrail();
            assertEquals(Next.DONE, detector.inspect(new ExchangeFixture(false).client(ascii(start)), trail));
            assertTrue(trail.found.isEmpty() && trail.metadata.isEmpty());
        }
    }

    @Test
    void hostileBytesAreBorne() {
        byte[] client = join(OFFER_1, OFFER_2, setup(0, 0, AUTHENTICATE));
        byte[] server = join(CHOICE_2, setup(1, 0xc0000016, CHALLENGE));
        DetectorInput.survivesEveryCut(detector, false, client, server);
        DetectorInput.survivesDamage(detector, false, client, server);
        DetectorInput.survivesDamage(detector, false, OFFER_1, CHOICE_1);
        DetectorInput.silentOnRandomBytes(detector);
    }
}
