package dev.periplus.synthetic;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Announced flows, on ports not registered for them: a TFTP transfer on the server's new port, RTP of a SIP call, and a
 * program with random bytes on a port from the port mapper.
 */
final class Announced implements Scenario {
    static final long SEED = 1350;

    private static final long START = Times.of("2022-06-07T08:09:10.112233445Z");

    private final Random random = new Random(SEED);
    private final Trace trace = new Trace();
    private final Wire wire = Wire.ethernet(trace);

    @Override
    public Capture make() {
        tftp();
        call();
        portmap();
        return PcapFile.capture("announced-flows.pcap", trace, 65535);
    }

    private void tftp() {
        Endpoint client = new Endpoint("10.1.8.1", 2070);
        Endpoint server = new Endpoint("10.9.8.1", 3226);
        long at = START;
        new UdpTalk(wire, client, server, random)
                .expect(at, "tftp", Answer.NOT_AS_REGISTERED)
                .client(at, Bytes.join(hex("0001"), text("boot/kernel"), hex("00"), text("octet"), hex("00")));
        at += 3 * Times.MILLISECOND;
        UdpTalk transfer =
                new UdpTalk(wire, client, server.withPort(50_069), random).expect(at, "tftp", Answer.UNREGISTERED);
        for (int block = 7; block < 10; block++) {
            transfer.server(at, Bytes.join(hex("0003"), new Bytes().u16(block).array(), Bytes.random(random, 512)));
            transfer.client(
                    at + Times.MILLISECOND,
                    Bytes.join(hex("0004"), new Bytes().u16(block).array()));
            at += 4 * Times.MILLISECOND;
        }
    }

    private void call() {
        Endpoint caller = new Endpoint("10.1.8.2", 5070);
        Endpoint called = new Endpoint("10.9.8.2", 3241);
        long at = START + 10 * Times.SECOND;
        UdpTalk signalling = new UdpTalk(wire, caller, called, random).expect(at, "sip", Answer.NOT_AS_REGISTERED);
        String fields =
                "Via: SIP/2.0/UDP 10.1.8.2:5070;branch=z9hG4bK74b43\r\nFrom: <sip:alice@example.org>;tag=9fx\r\n"
                        + "To: <sip:bob@example.org>\r\nCall-ID: 3848276298@10.1.8.2\r\nCSeq: 1 INVITE\r\n"
                        + "Content-Type: application/sdp\r\n\r\n";
        signalling.client(at, text("INVITE sip:bob@example.org SIP/2.0\r\n" + fields + description(caller, 40_000)));
        at += 200 * Times.MILLISECOND;
        signalling.server(at, text("SIP/2.0 200 OK\r\n" + fields + description(called, 40_002)));
        at += 50 * Times.MILLISECOND;
        UdpTalk media = new UdpTalk(wire, caller.withPort(40_000), called.withPort(40_002), random)
                .expect(at, "rtp", Answer.UNREGISTERED);
        media.client(at, Bytes.join(hex("8000 0001 000000a0 11223344"), Bytes.random(random, 160)));
    }

    private static String description(Endpoint host, int port) {
        return "v=0\r\no=- 1 1 IN IP4 " + host.ip() + "\r\ns=-\r\nc=IN IP4 " + host.ip() + "\r\nt=0 0\r\nm=audio "
                + port + " RTP/AVP 0\r\n";
    }

    private void portmap() {
        Endpoint client = new Endpoint("10.1.8.3", 803);
        Endpoint server = new Endpoint("10.9.8.3", 3242);
        long at = START + 20 * Times.SECOND;
        UdpTalk mapper = new UdpTalk(wire, client, server, random).expect(at, "portmap", Answer.NOT_AS_REGISTERED);
        mapper.client(
                at,
                hex("5a17c0de 00000000 00000002 000186a0 00000002 00000003 00000000 00000000 00000000 00000000"
                        + "000186a5 00000003 00000006 00000000"));
        mapper.server(
                at + 2 * Times.MILLISECOND, hex("5a17c0de 00000001 00000000 00000000 00000000 00000000 0000c350"));
        TcpTalk program = new TcpTalk(
                wire,
                client.withPort(804),
                server.withPort(50_000),
                random,
                at + 5 * Times.MILLISECOND,
                6 * Times.MILLISECOND);
        program.expect("mount", Answer.UNREGISTERED).open();
        program.client(Bytes.random(random, 120)).server(Bytes.random(random, 80));
        program.close();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] hex(String text) {
        return new Bytes().hex(text).array();
    }
}
