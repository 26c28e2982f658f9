package dev.periplus.synthetic;

import java.util.Random;

/** An invented service on UDP 3248: one small request and its answer every 30 seconds, and nothing else. */
final class Lone3248 implements Scenario {
    static final long SEED = 3248;

    private static final int REQUESTS = 21;
    private static final long START = Times.of("2017-06-20T06:00:03.903565516Z");

    private final Random random = new Random(SEED);

    @Override
    public Capture make() {
        Trace trace = new Trace();
        UdpTalk talk = new UdpTalk(
                        Wire.ethernet(trace), new Endpoint("10.3.0.14", 51512), new Endpoint("10.3.0.2", 3248), random)
                .expect(START, Answer.UNKNOWN, Answer.REGISTERED_ONLY);
        for (int i = 0; i < REQUESTS; i++) {
            long time = START + i * 30 * Times.SECOND + Times.between(random, 0, 2 * Times.MILLISECOND);
            byte[] key = Bytes.random(random, 8);
            talk.client(time, message(0xb1, i, key, 12));
            talk.server(time + Times.between(random, 300_000, 900_000), message(0xb2, i, key, 28));
        }
        return PcapFile.capture("lone-3248.pcap", trace, 65535);
    }

    private byte[] message(int kind, int number, byte[] key, int rest) {
        return new Bytes()
                .u8(kind)
                .u8(0x4d)
                .u16le(4711 + number)
                .raw(key)
                .raw(Bytes.random(random, rest))
                .array();
    }
}
