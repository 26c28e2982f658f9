package dev.periplus.synthetic;

import java.util.Random;

/** DNS, HTTP, TLS, NTP, SSH and a DHCP renewal, all on the ports registered for them. */
final class Everyday implements Scenario {
    static final long SEED = 53;

    private static final long START = Times.of("2018-10-01T08:00:00.274281998Z");
    private static final String HOST = "10.2.0.50";
    private static final String NAME = "www.example.com";

    private final Random random = new Random(SEED);
    private final Trace trace = new Trace();
    private final Wire wire = Wire.ethernet(trace);

    @Override
    public Capture make() {
        dhcp(START);
        ntp(START + Times.SECOND);
        dns(Dns.A, Endpoint.address("192.0.2.80"), START + 2 * Times.SECOND);
        dns(Dns.AAAA, Endpoint.address("2001:db8::80"), START + 2100 * Times.MILLISECOND);
        http(START + 3 * Times.SECOND);
        tls(START + 4 * Times.SECOND);
        Ssh.run(
                tcp("10.2.0.22", 22, START + 6 * Times.SECOND).expect("ssh", Answer.AS_REGISTERED),
                random,
                "SSH-2.0-OpenSSH_7.4p1 Debian-10",
                "SSH-2.0-OpenSSH_7.6p1 Ubuntu-4",
                6);
        String comment = "synthetic, made by dev.periplus.synthetic.Everyday, seed " + SEED;
        return PcapngFile.capture("everyday.pcapng", trace, comment, new PcapngFile.Port("eth0", 65535, 9));
    }

    private void dhcp(long time) {
        UdpTalk talk = udp(68, "10.2.0.1", 67, time, "dhcp");
        int transaction = random.nextInt();
        talk.client(time, Dhcp.request(transaction, HOST));
        talk.server(time + 2 * Times.MILLISECOND, Dhcp.acknowledgement(transaction, HOST, "10.2.0.1"));
    }

    private void ntp(long time) {
        UdpTalk talk = udp(port(), "10.2.0.123", 123, time, "ntp");
        talk.client(time, Ntp.client(time));
        talk.server(time + 3 * Times.MILLISECOND, Ntp.server(time, time + Times.MILLISECOND));
    }

    private void dns(int type, byte[] data, long time) {
        UdpTalk talk = udp(port(), "10.2.0.53", 53, time, "dns");
        int id = random.nextInt(0x10000);
        talk.client(time, Dns.query(id, NAME, type));
        talk.server(time + 12 * Times.MILLISECOND, Dns.answer(id, NAME, type, data));
    }

    private void http(long time) {
        TcpTalk talk =
                tcp("192.0.2.80", 80, time).expect("http", Answer.AS_REGISTERED).open();
        talk.client(Http.get(NAME, "/"));
        talk.server(Http.ok("text/html", "<!doctype html><title>Hello</title>" + "<p>Hello".repeat(300)));
        talk.pause(300 * Times.MILLISECOND).close();
    }

    private void tls(long time) {
        TcpTalk talk = tcp("192.0.2.80", 443, time).expect("tls", Answer.AS_REGISTERED);
        Tls.open(talk, random, NAME, "h2");
        talk.client(Tls.data(random, 180)).server(Tls.data(random, 3100));
        talk.pause(800 * Times.MILLISECOND).close();
    }

    private UdpTalk udp(int port, String server, int serverPort, long time, String label) {
        return new UdpTalk(wire, new Endpoint(HOST, port), new Endpoint(server, serverPort), random)
                .expect(time, label, Answer.AS_REGISTERED);
    }

    private TcpTalk tcp(String server, int port, long time) {
        return new TcpTalk(
                wire, new Endpoint(HOST, port()), new Endpoint(server, port), random, time, 10 * Times.MILLISECOND);
    }

    private int port() {
        return 49152 + random.nextInt(16000);
    }
}
