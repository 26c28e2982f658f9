package dev.periplus.synthetic;

import java.util.Random;

/**
 * A TLS 1.2 flow (RFC 5246) and what its sides say: a whole handshake in right structure; keys and enciphered parts are
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

    /** The handshake alone, on a connection that is open already. */
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

    /** From the server's hello to its being done. */
    public static byte[] serverHello(Random random, String serverName, String protocol) {
        byte[] certificate = Certificate.der(random, serverName);
        return Bytes.join(
                record(HANDSHAKE, handshake(Hello.SERVER_HELLO, Hello.tlsServer(random, protocol))),
                record(HANDSHAKE, handshake(Hello.CERTIFICATE, Hello.certificates(certificate))),
                record(HANDSHAKE, handshake(Hello.SERVER_KEY_EXCHANGE, Hello.serverKeyExchange(random))),
                record(HANDSHAKE, handshake(Hello.SERVER_HELLO_DONE, new byte[0])));
    }

    /** The client's key exchange and what follows it. */
    public static byte[] clientKeyExchange(Random random) {
        byte[] key = new Bytes().counted(8, Bytes.random(random, 32)).array();
        return Bytes.join(record(HANDSHAKE, handshake(Hello.CLIENT_KEY_EXCHANGE, key)), finished(random));
    }

    /** The end of either side's handshake. */
    public static byte[] finished(Random random) {
        return Bytes.join(record(CHANGE_CIPHER_SPEC, new byte[] {1}), record(HANDSHAKE, Bytes.random(random, 40)));
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
