package dev.periplus.synthetic;

import java.util.Arrays;
import java.util.Random;

/**
 * A TCP flow with its own clock: each call timestamps its segments with the clock and advances it by half a round trip.
 * The other side's next data acknowledges what a side sends, or a bare acknowledgement if none follows soon.
 */
final class TcpTalk {
    static final int SEGMENT = 1460;

    private static final int CLIENT = 0;
    private static final int SERVER = 1;
    private static final int NONE = -1;
    private static final long DELAYED = 40_000_000;
    private static final byte[] NO_BYTES = {};
    private static final byte[] SYN_OPTIONS =
            new Bytes().hex("0204 05b4 01 030308 0101 0402").array();

    private final Wire wire;
    private final Random random;
    private final Endpoint[] ends;
    private final long[] next;
    private final int[] id;
    private final long roundTrip;
    private long clock;
    private int owes = NONE;

    TcpTalk(Wire wire, Endpoint client, Endpoint server, Random random, long start, long roundTrip) {
        this.wire = wire;
        this.random = random;
        ends = new Endpoint[] {client, server};
        next = new long[] {random.nextInt() & 0xffffffffL, random.nextInt() & 0xffffffffL};
        id = new int[] {random.nextInt(0x8000), random.nextInt(0x8000)};
        this.roundTrip = roundTrip;
        clock = start;
    }

    TcpTalk expect(String label, String standing) {
        wire.trace().expect(clock, "tcp", ends[CLIENT], ends[SERVER], label, standing);
        return this;
    }

    long clock() {
        return clock;
    }

    /** Keeps both sides silent until {@code time}; no effect if that has passed. */
    TcpTalk at(long time) {
        if (owes != NONE && time - clock > DELAYED) {
            int side = owes;
            long resume = clock;
            clock += DELAYED - random.nextInt(1_000_000);
            segment(side, Ip.ACK, NO_BYTES, NO_BYTES);
            clock = resume;
        }
        clock = Math.max(clock, time);
        return this;
    }

    TcpTalk pause(long nanoseconds) {
        return at(clock + nanoseconds);
    }

    TcpTalk open() {
        clientSyn();
        segment(SERVER, Ip.SYN | Ip.ACK, SYN_OPTIONS, NO_BYTES);
        next[SERVER]++;
        pass();
        segment(CLIENT, Ip.ACK, NO_BYTES, NO_BYTES);
        clock += 30_000 + random.nextInt(200_000);
        return this;
    }

    /** Adds a SYN refused by a port without a listener. */
    void refused() {
        clientSyn();
        segment(SERVER, Ip.RST | Ip.ACK, NO_BYTES, NO_BYTES);
    }

    /** Adds a SYN, its answer, and a reset by the client, as in a half-open scan. */
    void halfOpened() {
        clientSyn();
        segment(SERVER, Ip.SYN | Ip.ACK, SYN_OPTIONS, NO_BYTES);
        next[SERVER]++;
        pass();
        reset();
    }

    /** Adds an unanswered SYN. */
    void clientSyn() {
        segment(CLIENT, Ip.SYN, SYN_OPTIONS, NO_BYTES);
        next[CLIENT]++;
        pass();
    }

    TcpTalk client(byte[] bytes) {
        return say(CLIENT, bytes);
    }

    TcpTalk server(byte[] bytes) {
        return say(SERVER, bytes);
    }

    void close() {
        segment(CLIENT, Ip.FIN | Ip.ACK, NO_BYTES, NO_BYTES);
        next[CLIENT]++;
        pass();
        segment(SERVER, Ip.FIN | Ip.ACK, NO_BYTES, NO_BYTES);
        next[SERVER]++;
        pass();
        segment(CLIENT, Ip.ACK, NO_BYTES, NO_BYTES);
    }

    void reset() {
        segment(CLIENT, Ip.RST, NO_BYTES, NO_BYTES);
    }

    private TcpTalk say(int side, byte[] bytes) {
        for (int from = 0; from < bytes.length; from += SEGMENT) {
            int to = Math.min(bytes.length, from + SEGMENT);
            int flags = to == bytes.length ? Ip.ACK | Ip.PSH : Ip.ACK;
            segment(side, flags, NO_BYTES, Arrays.copyOfRange(bytes, from, to));
            next[side] = next[side] + to - from & 0xffffffffL;
            clock += 12_000;
        }
        owes = 1 - side;
        pass();
        return this;
    }

    private void pass() {
        clock += roundTrip / 2 + random.nextInt((int) (roundTrip / 8));
    }

    private void segment(int side, int flags, byte[] options, byte[] payload) {
        if (owes == side) {
            owes = NONE;
        }
        Endpoint from = ends[side];
        Endpoint to = ends[1 - side];
        long acknowledged = (flags & Ip.ACK) == 0 ? 0 : next[1 - side];
        byte[] segment = Ip.tcp(from, to, next[side], acknowledged, flags, options, payload);
        wire.send(clock, from.ip(), to.ip(), Ip.packet(from.ip(), to.ip(), Ip.TCP, id[side]++, segment));
    }
}
