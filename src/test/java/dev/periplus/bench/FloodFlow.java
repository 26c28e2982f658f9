package dev.periplus.bench;

import dev.periplus.decode.Packet;
import java.util.Random;

/**
 * A flow of a few packets, each with a client of its own. By flow number, half are DNS lookups, of which an eighth
 * stays unanswered; a quarter are TCP probes, mostly unanswered; a quarter are UDP exchanges of random bytes on
 * 3224-3324, the ports of Citrix Framehawk.
 */
final class FloodFlow {
    private static final int CLIENTS = 0x0a00_0000;
    private static final int CLIENT_BITS = 24;
    private static final int SCATTER = 0x9e37_79b1;
    private static final int RESOLVERS = 0xc000_0200;
    private static final int SERVERS = 0xc612_0000;
    private static final int[] PROBED = {22, 80, 443, 445, 3389, 8080};

    private final Random random;
    private final Lookup lookup;
    private final Ends toServer;
    private final Ends toClient;
    private final int kind;
    private final int identifier;
    private final int packets;
    private int sent;

    /**
     * Begins a flow.
     *
     * @param number number of the flow; client addresses repeat after 2^24 flows
     */
    FloodFlow(int number, Random random, Lookup[] lookups) {
        this.random = random;
        kind = number & 3;
        lookup = lookups[random.nextInt(lookups.length)];
        identifier = random.nextInt();
        packets = switch (kind) {
            case 0 -> 2;
            case 1 -> random.nextInt(4) == 0 ? 1 : 2;
            case 2 -> random.nextInt(10) < 6 ? 1 : 2 + random.nextInt(2);
            default -> 2 + random.nextInt(9);
        };
        int client = CLIENTS | (number + 1) * SCATTER & (1 << CLIENT_BITS) - 1;
        int clientPort = 1024 + random.nextInt(64_000);
        toServer = switch (kind) {
            case 0, 1 -> new Ends(client, clientPort, RESOLVERS + random.nextInt(64), 53);
            case 2 -> new Ends(client, clientPort, SERVERS + random.nextInt(1 << 17), PROBED[random.nextInt(6)]);
            default -> new Ends(client, clientPort, SERVERS + random.nextInt(1 << 17), 3224 + random.nextInt(101));
        };
        toClient = toServer.back();
    }

    /** Builds the next packet of the flow; returns false after the last one. */
    boolean next(FrameBuilder into) {
        boolean answers = (sent & 1) == 1;
        Ends ends = answers ? toClient : toServer;
        switch (kind) {
            case 0, 1 -> into.udp(ends, lookup.with(identifier, answers));
            case 2 -> probe(into);
            default -> {
                byte[] payload = new byte[24 + random.nextInt(34)];
                random.nextBytes(payload);
                into.udp(ends, payload);
            }
        }
        return ++sent < packets;
    }

    private void probe(FrameBuilder into) {
        switch (sent) {
            case 0 -> into.tcp(toServer, identifier, 0, Packet.SYN);
            case 1 -> into.tcp(toClient, ~identifier, identifier + 1, Packet.SYN | Packet.ACK);
            default -> into.tcp(toServer, identifier + 1, 0, Packet.RST);
        }
    }
}
