package dev.periplus.synthetic;

import java.util.Random;

/**
 * One XenApp host, thirty ports: 32 Framehawk flows from different clients, each starting seconds after the CGP or ICA
 * flow between the same two hosts. Every flow gets the lowest free port from 3224 up; two end early and their ports are
 * reused.
 */
final class FramehawkXenapp implements Scenario {
    static final long SEED = 3224;

    private static final String HOST = "10.9.0.7";
    private static final int FLOWS = 32;
    private static final int FIRST_PORT = 3224;
    private static final long START = Times.of("2017-03-14T08:31:07.853832589Z");
    private static final long END = START + 400 * Times.SECOND;
    private static final long APART = 6500 * Times.MILLISECOND;

    private final Random random = new Random(SEED);
    private final Trace trace = new Trace();
    private final Wire wire = Wire.ethernet(trace);
    /** Time at which each port of the range becomes free. */
    private final long[] freeAt = new long[FLOWS];

    @Override
    public Capture make() {
        for (int user = 0; user < FLOWS; user++) {
            long login = START + user * APART + Times.between(random, 0, Times.SECOND);
            long end = switch (user) {
                case 3 -> START + 141 * Times.SECOND;
                case 9 -> START + 178 * Times.SECOND;
                default -> END - Times.between(random, 0, 5 * Times.SECOND);
            };
            companion(user, login, end);
            framehawk(user, login + Times.between(random, 2 * Times.SECOND, 4 * Times.SECOND), end);
        }
        String comment = "synthetic, made by dev.periplus.synthetic.FramehawkXenapp, seed " + SEED
                + "; Framehawk payloads are pseudo-random";
        return PcapngFile.capture("framehawk-xenapp.pcapng", trace, comment, new PcapngFile.Port("eth0", 96, 9));
    }

    private void companion(int user, long login, long end) {
        boolean ica = user % 8 == 5;
        TcpTalk talk =
                new TcpTalk(wire, client(user), new Endpoint(HOST, ica ? 1494 : 2598), random, login, roundTrip());
        if (ica) {
            Citrix.icaOpen(talk.expect("ica", Answer.AS_REGISTERED), random);
        } else {
            Citrix.cgpOpen(talk.expect("cgp", Answer.AS_REGISTERED), random);
        }
        Citrix.steady(talk, random, end, 60 * Times.SECOND);
        if (end < END - 10 * Times.SECOND) {
            talk.at(end + Times.SECOND).close();
        }
    }

    private void framehawk(int user, long start, long end) {
        int slot = 0;
        while (freeAt[slot] > start) {
            slot++;
        }
        freeAt[slot] = end;
        UdpTalk talk = new UdpTalk(wire, client(user), new Endpoint(HOST, FIRST_PORT + slot), random)
                .expect(start, "framehawk", Answer.NOT_AS_REGISTERED);
        new DisplayTraffic(random, 26 * Times.SECOND).run(talk, start, end);
    }

    private Endpoint client(int user) {
        return new Endpoint("10.1.4." + (20 + 3 * user), 49152 + random.nextInt(16000));
    }

    private long roundTrip() {
        return Times.between(random, 2 * Times.MILLISECOND, 20 * Times.MILLISECOND);
    }
}
