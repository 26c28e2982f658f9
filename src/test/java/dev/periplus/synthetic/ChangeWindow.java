package dev.periplus.synthetic;

import java.util.Random;

/** The services of three hosts, before or after a change window. */
final class ChangeWindow implements Scenario {
    static final long SEED = 2200;

    private static final String WEB = "10.7.0.80";
    private static final String SHELL = "10.7.0.22";
    private static final String CLIENT = "SSH-2.0-OpenSSH_9.2p1 Debian-2";

    private final boolean after;
    private final long start;
    private final Random random;
    private final Trace trace = new Trace();
    private final Wire wire = Wire.ethernet(trace);

    ChangeWindow(boolean after) {
        this.after = after;
        start = Times.of(after ? "2024-03-03T02:30:00.114Z" : "2024-03-02T21:00:00.482Z");
        random = new Random(after ? SEED + 1 : SEED);
    }

    @Override
    public Capture make() {
        Ssh.run(
                tcp("10.7.0.5", SHELL, 22, start).expect("ssh", Answer.AS_REGISTERED),
                random,
                CLIENT,
                after ? "SSH-2.0-OpenSSH_9.6p1 Ubuntu-3" : "SSH-2.0-OpenSSH_8.9p1 Ubuntu-3",
                4);
        if (after) {
            Tls.open(web().expect("tls", Answer.AS_REGISTERED), random, "wiki.example.org", "http/1.1");
            Ssh.run(
                    tcp("10.7.0.66", WEB, 3251, start + 4 * Times.SECOND).expect("ssh", Answer.NOT_AS_REGISTERED),
                    random,
                    "SSH-2.0-libssh_0.10.5",
                    "SSH-2.0-dropbear_2022.83",
                    4);
        } else {
            TcpTalk http = web().expect("http", Answer.AS_REGISTERED).open();
            http.client(Http.get("wiki.example.org:8080", "/")).server(Http.ok("text/html", "<p>Hello".repeat(40)));
            http.close();
            dns(start + 4 * Times.SECOND);
        }
        return PcapFile.capture(after ? "change-after.pcap" : "change-before.pcap", trace, 65535);
    }

    private TcpTalk web() {
        return tcp("10.7.0.5", WEB, 8080, start + 2 * Times.SECOND);
    }

    private void dns(long time) {
        UdpTalk talk = new UdpTalk(wire, new Endpoint("10.7.0.5", 53124), new Endpoint("10.7.0.53", 53), random)
                .expect(time, "dns", Answer.AS_REGISTERED);
        int id = random.nextInt(0x10000);
        talk.client(time, Dns.query(id, "wiki.example.org", Dns.A));
        talk.server(time + 3 * Times.MILLISECOND, Dns.answer(id, "wiki.example.org", Dns.A, Endpoint.address(WEB)));
    }

    private TcpTalk tcp(String client, String server, int port, long time) {
        return new TcpTalk(
                wire,
                new Endpoint(client, 49152 + random.nextInt(16000)),
                new Endpoint(server, port),
                random,
                time,
                3 * Times.MILLISECOND);
    }
}
