package dev.periplus.synthetic;

import java.util.Random;

/**
 * A capture started in the middle of the day: twelve Framehawk sessions on 3224-3235, each next to its CGP flow. All
 * began a minute before the first captured packet, so neither the allocation order nor a companion's start is visible.
 */
final class FramehawkLate implements Scenario {
    static final long SEED = 3235;

    private static final String HOST = "10.9.0.11";
    private static final int SESSIONS = 12;
    private static final long LOGIN = Times.of("2018-02-20T13:05:00.118230051Z");
    private static final long BEGIN = LOGIN + 60 * Times.SECOND;
    private static final long END = BEGIN + 240 * Times.SECOND;

    private final Random random = new Random(SEED);
    private final Trace trace = new Trace();
    private final Wire wire = Wire.ethernet(trace);

    @Override
    public Capture make() {
        for (int user = 0; user < SESSIONS; user++) {
            long login = LOGIN + user * Times.SECOND;
            Endpoint client = new Endpoint("10.1.4." + (21 + 2 * user), 50_000 + random.nextInt(14_000));
            TcpTalk cgp = new TcpTalk(wire, client, new Endpoint(HOST, 2598), random, login, 8 * Times.MILLISECOND);
            Citrix.cgpOpen(cgp.expect(Answer.UNKNOWN, Answer.REGISTERED_ONLY), random);
            Citrix.steady(cgp, random, END, 8 * Times.SECOND);
            UdpTalk display = new UdpTalk(wire, client, new Endpoint(HOST, 3224 + user), random);
            long start = login + 2 * Times.SECOND;
            display.expect(start, "framehawk", Answer.NOT_AS_REGISTERED);
            new DisplayTraffic(random, 9 * Times.SECOND).run(display, start, END);
        }
        trace.forgetBefore(BEGIN);
        return PcapFile.capture("framehawk-late.pcap", trace, 96);
    }
}
