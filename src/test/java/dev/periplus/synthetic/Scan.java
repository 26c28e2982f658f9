package dev.periplus.synthetic;

import java.util.Random;
import java.util.Set;

/**
 * One host scans ports 3224-3324 of another: half-open TCP probes (a few answered, some ignored, most refused) and UDP
 * probes (ignored, refused by ICMP port unreachable, and one answered with a datagram).
 */
final class Scan implements Scenario {
    static final long SEED = 33243324;

    private static final int FIRST = 3224;
    private static final int LAST = 3324;
    private static final Set<Integer> OPEN_TCP = Set.of(3260, 3268, 3306);
    private static final int OPEN_UDP = 3230;
    private static final int RESERVED_UDP = 3300;
    private static final String SCANNER = "10.7.7.7";
    private static final String TARGET = "10.9.0.20";
    private static final long START = Times.of("2018-02-06T02:15:00.990338920Z");

    private final Random random = new Random(SEED);
    private final Trace trace = new Trace();
    private final Wire wire = Wire.ethernet(trace);

    @Override
    public Capture make() {
        long time = START;
        for (int port = FIRST; port <= LAST; port++) {
            tcp(port, time);
            time += Times.between(random, 3 * Times.MILLISECOND, 12 * Times.MILLISECOND);
        }
        time += 2 * Times.SECOND;
        for (int port = FIRST; port <= LAST; port++) {
            udp(port, time);
            time += Times.between(random, 30 * Times.MILLISECOND, 90 * Times.MILLISECOND);
        }
        return PcapFile.capture("scan-3224-3324.pcap", trace, 65535);
    }

    private void tcp(int port, long time) {
        TcpTalk talk = new TcpTalk(
                wire, new Endpoint(SCANNER, 44321), new Endpoint(TARGET, port), random, time, 400 * Times.MICROSECOND);
        talk.expect(Answer.UNKNOWN, Answer.REGISTERED_ONLY);
        if (OPEN_TCP.contains(port)) {
            talk.halfOpened();
        } else if (port % 10 == 7) {
            talk.clientSyn();
        } else {
            talk.refused();
        }
    }

    private void udp(int port, long time) {
        Endpoint from = new Endpoint(SCANNER, 44322);
        Endpoint to = new Endpoint(TARGET, port);
        String standing = port == RESERVED_UDP ? Answer.UNREGISTERED : Answer.REGISTERED_ONLY;
        trace.expect(time, "udp", from, to, Answer.UNKNOWN, standing);
        byte[] probe = port % 2 == 0 ? new Bytes().hex("0d0a0d0a").array() : new byte[0];
        byte[] packet = Ip.packet(SCANNER, TARGET, Ip.UDP, random.nextInt(0x10000), Ip.udp(from, to, probe));
        wire.send(time, SCANNER, TARGET, packet);
        long answered = time + 350 * Times.MICROSECOND;
        if (port == OPEN_UDP) {
            byte[] answer = Ip.udp(to, from, Bytes.random(random, 18));
            wire.send(answered, TARGET, SCANNER, Ip.packet(TARGET, SCANNER, Ip.UDP, 91, answer));
        } else if (port % 3 != 0) {
            byte[] unreachable = Ip.portUnreachable(packet);
            wire.send(answered, TARGET, SCANNER, Ip.packet(TARGET, SCANNER, Ip.ICMP, 92, unreachable));
        }
    }
}
