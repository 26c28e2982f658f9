package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.join;
import static dev.periplus.detect.TlsMessages.extension;
import static dev.periplus.detect.TlsMessages.handshake;
import static dev.periplus.detect.TlsMessages.list16;
import static dev.periplus.detect.TlsMessages.protocols;
import static dev.periplus.detect.TlsMessages.record;
import static dev.periplus.detect.TlsMessages.serverName;
import static dev.periplus.detect.TlsMessages.u16;

import dev.periplus.classify.Conversation.Turn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Encrypted conversations for tests, complete from their hellos on, with their key logs. */
final class SealedTalks {
    private static final byte[] CLIENT_ID = hex("c1c2c3c4c5c6c7c8");
    private static final byte[] SERVER_ID = hex("5152535455565758");

    final List<Turn> turns = new ArrayList<>();
    private final Sealed.Suite suite;
    private final Sealed sealed;
    private final byte[] clientRandom;
    private final byte[] serverRandom;
    private final StringBuilder log = new StringBuilder("# a key log\n");

    /** The keys of data that the client sends, and the server. */
    private Sealed.Side client;

    private Sealed.Side server;
    private byte[] clientSecret = {};
    private String prefix = "";

    SealedTalks(Sealed.Suite suite, boolean encryptThenMac, long seed) {
        this.suite = suite;
        sealed = new Sealed(suite, encryptThenMac, seed);
        clientRandom = sealed.random(32);
        serverRandom = sealed.random(32);
    }

    String keyLog() {
        return log.toString();
    }

    private void turn(boolean byClient, byte[]... parts) {
        turns.add(new Turn(byClient, join(parts)));
    }

    private byte[] secret(String label) {
        byte[] secret = sealed.random(label.equals("CLIENT_RANDOM") ? 48 : suite.hashLength());
        log.append(Sealed.line(label, clientRandom, secret));
        return secret;
    }

    private byte[] clientHello(int version, byte[] cookie, byte[]... extensions) {
        byte[] suites = list16(u16(suite.number));
        byte[] all = join(serverName("inner.example"), join(extensions));
        return join(u16(version), clientRandom, hex("00"), cookie, suites, hex("01 00"), list16(all));
    }

    private byte[] serverHello(int version, byte[]... extensions) {
        return join(u16(version), serverRandom, hex("00"), u16(suite.number), hex("00"), list16(join(extensions)));
    }

    /** Opens a connection of TLS 1.3; the certificate names inner.example. */
    SealedTalks open13(String protocol) {
        byte[] offered = join(extension(43, hex("02 03 04")), protocols(protocol));
        turn(true, record(22, 0x0301, handshake(1, clientHello(0x0303, new byte[0], offered))));
        Sealed.Side serverHandshake = sealed.traffic(secret("SERVER_HANDSHAKE_TRAFFIC_SECRET"), "");
        Sealed.Side clientHandshake = sealed.traffic(secret("CLIENT_HANDSHAKE_TRAFFIC_SECRET"), "");
        clientSecret = secret("CLIENT_TRAFFIC_SECRET_0");
        client = sealed.traffic(clientSecret, "");
        server = sealed.traffic(secret("SERVER_TRAFFIC_SECRET_0"), "");
        turn(
                false,
                record(22, 0x0303, handshake(2, serverHello(0x0303, extension(43, hex("0304"))))),
                record(20, 0x0303, hex("01")),
                sealed.record13(serverHandshake, 22, flight(protocol)));
        byte[] finished = handshake(20, sealed.random(suite.hashLength()));
        turn(true, record(20, 0x0303, hex("01")), sealed.record13(clientHandshake, 22, finished));
        return this;
    }

    /** What a server of 1.3 sends encrypted: EncryptedExtensions, Certificate and Finished. */
    private byte[] flight(String protocol) {
        byte[] certificate = DerCertificate.of(
                DerCertificate.name("550403", 0x0c, ascii("Inner CA")),
                DerCertificate.name("550403", 0x0c, ascii("inner.example")),
                "inner.example");
        byte[] entry = join(TlsMessages.u24(certificate.length), certificate, u16(0));
        return join(
                handshake(8, list16(protocols(protocol))),
                handshake(11, join(hex("00"), TlsMessages.u24(entry.length), entry)),
                handshake(20, sealed.random(suite.hashLength())));
    }

    /** Opens a connection of TLS 1.2. */
    SealedTalks open12(boolean encryptThenMac) {
        byte[] extensions = encryptThenMac ? extension(22, new byte[0]) : protocols("x");
        turn(true, record(22, 0x0301, handshake(1, clientHello(0x0303, new byte[0], extensions))));
        turn(
                false,
                record(22, 0x0303, handshake(2, serverHello(0x0303, extensions))),
                record(22, 0x0303, handshake(14, new byte[0])));
        Sealed.Side[] sides = sealed.master(secret("CLIENT_RANDOM"), serverRandom, clientRandom);
        client = sides[0];
        server = sides[1];
        byte[] finished = handshake(20, sealed.random(12));
        turn(
                true,
                record(22, 0x0303, handshake(16, sealed.random(66))),
                record(20, 0x0303, hex("01")),
                sealed.record12(client, 22, finished));
        turn(false, record(20, 0x0303, hex("01")), sealed.record12(server, 22, finished));
        return this;
    }

    SealedTalks data13(boolean byClient, byte[] content) {
        turn(byClient, sealed.record13(byClient ? client : server, 23, content));
        return this;
    }

    SealedTalks data12(boolean byClient, byte[] content) {
        turn(byClient, sealed.record12(byClient ? client : server, 23, content));
        return this;
    }

    /** The client changes its keys (RFC 8446 section 4.6.3). */
    SealedTalks updatesKeys() {
        turn(true, sealed.record13(client, 22, handshake(24, hex("00"))));
        clientSecret = sealed.expand(clientSecret, "traffic upd", suite.hashLength());
        client = sealed.traffic(clientSecret, "");
        return this;
    }

    /** Opens an association of DTLS 1.2. */
    SealedTalks openDatagrams() {
        turn(true, datagram(22, 0, fragment(1, 0, clientHello(0xfefd, hex("00")))));
        turn(
                false,
                datagram(22, 0, fragment(2, 0, serverHello(0xfefd, protocols("x")))),
                datagram(22, 1, fragment(14, 1, new byte[0])));
        Sealed.Side[] sides = sealed.master(secret("CLIENT_RANDOM"), serverRandom, clientRandom);
        client = sides[0];
        server = sides[1];
        byte[] finished = fragment(20, 2, sealed.random(12));
        turn(
                true,
                datagram(22, 1, fragment(16, 1, sealed.random(66))),
                datagram(20, 2, hex("01")),
                sealed.datagramRecord(client, 22, finished));
        turn(false, datagram(20, 2, hex("01")), sealed.datagramRecord(server, 22, finished));
        return this;
    }

    SealedTalks message(boolean byClient, byte[] content) {
        turn(byClient, sealed.datagramRecord(byClient ? client : server, 23, content));
        return this;
    }

    private static byte[] datagram(int type, int number, byte[] body) {
        return join(new byte[] {(byte) type}, hex("fe fd"), Sealed.u64(number), u16(body.length), body);
    }

    private static byte[] fragment(int type, int number, byte[] body) {
        byte[] length = TlsMessages.u24(body.length);
        return join(new byte[] {(byte) type}, length, u16(number), hex("000000"), length, body);
    }

    /** Opens a connection of QUIC. */
    SealedTalks openQuic(boolean second, String protocol) {
        int version = second ? QuicVersion.V2 : QuicVersion.V1;
        prefix = second ? "quicv2 " : "quic ";
        byte[] offered = join(extension(43, hex("02 03 04")), protocols(protocol), extension(57, new byte[0]));
        byte[] hello = handshake(1, clientHello(0x0303, new byte[0], offered));
        byte[] frames = join(QuicPackets.crypto(hello, 0, hello.length), new byte[1000 - hello.length]);
        turn(true, initial("client in", version, CLIENT_ID, frames));
        Sealed.Side serverHandshake = sealed.traffic(secret("SERVER_HANDSHAKE_TRAFFIC_SECRET"), prefix);
        Sealed.Side clientHandshake = sealed.traffic(secret("CLIENT_HANDSHAKE_TRAFFIC_SECRET"), prefix);
        clientSecret = secret("CLIENT_TRAFFIC_SECRET_0");
        client = sealed.traffic(clientSecret, prefix);
        server = sealed.traffic(secret("SERVER_TRAFFIC_SECRET_0"), prefix);
        byte[] reply = handshake(2, serverHello(0x0303, extension(43, hex("0304"))));
        byte[] flight = flight(protocol);
        byte[] acknowledged = hex("02 00 00 00 00");
        turn(
                false,
                initial(
                        "server in",
                        version,
                        SERVER_ID,
                        join(acknowledged, QuicPackets.crypto(reply, 0, reply.length))),
                longPacket(serverHandshake, version, QuicPackets.crypto(flight, 0, flight.length), true));
        byte[] finished = handshake(20, sealed.random(suite.hashLength()));
        turn(true, longPacket(clientHandshake, version, QuicPackets.crypto(finished, 0, finished.length), false));
        return this;
    }

    private byte[] initial(String label, int version, byte[] source, byte[] frames) {
        byte[] destination = label.startsWith("client") ? QuicPackets.DESTINATION : CLIENT_ID;
        byte[] salt = hex(
                version == QuicVersion.V2
                        ? "0dede3def700a6db819381be6e269dcbf9bd2ed9"
                        : "38762cf7f55934b34d179ae6a4c80cadccbb7f0a");
        Sealed initial = new Sealed(Sealed.Suite.AES_128_GCM_13, false, 1);
        Sealed.Side side = initial.traffic(QuicPackets.initialSecret(salt, label), prefix);
        int type = version == QuicVersion.V2 ? 0xd1 : 0xc1;
        return initial.packet(side, longHeader(type, version, destination, source, frames, hex("00")), frames);
    }

    private byte[] longPacket(Sealed.Side side, int version, byte[] frames, boolean byServer) {
        int type = version == QuicVersion.V2 ? 0xf1 : 0xe1;
        byte[] destination = byServer ? CLIENT_ID : SERVER_ID;
        byte[] source = byServer ? SERVER_ID : CLIENT_ID;
        return sealed.packet(side, longHeader(type, version, destination, source, frames, new byte[0]), frames);
    }

    private static byte[] longHeader(
            int first, int version, byte[] destination, byte[] source, byte[] frames, byte[] token) {
        return join(
                new byte[] {(byte) first},
                QuicPackets.u32(version),
                new byte[] {(byte) destination.length},
                destination,
                new byte[] {(byte) source.length},
                source,
                token,
                u16(0x4000 | 2 + frames.length + 16));
    }

    /** Sends bytes on a stream at an offset. */
    SealedTalks stream(boolean byClient, int id, int offset, byte[] content) {
        byte[] frames = join(
                new byte[] {0x0e, (byte) id}, u16(0x4000 | offset), u16(0x4000 | content.length), content, hex("01"));
        byte[] header = join(new byte[] {(byte) (0x41 | phase(byClient))}, byClient ? SERVER_ID : CLIENT_ID);
        turn(byClient, sealed.packet(byClient ? client : server, header, frames));
        return this;
    }

    private int phase(boolean byClient) {
        return byClient && updated ? 4 : 0;
    }

    private boolean updated;

    /** The client changes its keys (RFC 9001 section 6); the key of header protection stays. */
    SealedTalks updatesPacketKeys() {
        clientSecret = sealed.expand(clientSecret, prefix + "ku", suite.hashLength());
        Sealed.Side next = sealed.traffic(clientSecret, prefix);
        long sequence = client.sequence;
        client = new Sealed.Side(next.key, next.nonce, next.mac, client.header);
        client.sequence = sequence;
        updated = true;
        return this;
    }

    /** Damages the last byte of the latest turn. */
    SealedTalks damaged() {
        Turn last = turns.remove(turns.size() - 1);
        byte[] bytes = Arrays.copyOf(last.bytes(), last.bytes().length);
        bytes[bytes.length - 1] ^= 1;
        turns.add(new Turn(last.byClient(), bytes));
        return this;
    }
}
