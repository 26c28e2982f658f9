package dev.periplus.synthetic;

import java.util.Random;

/** A TLS 1.2 flow (RFC 5246): a whole handshake in right structure; keys and enciphered parts are pseudo-random. */
final class Tls {
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;

    private Tls() {}

    static void open(TcpTalk talk, Random random, String serverName, String protocol) {
        talk.open();
        shake(talk, random, serverName, protocol);
    }

    /** The handshake alone, on a connection that is open already. */
    static void shake(TcpTalk talk, Random random, String serverName, String protocol) {
        byte[] hello = handshake(Hello.CLIENT_HELLO, Hello.tlsClient(random, serverName, protocol));
        talk.client(record(HANDSHAKE, 0x0301, hello));
        byte[] certificate = Certificate.der(random, serverName);
        talk.server(Bytes.join(
                record(HANDSHAKE, handshake(Hello.SERVER_HELLO, Hello.tlsServer(random, protocol))),
                record(HANDSHAKE, handshake(Hello.CERTIFICATE, Hello.certificates(certificate))),
                record(HANDSHAKE, handshake(Hello.SERVER_KEY_EXCHANGE, Hello.serverKeyExchange(random))),
                record(HANDSHAKE, handshake(Hello.SERVER_HELLO_DONE, new byte[0]))));
        byte[] key = new Bytes().counted(8, Bytes.random(random, 32)).array();
        talk.client(Bytes.join(
                record(HANDSHAKE, handshake(Hello.CLIENT_KEY_EXCHANGE, key)),
                record(CHANGE_CIPHER_SPEC, new byte[] {1}),
                record(HANDSHAKE, Bytes.random(random, 40))));
        talk.server(
                Bytes.join(record(CHANGE_CIPHER_SPEC, new byte[] {1}), record(HANDSHAKE, Bytes.random(random, 40))));
    }

    /** A record that carries {@code length} enciphered bytes. */
    static byte[] data(Random random, int length) {
        return record(APPLICATION_DATA, Bytes.random(random, length));
    }

    private static byte[] handshake(int type, byte[] body) {
        return new Bytes().u8(type).counted(24, body).array();
    }

    private static byte[] record(int type, byte[] fragment) {
        return record(type, 0x0303, fragment);
    }

    private static byte[] record(int type, int version, byte[] fragment) {
        return new Bytes().u8(type).u16(version).counted(16, fragment).array();
    }
}
