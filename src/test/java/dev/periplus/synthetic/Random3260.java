package dev.periplus.synthetic;

import java.util.Random;

/** Pseudo-random bytes on UDP 3260, of similar volume in both directions. */
final class Random3260 implements Scenario {
    static final long SEED = 3260;

    private static final long START = Times.of("2017-11-22T17:30:00.700113703Z");
    private static final int DATAGRAMS = 120;

    @Override
    public Capture make() {
        Random random = new Random(SEED);
        Trace trace = new Trace();
        UdpTalk talk = new UdpTalk(
                        Wire.ethernet(trace), new Endpoint("10.5.0.8", 53111), new Endpoint("10.5.0.9", 3260), random)
                .expect(START, Answer.UNKNOWN, Answer.REGISTERED_ONLY);
        long time = START;
        for (int i = 0; i < DATAGRAMS; i++) {
            byte[] payload = Bytes.random(random, 40 + random.nextInt(400));
            if (i == 0 || i > 1 && random.nextBoolean()) {
                talk.client(time, payload);
            } else {
                talk.server(time, payload);
            }
            time += Times.between(random, 50 * Times.MILLISECOND, 900 * Times.MILLISECOND);
        }
        return PcapFile.capture("random-3260.pcap", trace, 65535);
    }
}
