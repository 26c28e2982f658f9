package dev.periplus.synthetic;

import java.util.Random;

/**
 * Traffic shaped like a display that Framehawk's port allocation contradicts: on 3290, with no flow on the lower ports
 * and no Citrix flow between the two hosts; and on 3300, next to a CGP flow between the two hosts, with no flow on the
 * lower ports.
 */
final class FramehawkHighPort implements Scenario {
    static final long SEED = 3290;

    private static final long START = Times.of("2017-05-09T10:12:00.384974575Z");
    private static final long END = START + 250 * Times.SECOND;

    private final Random random = new Random(SEED);

    @Override
    public Capture make() {
        Trace trace = new Trace();
        Wire wire = Wire.ethernet(trace);
        DisplayTraffic traffic = new DisplayTraffic(random, 8 * Times.SECOND);

        UdpTalk lone = new UdpTalk(wire, new Endpoint("10.1.6.9", 52817), new Endpoint("10.9.0.40", 3290), random);
        traffic.run(lone.expect(START, Answer.UNKNOWN, Answer.REGISTERED_ONLY), START, END);

        Endpoint host = new Endpoint("10.9.0.41", 2598);
        long login = START + 12 * Times.SECOND;
        TcpTalk cgp = new TcpTalk(wire, new Endpoint("10.1.6.10", 50122), host, random, login, 6 * Times.MILLISECOND);
        Citrix.cgpOpen(cgp.expect("cgp", Answer.AS_REGISTERED), random);
        Citrix.steady(cgp, random, END, 30 * Times.SECOND);
        long display = login + 3 * Times.SECOND;
        UdpTalk high = new UdpTalk(wire, new Endpoint("10.1.6.10", 61440), host.withPort(3300), random);
        traffic.run(high.expect(display, Answer.UNKNOWN, Answer.UNREGISTERED), display, END);
        return PcapFile.capture("framehawk-high-port.pcap", trace, 96);
    }
}
