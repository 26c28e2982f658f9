package dev.periplus.synthetic;

import java.util.List;
import java.util.Random;

/** Services on ports that are registered for them or for a service over them, and known homes of TLS and HTTP. */
public final class StandardPorts {
    private static final long START = Times.of("2024-05-06T07:08:09.101112131Z");
    private static final List<Integer> OVER_TLS = List.of(
            443, 631, 636, 853, 993, 2221, 2376, 2762, 4335, 4843, 5061, 5223, 5228, 5349, 5671, 5868, 5986, 6443, 6514,
            8443, 8883, 9443, 10161, 16993, 27017);
    private static final List<Integer> OVER_HTTP = List.of(
            80, 2375, 2869, 3128, 4848, 5280, 5357, 5985, 7547, 8000, 8008, 8080, 8118, 8765, 9200, 11371, 16992);
    private static final List<Integer> OVER_SSH = List.of(22, 830, 4334, 5161, 6252);

    /** Ports of services that begin TLS in their stream; the capture misses how. */
    private static final List<Integer> IN_THE_MIDDLE_OF_TLS = List.of(25, 143, 389, 587, 3306, 3389, 5222, 5432);

    private final Random random;
    private final Trace trace = new Trace();
    private final Wire wire = Wire.ethernet(trace);
    private long clock = START;
    private int host;

    private StandardPorts(Random random) {
        this.random = random;
    }

    /** Returns a pcap file with one flow to each port, each to a host of its own. */
    public static byte[] capture(Random random) {
        return new StandardPorts(random).make();
    }

    private byte[] make() {
        for (int port : OVER_TLS) {
            TcpTalk talk = talk(port);
            Tls.open(talk, random, "a.example.org", "own/1");
            talk.client(Tls.data(random, 200)).server(Tls.data(random, 900)).close();
        }
        for (int port : OVER_HTTP) {
            talk(port)
                    .open()
                    .client(Http.get("a.example.org", "/"))
                    .server(Http.ok("text/plain", "quiet\n"))
                    .close();
        }
        for (int port : OVER_SSH) {
            Ssh.run(talk(port), random, "SSH-2.0-OpenSSH_9.6", "SSH-2.0-OpenSSH_9.6p1", 1);
        }
        for (int port : IN_THE_MIDDLE_OF_TLS) {
            TcpTalk talk = talk(port);
            for (int i = 0; i < 6; i++) {
                talk.client(Tls.data(random, 150)).server(Tls.data(random, 700));
            }
        }
        return PcapFile.capture("standard-ports.pcap", trace, 65535).bytes();
    }

    private TcpTalk talk(int port) {
        host++;
        clock += 3 * Times.SECOND;
        return new TcpTalk(
                wire,
                new Endpoint("10.20.0.5", 50_000 + host),
                new Endpoint("10.20.1." + host, port),
                random,
                clock,
                2 * Times.MILLISECOND);
    }
}
