package dev.periplus.synthetic;

import java.util.Random;

/**
 * HDX audio over UDP: ports 16500 and 16501, with a CGP flow between the same two hosts. One datagram every 20 ms in
 * each direction on the even port, one a second on the odd port. The wire format is not public: payloads are
 * pseudo-random.
 */
final class HdxAudio implements Scenario {
    static final long SEED = 16500;

    private static final long START = Times.of("2018-01-30T11:05:00.741361655Z");
    private static final int DATAGRAMS = 400;
    private static final long PACE = 20 * Times.MILLISECOND;

    private final Random random = new Random(SEED);

    @Override
    public Capture make() {
        Trace trace = new Trace();
        Wire wire = Wire.ethernet(trace);
        Endpoint client = new Endpoint("10.1.4.60", 50310);
        Endpoint host = new Endpoint("10.9.0.7", 2598);
        TcpTalk cgp = new TcpTalk(wire, client, host, random, START, 5 * Times.MILLISECOND);
        Citrix.cgpOpen(cgp.expect("cgp", Answer.AS_REGISTERED), random);
        Citrix.steady(cgp, random, START + 16 * Times.SECOND, 3 * Times.SECOND);

        long audio = START + 4 * Times.SECOND;
        UdpTalk even = new UdpTalk(wire, client.withPort(58020), host.withPort(16500), random)
                .expect(audio, "hdx-audio", Answer.UNREGISTERED);
        UdpTalk odd = new UdpTalk(wire, client.withPort(58021), host.withPort(16501), random)
                .expect(audio + PACE / 2, "hdx-audio", Answer.UNREGISTERED);
        for (int i = 0; i < DATAGRAMS; i++) {
            long time = audio + i * PACE;
            even.client(time + jitter(), Bytes.random(random, 72));
            even.server(time + 7 * Times.MILLISECOND + jitter(), Bytes.random(random, 72));
            if (i % 50 == 0) {
                odd.client(time + PACE / 2, Bytes.random(random, 44));
                odd.server(time + PACE / 2 + 3 * Times.MILLISECOND, Bytes.random(random, 44));
            }
        }
        return PcapFile.capture("hdx-audio.pcap", trace, 80);
    }

    private long jitter() {
        return Times.between(random, 0, 300 * Times.MICROSECOND);
    }
}
