package dev.periplus.synthetic;

import java.util.Random;

/**
 * HDX Adaptive Transport: three UDP flows, each with an abandoned TCP attempt between the same hosts on the same port
 * half a second later; and an ICA flow over TCP that probes UDP every five minutes without an answer. The third UDP
 * flow opens with datagrams shaped like a UDT handshake; all other payloads are pseudo-random.
 */
final class Edt implements Scenario {
    static final long SEED = 2598;

    private static final long START = Times.of("2018-04-17T09:20:00.668835601Z");
    private static final long HEAD_START = 500 * Times.MILLISECOND;
    private static final long LENGTH = 200 * Times.SECOND;

    private final Random random = new Random(SEED);
    private final Trace trace = new Trace();
    private final Wire wire = Wire.ethernet(trace);

    @Override
    public Capture make() {
        TcpTalk closed = flow(21, 2598, START, false);
        closed.open().pause(20 * Times.MILLISECOND).close();
        flow(22, 1494, START + 15 * Times.SECOND, false).halfOpened();
        flow(23, 2598, START + 31 * Times.SECOND, true).halfOpened();
        tcpWithProbes(START + 40 * Times.SECOND);
        String comment =
                "synthetic, made by dev.periplus.synthetic.Edt, seed " + SEED + "; EDT payloads are pseudo-random";
        return PcapngFile.capture("edt.pcapng", trace, comment, new PcapngFile.Port("eth0", 128, 6));
    }

    /** Adds an EDT flow; returns its parallel TCP attempt, not yet started. */
    private TcpTalk flow(int host, int port, long start, boolean handshake) {
        Endpoint client = client(host);
        Endpoint server = server(host, port);
        UdpTalk talk = new UdpTalk(wire, client, server, random).expect(start, "edt", Answer.AS_REGISTERED);
        long traffic = handshake ? handshake(talk, start) : start;
        new DisplayTraffic(random, 6 * Times.SECOND).run(talk, traffic, start + LENGTH);
        Endpoint attempt = client.withPort(client.port() + 1);
        return new TcpTalk(wire, attempt, server, random, start + HEAD_START, 4 * Times.MILLISECOND)
                .expect(Answer.UNKNOWN, Answer.REGISTERED_ONLY);
    }

    private void tcpWithProbes(long start) {
        for (int i = 0; i < 3; i++) {
            long probe = start + i * 300 * Times.SECOND;
            UdpTalk talk = new UdpTalk(wire, client(24), server(24, 1494), random)
                    .expect(probe, Answer.UNKNOWN, Answer.REGISTERED_ONLY);
            talk.client(probe, Bytes.random(random, 64));
            talk.client(probe + 250 * Times.MILLISECOND, Bytes.random(random, 64));
        }
        TcpTalk ica =
                new TcpTalk(wire, client(24), server(24, 1494), random, start + HEAD_START, 9 * Times.MILLISECOND);
        Citrix.icaOpen(ica.expect("ica", Answer.AS_REGISTERED), random);
        Citrix.steady(ica, random, start + 640 * Times.SECOND, 25 * Times.SECOND);
    }

    /** Adds the requests and responses of a UDT version 4 handshake (draft-gg-udt-03), with a cookie. */
    private long handshake(UdpTalk talk, long start) {
        int first = random.nextInt(Integer.MAX_VALUE);
        int cookie = random.nextInt();
        talk.client(start, udt(1, first, 0));
        talk.server(start + 3 * Times.MILLISECOND, udt(1, first, cookie));
        talk.client(start + 6 * Times.MILLISECOND, udt(-1, first, cookie));
        talk.server(start + 9 * Times.MILLISECOND, udt(-1, first, cookie));
        return start + 12 * Times.MILLISECOND;
    }

    private byte[] udt(int request, int first, int cookie) {
        Bytes header =
                new Bytes().u32(0x80000000L).u32(0).u32(random.nextInt(900000)).u32(0);
        Bytes body = header.u32(4).u32(1).u32(first).u32(1500).u32(8192).u32(request);
        return body.u32(random.nextInt()).u32(cookie).zeros(16).array();
    }

    private Endpoint client(int host) {
        return new Endpoint("10.1.5." + host, 49152 + random.nextInt(16000));
    }

    private static Endpoint server(int host, int port) {
        return new Endpoint("10.9.0." + (10 + host), port);
    }
}
