package dev.periplus.synthetic;

import java.util.List;
import java.util.Random;

/**
 * DNS and HTTP in VLAN, QinQ, GRE, VXLAN and 6in4, and a DNS answer in IP fragments. Two sections: the first
 * little-endian with timestamps in nanoseconds on one interface and microseconds on the other, the second big-endian.
 */
final class Tunnels implements Scenario {
    static final long SEED = 4789;

    private static final long START = Times.of("2018-09-12T07:00:00.031144123Z");
    private static final long SECOND_SECTION = START + 10 * Times.SECOND;
    private static final long DNS_DELAY = 4 * Times.MILLISECOND;
    private static final Endpoint VXLAN_NEAR = new Endpoint("192.0.2.11", 51001);
    private static final Endpoint VXLAN_FAR = new Endpoint("192.0.2.12", 60202);

    private final Random random = new Random(SEED);

    @Override
    public Capture make() {
        Trace first = new Trace();
        Wire vlan = new Wire(first, 0, Carrier.vlan(100));
        dns(vlan, "10.2.0.10", "10.2.0.53", START);
        http(vlan, "10.2.0.10", "10.2.0.80", START + Times.SECOND);
        Wire qinq = new Wire(first, 1, Carrier.qinq(200, 30));
        dns(qinq, "10.2.30.10", "10.2.30.53", START + 2 * Times.SECOND);
        http(qinq, "10.2.30.10", "10.2.30.80", START + 3 * Times.SECOND);
        Wire gre = new Wire(first, 0, Carrier.gre("10.20.0.5", "192.0.2.1", "198.51.100.1"));
        dns(gre, "10.20.0.5", "10.30.0.53", START + 4 * Times.SECOND);
        http(gre, "10.20.0.5", "10.30.0.80", START + 5 * Times.SECOND);

        Trace second = new Trace();
        vxlan(second, SECOND_SECTION);
        Wire six = new Wire(second, 0, Carrier.sixInFour("2001:db8:1::10", "192.0.2.6", "198.51.100.6"));
        dns(six, "2001:db8:1::10", "2001:db8:2::53", SECOND_SECTION + 3 * Times.SECOND);
        http(six, "2001:db8:1::10", "2001:db8:2::80", SECOND_SECTION + 4 * Times.SECOND);
        fragments(Wire.ethernet(second), SECOND_SECTION + 6 * Times.SECOND);

        String comment = "synthetic, made by dev.periplus.synthetic.Tunnels, seed " + SEED;
        List<PcapngFile.Port> two =
                List.of(new PcapngFile.Port("trunk0", 65535, 9), new PcapngFile.Port("trunk1", 65535, 6));
        List<PcapngFile.Port> one = List.of(new PcapngFile.Port("uplink", 65535, 9));
        byte[] bytes = Bytes.join(
                new PcapngFile(true, two).section(comment, first.frames()),
                new PcapngFile(false, one).section(comment, second.frames()));
        String answers = first.expected() + second.expected().substring(Answer.HEAD.length());
        return new Capture("vlan-tunnels-fragments.pcapng", bytes, answers);
    }

    private void vxlan(Trace trace, long start) {
        Wire wire = new Wire(trace, 0, Carrier.vxlan("10.40.0.5", VXLAN_NEAR, VXLAN_FAR, 5001));
        trace.expect(start, "udp", VXLAN_NEAR, VXLAN_FAR.withPort(4789), "vxlan", Answer.AS_REGISTERED);
        dns(wire, "10.40.0.5", "10.40.0.53", start);
        long answered = start + DNS_DELAY;
        trace.expect(answered, "udp", VXLAN_FAR, VXLAN_NEAR.withPort(4789), "vxlan", Answer.AS_REGISTERED);
        http(wire, "10.40.0.5", "10.40.0.80", start + Times.SECOND);
    }

    private void dns(Wire wire, String client, String server, long time) {
        UdpTalk talk = new UdpTalk(wire, new Endpoint(client, port()), new Endpoint(server, 53), random)
                .expect(time, "dns", Answer.AS_REGISTERED);
        int id = random.nextInt(0x10000);
        talk.client(time, Dns.query(id, "www.example.com", Dns.AAAA));
        byte[] address = Endpoint.address("2001:db8:ffff::" + Integer.toHexString(id));
        talk.server(time + DNS_DELAY, Dns.answer(id, "www.example.com", Dns.AAAA, address));
    }

    private void http(Wire wire, String client, String server, long time) {
        TcpTalk talk = new TcpTalk(
                wire, new Endpoint(client, port()), new Endpoint(server, 80), random, time, 8 * Times.MILLISECOND);
        talk.expect("http", Answer.AS_REGISTERED).open();
        talk.client(Http.get("www.example.com", "/"));
        talk.server(Http.ok("text/html", "<!doctype html><title>Hello</title>"));
        talk.pause(100 * Times.MILLISECOND).close();
    }

    private void fragments(Wire wire, long time) {
        UdpTalk talk = new UdpTalk(wire, new Endpoint("10.2.0.10", port()), new Endpoint("10.2.0.53", 53), random)
                .expect(time, "dns", Answer.AS_REGISTERED);
        int id = random.nextInt(0x10000);
        talk.client(time, Dns.query(id, "long.example.com", Dns.TXT));
        byte[][] texts = new byte[13][];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = Dns.text(("part " + i + " ").repeat(20));
        }
        talk.serverFragmented(time + DNS_DELAY, Dns.answer(id, "long.example.com", Dns.TXT, texts), 1024);
    }

    private int port() {
        return 49152 + random.nextInt(16000);
    }
}
