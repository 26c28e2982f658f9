package dev.periplus.synthetic;

import java.util.Random;

/**
 * A DTLS 1.0 flow (RFC 4347) with cookie exchange and correct structure; keys and encrypted parts are pseudo-random.
 * One instance per flow, because records and messages are numbered.
 */
final class Dtls {
    static final int VERSION = 0xfeff;

    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;
    private static final int CLIENT = 0;
    private static final int SERVER = 1;

    private final UdpTalk talk;
    private final Random random;
    private final long[] sequence = new long[2];
    private final int[] message = new int[2];
    private final int[] epoch = new int[2];

    Dtls(UdpTalk talk, Random random) {
        this.talk = talk;
        this.random = random;
    }

    /** Adds the handshake and returns the time of its end. */
    long open(long start, long roundTrip, String name) {
        byte[] clientRandom = Bytes.random(random, 32);
        byte[] cookie = Bytes.random(random, 20);
        long time = start;
        talk.client(time, handshake(CLIENT, Hello.CLIENT_HELLO, Hello.dtlsClient(clientRandom, new byte[0])));
        time += roundTrip / 2;
        talk.server(time, handshake(SERVER, Hello.HELLO_VERIFY_REQUEST, Hello.verifyRequest(cookie)));
        time += roundTrip / 2;
        talk.client(time, handshake(CLIENT, Hello.CLIENT_HELLO, Hello.dtlsClient(clientRandom, cookie)));
        time += roundTrip / 2;
        byte[] certificate = Hello.certificates(Certificate.der(random, name));
        talk.server(
                time,
                Bytes.join(
                        handshake(SERVER, Hello.SERVER_HELLO, Hello.dtlsServer(random)),
                        handshake(SERVER, Hello.CERTIFICATE, certificate),
                        handshake(SERVER, Hello.SERVER_HELLO_DONE, new byte[0])));
        time += roundTrip / 2;
        byte[] key = new Bytes().counted(16, Bytes.random(random, 256)).array();
        talk.client(time, Bytes.join(handshake(CLIENT, Hello.CLIENT_KEY_EXCHANGE, key), finish(CLIENT)));
        time += roundTrip / 2;
        talk.server(time, finish(SERVER));
        return time + roundTrip / 2;
    }

    void clientData(long time, int length) {
        talk.client(time, record(CLIENT, APPLICATION_DATA, Bytes.random(random, length)));
    }

    void serverData(long time, int length) {
        talk.server(time, record(SERVER, APPLICATION_DATA, Bytes.random(random, length)));
    }

    private byte[] finish(int side) {
        byte[] change = record(side, CHANGE_CIPHER_SPEC, new byte[] {1});
        epoch[side] = 1;
        sequence[side] = 0;
        return Bytes.join(change, record(side, HANDSHAKE, Bytes.random(random, 64)));
    }

    private byte[] handshake(int side, int type, byte[] body) {
        byte[] whole = new Bytes()
                .u8(type)
                .u24(body.length)
                .u16(message[side]++)
                .u24(0)
                .counted(24, body)
                .array();
        return record(side, HANDSHAKE, whole);
    }

    private byte[] record(int side, int type, byte[] fragment) {
        long number = sequence[side]++;
        return new Bytes()
                .u8(type)
                .u16(VERSION)
                .u16(epoch[side])
                .u16((int) (number >> 32))
                .u32(number)
                .counted(16, fragment)
                .array();
    }
}
