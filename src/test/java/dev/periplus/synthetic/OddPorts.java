package dev.periplus.synthetic;

import java.util.Random;

/** DNS, HTTP and TLS on ports registered to other services. */
final class OddPorts implements Scenario {
    static final long SEED = 3389;

    private static final long START = Times.of("2018-07-03T15:00:00.794460042Z");

    @Override
    public Capture make() {
        Random random = new Random(SEED);
        Trace trace = new Trace();
        Wire wire = Wire.ethernet(trace);

        Endpoint resolver = new Endpoint("10.4.0.53", 3249);
        String[] names = {"www.example.org", "mail.example.org", "ftp.example.net"};
        for (int i = 0; i < names.length; i++) {
            long time = START + i * 700 * Times.MILLISECOND;
            UdpTalk dns = new UdpTalk(wire, new Endpoint("10.4.0.21", 50000 + 311 * i), resolver, random)
                    .expect(time, "dns", Answer.NOT_AS_REGISTERED);
            int id = random.nextInt(0x10000);
            dns.client(time, Dns.query(id, names[i], Dns.A));
            byte[] address = Endpoint.address("192.0.2." + (80 + i));
            dns.server(time + 9 * Times.MILLISECOND, Dns.answer(id, names[i], Dns.A, address));
        }

        TcpTalk http = new TcpTalk(
                wire,
                new Endpoint("10.4.0.22", 50991),
                new Endpoint("10.4.0.80", 3268),
                random,
                START + 3 * Times.SECOND,
                2 * Times.MILLISECOND);
        http.expect("http", Answer.NOT_AS_REGISTERED).open();
        http.client(Http.get("intranet.example.org:3268", "/status"));
        http.server(Http.ok("text/plain", "all quiet\n".repeat(220)));
        http.pause(Times.SECOND).close();

        TcpTalk tls = new TcpTalk(
                wire,
                new Endpoint("10.4.0.23", 51444),
                new Endpoint("10.4.0.90", 3389),
                random,
                START + 5 * Times.SECOND,
                11 * Times.MILLISECOND);
        Tls.open(tls.expect("tls", Answer.NOT_AS_REGISTERED), random, "portal.example.org", "http/1.1");
        tls.client(Tls.data(random, 220)).server(Tls.data(random, 2400));
        tls.pause(2 * Times.SECOND).close();
        return PcapFile.capture("odd-ports.pcap", trace, 65535);
    }
}
