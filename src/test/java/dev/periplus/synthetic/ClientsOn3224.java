package dev.periplus.synthetic;

import java.util.Random;

/**
 * Clients whose source ports lie in 3224-3324 query a name server, a time server and an invented service. The source
 * ports mean nothing: the server is the host that was queried.
 */
final class ClientsOn3224 implements Scenario {
    static final long SEED = 32243324;

    private static final long START = Times.of("2017-04-04T09:00:12.551908117Z");

    private final Random random = new Random(SEED);
    private final Trace trace = new Trace();
    private final Wire wire = Wire.ethernet(trace);

    @Override
    public Capture make() {
        UdpTalk dns = talk(3230, "10.9.0.53", 53).expect(START, "dns", Answer.AS_REGISTERED);
        UdpTalk ntp = talk(3245, "10.9.0.123", 123).expect(START + Times.SECOND, "ntp", Answer.AS_REGISTERED);
        UdpTalk other =
                talk(3250, "10.9.0.8", 12345).expect(START + 2 * Times.SECOND, Answer.UNKNOWN, Answer.REGISTERED_ONLY);
        for (int i = 0; i < 20; i++) {
            long time = START + i * 4 * Times.SECOND;
            String name = "host" + i + ".example";
            dns.client(time, Dns.query(0x4000 + i, name, Dns.A));
            dns.server(
                    time + 3 * Times.MILLISECOND, Dns.answer(0x4000 + i, name, Dns.A, Endpoint.address("10.9.0." + i)));
            ntp.client(time + Times.SECOND, Ntp.client(time));
            ntp.server(time + Times.SECOND + 5 * Times.MILLISECOND, Ntp.server(time, time + 4 * Times.MILLISECOND));
            other.client(time + 2 * Times.SECOND, Bytes.random(random, 40));
            other.server(time + 2 * Times.SECOND + 9 * Times.MILLISECOND, Bytes.random(random, 90));
        }
        return PcapFile.capture("clients-on-3224.pcap", trace, 256);
    }

    private UdpTalk talk(int port, String server, int serverPort) {
        return new UdpTalk(wire, new Endpoint("10.1.4.1", port), new Endpoint(server, serverPort), random);
    }
}
