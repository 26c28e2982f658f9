package dev.periplus.synthetic;

import java.util.Random;

/** Requests of which each is the only datagram of its flow, on ports of no service: what one datagram says by itself. */
final class LoneDatagrams implements Scenario {
    static final long SEED = 1812;

    private static final long START = Times.of("2021-02-03T04:05:06.789012345Z");
    private static final int CLIENT_PORT = 40_000;
    private static final int SERVER_PORT = 50_001;

    private final Random random = new Random(SEED);
    private final Trace trace = new Trace();
    private final Wire wire = Wire.ethernet(trace);
    private int sent;

    @Override
    public Capture make() {
        time();
        radius();
        tunnels();
        small();
        nothing();
        return PcapFile.capture("lone-datagrams.pcap", trace, 65535);
    }

    private void send(String label, byte[] datagram) {
        long time = START + sent * Times.SECOND;
        Endpoint client = new Endpoint("10.12.0.5", CLIENT_PORT + 11 * sent);
        Endpoint server = new Endpoint("10.12.1." + (1 + sent), SERVER_PORT + 37 * sent);
        sent++;
        new UdpTalk(wire, client, server, random)
                .expect(time, label, Answer.UNREGISTERED)
                .client(time, datagram);
    }

    private void send(String label, Bytes datagram) {
        send(label, datagram.array());
    }

    private byte[] random(int count) {
        return Bytes.random(random, count);
    }

    /** NTP clients of several kinds (RFC 5905 section 7.3, RFC 4330 section 5, RFC 9109) and Roughtime. */
    private void time() {
        send("ntp", Ntp.client(START));
        send("ntp", new Bytes().u8(0x1b).zeros(47));
        send("ntp", new Bytes().u8(0x23).zeros(39).raw(random(8)));
        send("ntp", new Bytes().hex("23000620").zeros(36).raw(random(8)));
        send("ntp", new Bytes().hex("e30003fa 00010000 00010000").zeros(28).raw(random(8)));
        long now = 0xe3c5_0a12L;
        send(
                "ntp",
                new Bytes()
                        .hex("230306e9 00000a23 00000b12 c0000205")
                        .u32(now - 300)
                        .raw(random(4))
                        .u32(now - 64)
                        .raw(random(4))
                        .u32(now - 64)
                        .raw(random(4))
                        .u32(now)
                        .raw(random(4)));
        send(
                "roughtime",
                new Bytes()
                        .hex("02000000 40000000")
                        .ascii("NONCPAD")
                        .u8(0xff)
                        .raw(random(64))
                        .zeros(944));
        send(
                "roughtime",
                new Bytes()
                        .ascii("ROUGHTIM")
                        .hex("d0030000 03000000 04000000 24000000")
                        .ascii("VER\0NONCZZZZ")
                        .hex("0c000080")
                        .raw(random(32))
                        .zeros(916));
    }

    /** Access and accounting requests (RFC 2865 section 5, RFC 2866 section 5, RFC 3579 section 3). */
    private void radius() {
        byte[] name = new Bytes().u8(1).u8(7).ascii("alice").array();
        byte[] address = new Bytes().hex("0406c0a80110").array();
        byte[] start = new Bytes().hex("280600000001").array();
        byte[] session = new Bytes().u8(44).u8(10).ascii("0000001a").array();
        radius(1, name, new Bytes().hex("0212").raw(random(16)).array(), address, hex("050600000003"));
        radius(1, name, new Bytes().hex("0313").raw(random(17)).array(), hex("060600000002"));
        radius(1, name, hex("0c0600000578 4f0c0200000a01616c696365"), authenticator());
        radius(4, start, session, name, address);
        radius(4, name, hex("280600000002 2d0600000001 2e060000012c"), session);
        radius(4, session, hex("1a0f00000009 0109 61623d31323334"), start);
    }

    private byte[] authenticator() {
        return new Bytes().hex("5012").raw(random(16)).array();
    }

    private static byte[] hex(String digits) {
        return new Bytes().hex(digits).array();
    }

    private void radius(int code, byte[]... attributes) {
        byte[] all = Bytes.join(attributes);
        send(
                "radius",
                new Bytes()
                        .u8(code)
                        .raw(random(1))
                        .u16(20 + all.length)
                        .raw(random(16))
                        .raw(all));
    }

    /** First messages of WireGuard (section 5.4.2 of its paper) and OpenVPN. */
    private void tunnels() {
        send("wireguard", new Bytes().hex("01000000").raw(random(128)).zeros(16));
        send("wireguard", new Bytes().hex("01000000").raw(random(144)));
        send("openvpn", new Bytes().u8(0x38).raw(random(8)).zeros(5));
        byte[] replay = new Bytes().u32(1).u32(START / Times.SECOND).array();
        send(
                "openvpn",
                new Bytes().u8(0x38).raw(random(8)).raw(random(20)).raw(replay).zeros(5));
        send("openvpn", new Bytes().u8(0x38).raw(random(8)).raw(replay).raw(random(37)));
    }

    /** SQL Server's resolution protocol (MC-SQLR), Gnutella and StatsD. */
    private void small() {
        send("ssrp", new Bytes().u8(4).ascii("SQLEXPRESS").u8(0));
        send("gnutella", new Bytes().raw(random(8)).u8(0xff).raw(random(6)).hex("00 00 01 00 00000000"));
        send(
                "gnutella",
                new Bytes()
                        .raw(random(8))
                        .u8(0xff)
                        .raw(random(6))
                        .hex("00 80 04 00 0c000000 8000")
                        .ascii("linux iso\0"));
        send("statsd", new Bytes().ascii("page.views:1|c"));
        send("statsd", new Bytes().ascii("logins:7|c"));
        send("statsd", new Bytes().ascii("app.time:320|ms|@0.1\napp.queue:17|g\n"));
    }

    /** Datagrams that begin like those above and are something else, or say too little. */
    private void nothing() {
        send(Answer.UNKNOWN, new Bytes().u8(2));
        send(Answer.UNKNOWN, new Bytes().u8(0x1b).zeros(39).ascii("a record"));
        send(Answer.UNKNOWN, new Bytes().hex("01000000").ascii("x".repeat(144)));
        send(Answer.UNKNOWN, new Bytes().u8(0x38).ascii("12345678").zeros(5));
        send(Answer.UNKNOWN, new Bytes().hex("042a001a").raw(random(16)).hex("990600000001"));
        send(Answer.UNKNOWN, new Bytes().ascii("page.views=1;c"));
    }
}
