package dev.periplus.synthetic;

import java.util.Random;

/**
 * A TLS 1.2 flow (RFC 5246) and its messages: a complete handshake with correct structure; keys and encrypted parts are
 * pseudo-random.
 */
public final class Tls {
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;

    private Tls() {}

    static void open(TcpTalk talk, Random random, String serverName, String protocol) {
        talk.open();
        shake(talk, random, serverName, protocol);
    }

    /** Adds only the handshake, on a connection that is already open. */
    static void shake(TcpTalk talk, Random random, String serverName, String protocol) {
        talk.client(clientHello(random, serverName, protocol));
        talk.server(serverHello(random, serverName, protocol));
        talk.client(clientKeyExchange(random));
        talk.server(finished(random));
    }

    public static byte[] clientHello(Random random, String serverName, String protocol) {
        byte[] hello = handshake(Hello.CLIENT_HELLO, Hello.tlsClient(random, serverName, protocol));
        return record(HANDSHAKE, 0x0301, hello);
    }

    /** Returns the server's messages from ServerHello to ServerHelloDone. */
    public static byte[] serverHello(Random random, String serverName, String protocol) {
        byte[] certificate = Certificate.der(random, serverName);
        return Bytes.join(
                record(HANDSHAKE, handshake(Hello.SERVER_HELLO, Hello.tlsServer(random, protocol))),
                record(HANDSHAKE, handshake(Hello.CERTIFICATE, Hello.certificates(certificate))),
                record(HANDSHAKE, handshake(Hello.SERVER_KEY_EXCHANGE, Hello.serverKeyExchange(random))),
                record(HANDSHAKE, handshake(Hello.SERVER_HELLO_DONE, new byte[0])));
    }

    /** Returns the client's messages from ClientKeyExchange on. */
    public static byte[] clientKeyExchange(Random random) {
        byte[] key = new Bytes().counted(8, Bytes.random(random, 32)).array();
        return Bytes.join(record(HANDSHAKE, handshake(Hello.CLIENT_KEY_EXCHANGE, key)), finished(random));
    }

    /** Returns the messages that end the handshake of either side. */
    public static byte[] finished(Random random) {
        return Bytes.join(record(CHANGE_CIPHER_SPEC, new byte[] {1}), record(HANDSHAKE, Bytes.random(random, 40)));
    }

    /** Returns a record with {@code length} pseudo-random bytes. */
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
