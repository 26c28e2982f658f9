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
import java.util.List;
import org.junit.jupiter.api.Test;

class SshDetectorTest {
    private static final byte[] CLIENT = ascii("SSH-2.0-Example_1.0 a comment\r\n");
    private static final byte[] SERVER = ascii("SSH-2.0-Other_9\r\n");

    private final SshDetector detector = new SshDetector();

    @Test
    void oneStringIsSureAndTwoAreSurer() {
        assertTrue(inspect(detector, false, CLIENT, null).weight("ssh") >= 90);
        assertTrue(inspect(detector, false, null, SERVER).weight("ssh") >= 90);
        RecordingTrail trail = inspect(detector, false, CLIENT, SERVER);
        assertEquals(120, trail.weight("ssh"));
        assertEquals("SSH-2.0-Example_1.0 a comment", trail.first("ssh.client"));
        assertEquals("SSH-2.0-Other_9", trail.first("ssh.server"));
        assertNull(trail.server);
    }

    @Test
    void piecesGiveTheSame() {
        byte[] client = join(CLIENT, keys("a,ext-info-c", "c2s", "s2c"));
        RecordingTrail whole = inspect(detector, false, client, SERVER);
        RecordingTrail pieces = DetectorInput.inspectByteByByte(detector, client, SERVER);
        assertEquals(whole.weight("ssh"), pieces.weight("ssh"));
        assertEquals(whole.metadata, pieces.metadata);
    }

    @Test
    void keyExchangeAddsAndGivesFingerprints() {
        RecordingTrail trail =
                inspect(detector, false, join(CLIENT, keys("a", "c2s", "s2c")), join(SERVER, keys("a", "c2s", "s2c")));
        assertEquals(135, trail.weight("ssh"));
        // md5 of "a;c2s;c2s;c2s" and of "a;s2c;s2c;s2c"
        assertEquals("0d9058e4beb7fc5a39b08f58cd801d4c", trail.first("ssh.hassh"));
        assertEquals("a4b29f174cd542cc97e24dabd5f48439", trail.first("ssh.hassh_server"));
    }

    /** The examples in the HASSH project's description: a client (Cyberduck 6.7.1) and a server (OpenSSH 5.3). */
    @Test
    void fingerprintsMatchPublishedExamples() {
        String groups = "curve25519-sha256@libssh.org,diffie-hellman-group-exchange-sha256,ecdh-sha2-nistp521,"
                + "ecdh-sha2-nistp384,ecdh-sha2-nistp256,diffie-hellman-group-exchange-sha1,diffie-hellman-group1-sha1,"
                + "diffie-hellman-group14-sha1,diffie-hellman-group14-sha256,diffie-hellman-group15-sha512,"
                + "diffie-hellman-group16-sha512,diffie-hellman-group17-sha512,diffie-hellman-group18-sha512,"
                + "diffie-hellman-group14-sha256@ssh.com,diffie-hellman-group15-sha256,"
                + "diffie-hellman-group15-sha256@ssh.com,diffie-hellman-group15-sha384@ssh.com,"
                + "diffie-hellman-group16-sha256,diffie-hellman-group16-sha384@ssh.com,"
                + "diffie-hellman-group16-sha512@ssh.com,diffie-hellman-group18-sha512@ssh.com";
        String ciphers = "aes128-cbc,aes128-ctr,aes192-cbc,aes192-ctr,aes256-cbc,aes256-ctr,blowfish-cbc,blowfish-ctr,"
                + "cast128-cbc,cast128-ctr,idea-cbc,idea-ctr,serpent128-cbc,serpent128-ctr,serpent192-cbc,"
                + "serpent192-ctr,serpent256-cbc,serpent256-ctr,3des-cbc,3des-ctr,twofish128-cbc,twofish128-ctr,"
                + "twofish192-cbc,twofish192-ctr,twofish256-cbc,twofish256-ctr,twofish-cbc,arcfour,arcfour128,arcfour256";
        String codes = "hmac-sha1,hmac-sha1-96,hmac-md5,hmac-md5-96,hmac-sha2-256,hmac-sha2-512";
        byte[] client =
                packet(List.of(groups, "k", ciphers, "x", codes, "y", "zlib@openssh.com,zlib,none", "z", "", ""));
        byte[] server = packet(List.of(
                "diffie-hellman-group-exchange-sha256,diffie-hellman-group-exchange-sha1,diffie-hellman-group14-sha1,"
                        + "diffie-hellman-group1-sha1",
                "k",
                "x",
                "aes128-ctr,aes192-ctr,aes256-ctr,arcfour256,arcfour128,aes128-cbc,3des-cbc,blowfish-cbc,cast128-cbc,"
                        + "aes192-cbc,aes256-cbc,arcfour,rijndael-cbc@lysator.liu.se",
                "y",
                "hmac-md5,hmac-sha1,umac-64@openssh.com,hmac-ripemd160,hmac-ripemd160@openssh.com,hmac-sha1-96,"
                        + "hmac-md5-96",
                "z",
                "none,zlib@openssh.com",
                "",
                ""));
        RecordingTrail trail = inspect(detector, false, join(CLIENT, client), join(SERVER, server));
        assertEquals("8a8ae540028bf433cd68356c1b9e8d5b", trail.first("ssh.hassh"));
        assertEquals("b1c6c0d56317555b85c7005a3de29325", trail.first("ssh.hassh_server"));
    }

    @Test
    void serverMaySendLinesBefore() {
        byte[] server = join(ascii("Welcome to nobody\r\nGo away\r\n"), SERVER);
        RecordingTrail trail = inspect(detector, false, null, server);
        assertTrue(trail.weight("ssh") >= 90);
        assertEquals("SSH-2.0-Other_9", trail.first("ssh.server"));
        assertTrue(inspect(detector, false, server, null).found.isEmpty(), "not from an observed client");
    }

    @Test
    void whoServesIsKnownByLinesBeforeAndByKeyExchange() {
        byte[] server = join(ascii("Welcome\r\n"), SERVER);
        assertEquals(Role.CLIENT, midstream(Role.CLIENT, server).server);
        byte[] keys = join(SERVER, keys("a,kex-strict-s-v00@openssh.com", "x", "y"));
        RecordingTrail trail = midstream(Role.CLIENT, keys);
        assertEquals(Role.CLIENT, trail.server);
        assertEquals("SSH-2.0-Other_9", trail.first("ssh.server"));
        assertEquals(Role.CLIENT, midstream(Role.SERVER, join(CLIENT, keys("ext-info-c", "x", "y"))).server);
    }

    @Test
    void nearMissesAreNotSsh() {
        for (String text : List.of(
                "SSH-3.0-x\r\n",
                "SSH 2.0\r\n",
                "ssh-2.0-x\r\n",
                "SSH-2.x\r\n",
                "xSSH-2.0-a\r\n",
                "SSH-a\r\n",
                "SSH-a b-c\r\n")) {
            assertTrue(inspect(detector, false, ascii(text), ascii(text)).found.isEmpty(), text);
        }
    }

    @Test
    void aNameInPlaceOfTheVersionIsSshAtTheBeginning() {
        byte[] named = ascii("SSH-tunnel-v3-server\r\n");
        RecordingTrail trail = inspect(detector, false, ascii("SSH-tunnel-v3-client\r\n"), named);
        assertTrue(trail.weight("ssh") >= 90);
        assertEquals("SSH-tunnel-v3-server", trail.first("ssh.server"));
        assertTrue(inspect(detector, false, null, named).weight("ssh")
                < inspect(detector, false, null, SERVER).weight("ssh"));
        assertTrue(inspect(detector, false, null, join(ascii("Welcome\r\n"), named))
                .found
                .isEmpty());
        assertEquals(
                trail.metadata,
                DetectorInput.inspectByteByByte(detector, ascii("SSH-tunnel-v3-client\r\n"), named).metadata);
    }

    @Test
    void anotherTextProtocolEndsIt() {
        ExchangeFixture exchange = new ExchangeFixture(false);
        RecordingTrail trail = new RecordingTrail();
        assertEquals(Next.MORE, detector.inspect(exchange.server(ascii("220 mail\r\n")), trail));
        assertEquals(Next.DONE, detector.inspect(exchange.client(ascii("EHLO x\r\n")), trail));
        assertNull(trail.first("ssh.server"));
    }

    @Test
    void hostileBytesAreBorne() {
        byte[] client = join(CLIENT, keys("a", "b", "c"));
        DetectorInput.survivesEveryCut(detector, false, client, SERVER);
        DetectorInput.survivesDamage(detector, false, client, join(SERVER, keys("a", "b", "c")));
        DetectorInput.silentOnRandomBytes(detector);
        inspect(detector, false, join(CLIENT, hex("7fffffff 04 14")), join(SERVER, hex("00000008 04 14 00000000")));
    }

    private RecordingTrail midstream(Role role, byte[] bytes) {
        RecordingTrail trail = new RecordingTrail();
        ExchangeFixture exchange = new ExchangeFixture(false, Packet.TCP, Flow.Direction.UNKNOWN);
        detector.inspect(exchange.speak(role, bytes, bytes.length), trail);
        return trail;
    }

    /** SSH_MSG_KEXINIT with one list for the key exchange and one per direction for the other algorithms. */
    private static byte[] keys(String exchange, String clientToServer, String serverToClient) {
        return packet(List.of(
                exchange,
                "host-key",
                clientToServer,
                serverToClient,
                clientToServer,
                serverToClient,
                clientToServer,
                serverToClient,
                "",
                ""));
    }

    private static byte[] packet(List<String> lists) {
        ByteBuffer payload = ByteBuffer.allocate(4096);
        payload.put((byte) 20).position(17);
        for (String list : lists) {
            payload.putInt(list.length()).put(ascii(list));
        }
        payload.put((byte) 0).putInt(0);
        int length = payload.position();
        int padding = 8 - (length + 5) % 8 + 4;
        ByteBuffer packet = ByteBuffer.allocate(5 + length + padding);
        packet.putInt(1 + length + padding).put((byte) padding).put(payload.array(), 0, length);
        return packet.array();
    }
}
