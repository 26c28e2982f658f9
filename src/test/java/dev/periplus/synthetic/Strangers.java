package dev.periplus.synthetic;

import java.util.Random;

/**
 * Flows of three invented protocols without a rule, and flows of random bytes, on many ports. Random bytes come from
 * the seed.
 *
 * <ul>
 *   <li>TCP, six flows: {@code 'HOUS' 01}, a type, the length of the rest in 16 bits, a number that the reply echoes, a
 *       body; the reply begins with {@code 'HOUS' 02}.
 *   <li>UDP, five flows: {@code a5 5a}, the total length in 16 bits little-endian, a counter, a body; the reply begins
 *       with {@code a5 5b} and increments the counter.
 *   <li>TCP, four flows: the server speaks first, always with 20 bytes that begin {@code 99 7f 81 c4}.
 *   <li>UDP, five flows of random bytes in both directions.
 * </ul>
 */
public final class Strangers {
    private static final long START = Times.of("2019-03-01T08:00:00Z");
    private static final int LARGEST = 65_535;

    private final Random random;
    private final Trace trace = new Trace();
    private final Wire wire = Wire.ethernet(trace);
    private long time = START;

    private Strangers(long seed) {
        random = new Random(seed);
    }

    /** Returns the bytes of a capture file. */
    public static byte[] capture(long seed) {
        Strangers all = new Strangers(seed);
        for (int i = 0; i < 6; i++) {
            all.house(i);
        }
        for (int i = 0; i < 5; i++) {
            all.counted(i);
            all.noise(i);
        }
        for (int i = 0; i < 4; i++) {
            all.greeted(i);
        }
        return PcapFile.capture("strangers.pcap", all.trace, LARGEST).bytes();
    }

    private TcpTalk tcp(int client, int server, int port) {
        time += Times.SECOND;
        Endpoint from = new Endpoint("10.8.0." + (20 + client % 3), 40_000 + random.nextInt(9_000) * 2 + client % 2);
        Endpoint to = new Endpoint("10.8.1." + server, port);
        return new TcpTalk(wire, from, to, random, time, 2 * Times.MILLISECOND).open();
    }

    private void house(int i) {
        byte[] number = Bytes.random(random, 4);
        byte[] asked = Bytes.random(random, 3 + 5 * i);
        byte[] said = Bytes.random(random, 40 - 4 * i);
        tcp(i, 1 + i % 2, 7_001 + i % 3)
                .client(new Bytes()
                        .ascii("HOUS")
                        .u8(1)
                        .u8(i % 2)
                        .u16(4 + asked.length)
                        .raw(number)
                        .raw(asked)
                        .array())
                .server(new Bytes()
                        .ascii("HOUS")
                        .u8(2)
                        .u8(0)
                        .u16(4 + said.length)
                        .raw(number)
                        .raw(said)
                        .array())
                .close();
    }

    private void counted(int i) {
        time += Times.SECOND;
        UdpTalk talk = new UdpTalk(
                wire, new Endpoint("10.8.0.30", 50_001 + 97 * i), new Endpoint("10.8.2.1", 9_100 + i), random);
        int count = random.nextInt(0x7000) * 2;
        talk.client(time, counted(0x5a, count, 9 + 6 * i));
        talk.server(time + Times.MILLISECOND, counted(0x5b, count + 1, 30 - 3 * i));
    }

    private byte[] counted(int kind, int count, int body) {
        return new Bytes()
                .u8(0xa5)
                .u8(kind)
                .u16le(6 + body)
                .u16(count)
                .raw(Bytes.random(random, body))
                .array();
    }

    private void noise(int i) {
        time += Times.SECOND;
        UdpTalk talk =
                new UdpTalk(wire, new Endpoint("10.8.0.40", 51_001 + 89 * i), new Endpoint("10.8.3.1", 9_100), random);
        talk.client(time, Bytes.random(random, 60 + random.nextInt(200)));
        talk.server(time + Times.MILLISECOND, Bytes.random(random, 60 + random.nextInt(200)));
    }

    private void greeted(int i) {
        tcp(i, 9, 6_100)
                .server(new Bytes()
                        .hex("997f81c4")
                        .raw(Bytes.random(random, 16))
                        .array())
                .client(Bytes.random(random, 8 + i))
                .close();
    }
}
