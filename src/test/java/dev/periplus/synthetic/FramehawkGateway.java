package dev.periplus.synthetic;

import java.util.Random;

/**
 * Framehawk through a Gateway: outside clients have TLS and DTLS flows to one address on 443, and that address has CGP
 * and Framehawk flows to three VDAs. Interface 0 captures the outside, interface 1 the inside.
 */
final class FramehawkGateway implements Scenario {
    static final long SEED = 1106;

    private static final String GATEWAY = "10.8.0.5";
    private static final String NAME = "gateway.example.com";
    private static final int USERS = 6;
    private static final int HOSTS = 3;
    private static final long START = Times.of("2016-10-11T13:02:40.796487718Z");
    private static final long END = START + 260 * Times.SECOND;

    private final Random random = new Random(SEED);
    private final Trace trace = new Trace();
    private final Wire outside = Wire.ethernet(trace, 0);
    private final Wire inside = Wire.ethernet(trace, 1);

    @Override
    public Capture make() {
        for (int user = 0; user < USERS; user++) {
            long login = START + user * 11 * Times.SECOND + Times.between(random, 0, Times.SECOND);
            Endpoint host = new Endpoint("10.9.1." + (11 + user % HOSTS), 2598);
            outsideTls(user, login);
            TcpTalk cgp = new TcpTalk(
                    inside, gateway(), host, random, login + 1400 * Times.MILLISECOND, 2 * Times.MILLISECOND);
            Citrix.cgpOpen(cgp.expect("cgp", Answer.AS_REGISTERED), random);
            Citrix.steady(cgp, random, END, 40 * Times.SECOND);
            long display = login + Times.between(random, 4 * Times.SECOND, 6 * Times.SECOND);
            long shaken = outsideDtls(user, display);
            UdpTalk framehawk = new UdpTalk(inside, gateway(), host.withPort(3224 + user / HOSTS), random);
            framehawk.expect(shaken, "framehawk", Answer.NOT_AS_REGISTERED);
            new DisplayTraffic(random, 18 * Times.SECOND).run(framehawk, shaken, END);
        }
        String comment = "synthetic, made by dev.periplus.synthetic.FramehawkGateway, seed " + SEED
                + "; Framehawk payloads are pseudo-random";
        return PcapngFile.capture(
                "framehawk-gateway.pcapng",
                trace,
                comment,
                new PcapngFile.Port("outside", 512, 9),
                new PcapngFile.Port("inside", 96, 9));
    }

    private void outsideTls(int user, long login) {
        TcpTalk talk = new TcpTalk(outside, client(user), new Endpoint(GATEWAY, 443), random, login, roundTrip());
        Tls.open(talk.expect("tls", Answer.AS_REGISTERED), random, NAME, "http/1.1");
        while (talk.clock() < END - 60 * Times.SECOND) {
            talk.client(Tls.data(random, 90 + random.nextInt(60)));
            talk.server(Tls.data(random, 120 + random.nextInt(200)));
            talk.pause(Times.between(random, 35 * Times.SECOND, 55 * Times.SECOND));
        }
    }

    private long outsideDtls(int user, long start) {
        UdpTalk talk = new UdpTalk(outside, client(user), new Endpoint(GATEWAY, 443), random)
                .expect(start, "dtls", Answer.NOT_AS_REGISTERED);
        Dtls dtls = new Dtls(talk, random);
        long shaken = dtls.open(start, roundTrip(), NAME);
        long time = shaken + 100 * Times.MILLISECOND;
        while (time < END) {
            dtls.clientData(time, 64);
            for (int i = 1; i <= 3; i++) {
                dtls.serverData(time + i * 20 * Times.MILLISECOND, 1344);
            }
            time += Times.between(random, 28 * Times.SECOND, 42 * Times.SECOND);
        }
        return shaken;
    }

    private Endpoint client(int user) {
        return new Endpoint("198.51.100." + (31 + 17 * user), 49152 + random.nextInt(16000));
    }

    private Endpoint gateway() {
        return new Endpoint(GATEWAY, 10000 + random.nextInt(50000));
    }

    private long roundTrip() {
        return Times.between(random, 25 * Times.MILLISECOND, 70 * Times.MILLISECOND);
    }
}
