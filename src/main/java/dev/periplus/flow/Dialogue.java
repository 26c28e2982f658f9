package dev.periplus.flow;

import dev.periplus.decode.Packet;
import org.jspecify.annotations.Nullable;

/** What both sides of one flow have sent, in order; pooled by the table and lent to a flow while it is inspected. */
final class Dialogue extends Exchange {
    /** Bytes of a dialogue without data, and of what an inspection keeps of its own. */
    private static final int EMPTY = 1024;

    /** Bytes of payload by which a packet of a stream is not tiny. */
    private static final int TINY = 32;

    /** So many times the usual packets are inspected if they are tiny; and of those that bring nothing new. */
    private static final int MOST_TINY = 8;

    private static final int MOST_STALE = 16;

    /** Most bytes of a datagram that says nothing. */
    private static final int QUIET = 4;

    /** Bytes of a stream that may be too few for any rule. */
    private static final int THIN = 64;

    private final Said[] said;
    private final Reassembly[] reassembly = {new Reassembly(), new Reassembly()};
    private @Nullable Flow flow;
    /** Packets of each side that brought something new. */
    private final int[] fresh = new int[2];

    /** By side: place of the latest packet with other bytes for a part of the stream than those kept; 0 if none. */
    private final long[] contradictions = new long[2];

    /** Datagrams of each side that say nothing. */
    private final int[] quiet = new int[2];

    private int lastSide = -1;
    private boolean datagrams;

    // Neighbours in the queue of borrowed dialogues, and among those of its size.
    @Nullable
    Dialogue older;

    @Nullable
    Dialogue newer;

    @Nullable
    Dialogue olderOfSize;

    @Nullable
    Dialogue newerOfSize;

    /** Its bytes when the queue last looked. */
    int counted;

    Dialogue(Spares spares) {
        said = new Said[] {new Said(spares), new Said(spares)};
    }

    void lend(Flow to, boolean isDatagrams) {
        flow = to;
        datagrams = isDatagrams;
        lastSide = -1;
        for (int side = 0; side < 2; side++) {
            said[side].clear();
            reassembly[side].clear();
            fresh[side] = 0;
            quiet[side] = 0;
            contradictions[side] = 0;
            begin(side);
        }
    }

    /** Forgets the flow, and gives up what it needed much memory for. */
    void takenBack() {
        flow = null;
        said[0].clear();
        said[1].clear();
    }

    /** Begins a side's stream where the flow's numbers tell, if its SYN was seen. */
    private void begin(int side) {
        if (!datagrams && flow().streams().of(side).hasSyn()) {
            synchronised(side, flow().streams().of(side).syn());
        }
    }

    void synchronised(int side, long sequence) {
        if (reassembly[side].synchronise(sequence)) {
            said[side].startSeen();
        }
    }

    /** Adds the payload of a packet; returns true if there is new data to inspect. */
    boolean hear(Packet p, int side, FlowCounters counters) {
        int header = p.inspectedHeader;
        int frameOffset = p.reassembled ? -1 : p.payloadOffset - header - p.frameOffset;
        Said mine = said[side];
        if (datagrams && isQuiet(p)) {
            quiet[side]++;
        } else {
            mine.counted();
            fresh[side] += datagrams ? 1 : 0;
        }
        if (datagrams) {
            lastSide = side;
            int captured = header + p.payloadCaptured;
            int length = header + p.payloadLength;
            mine.datagram(p.bytes, p.payloadOffset - header, captured, length, p.place(), frameOffset);
            mine.identified(p.payloadIdentifier);
            return true;
        }
        int before = mine.length();
        boolean turn = side != lastSide;
        boolean more = reassembly[side].take(p, mine, turn, frameOffset, counters);
        if (reassembly[side].isContradicted()) {
            contradictions[side] = p.place();
        }
        if (!more) {
            return false;
        }
        fresh[side]++;
        if (mine.length() > before) {
            lastSide = side;
            return true;
        }
        return false;
    }

    /**
     * Whether a side's share of the inspection is used up: so many packets that brought something new, if they hold a
     * few bytes each; many more if they are tiny; and a bound on packets that bring nothing.
     */
    boolean spent(int side, int packets) {
        int fresh = this.fresh[side];
        boolean wordy = datagrams || said[side].wireLength() >= packets * TINY;
        return fresh >= packets && wordy || fresh >= packets * MOST_TINY || packets(side) >= packets * MOST_STALE;
    }

    /** Whether a datagram only keeps a mapping or a path open: line ends (RFC 5626 section 3.5.1), zeros, 0xff (RFC 3948). */
    private static boolean isQuiet(Packet p) {
        boolean quiet = p.inspectedHeader + p.payloadLength <= QUIET && p.payloadCaptured == p.payloadLength;
        for (int i = 0; i < p.payloadCaptured && quiet; i++) {
            byte octet = p.bytes[p.payloadOffset + i];
            quiet = octet == '\r' || octet == '\n' || octet == 0 || octet == -1;
        }
        return quiet;
    }

    /** Whether the sides have said so little that their protocol need not show. */
    boolean isThin() {
        return !datagrams && said[0].wireLength() + said[1].wireLength() < THIN;
    }

    /** Whether bytes of a side's stream are missing. */
    boolean lost(int side) {
        return !datagrams && reassembly[side].lost();
    }

    /** Hears a segment of the other side; returns whether it is time to go on behind a gap in a side's stream. */
    boolean acknowledged(int side, Packet p) {
        return !datagrams && reassembly[side].acknowledged(p);
    }

    /** Whether so much waits behind a gap in a side's stream that it is time to go on there. */
    boolean isStuck(int side) {
        return !datagrams && reassembly[side].isStuck();
    }

    /** Whether segments of a side wait for a missing one. */
    boolean isWaiting(int side) {
        return !datagrams && reassembly[side].isWaiting();
    }

    /** Goes on behind the gap in a side's stream, as in the middle of one: what precedes it is forgotten. */
    void passGap(int side) {
        said[side].restart();
        reassembly[side].passGap(said[side]);
        lastSide = side;
    }

    /** Gives up a side's stream at a gap. */
    void lose(int side, FlowCounters counters) {
        reassembly[side].lose(counters);
    }

    /** Number of sides of which segments still wait for a missing one. */
    int unfilled() {
        return (reassembly[0].isWaiting() ? 1 : 0) + (reassembly[1].isWaiting() ? 1 : 0);
    }

    /** Whether a packet is in the place of bytes that the side has said already, or is a datagram. */
    boolean contradicts(int side, Packet packet) {
        return datagrams || reassembly[side].isPast(packet.tcpSequence);
    }

    /** Forgets what a side has said, because the host will have ignored it for this packet in its place. */
    void forget(int side, Packet packet) {
        if (!datagrams && reassembly[side].differs(packet, said[side])) {
            contradictions[side] = packet.place();
        }
        said[side].clear();
        reassembly[side].clear();
        fresh[side] = 0;
        lastSide = -1;
        begin(side);
    }

    /** Bytes of memory in use. */
    int bytes() {
        Inspection inspection = flow == null ? null : flow.inspection();
        int inside = inspection == null ? 0 : inspection.heldBytes();
        int sides = said[0].capacity() + said[1].capacity();
        return EMPTY + inside + sides + reassembly[0].heldBytes() + reassembly[1].heldBytes();
    }

    /** Whether this side can take no more data. */
    boolean full(int side) {
        return !datagrams && (reassembly[side].lost() || said[side].length() >= Said.STREAM_LIMIT);
    }

    int packets(int side) {
        return said[side].count() + quiet[side];
    }

    @Override
    public long contradiction(int side) {
        return contradictions[side];
    }

    @Override
    public long next(int side) {
        return datagrams ? -1 : reassembly[side].next();
    }

    @Override
    public Flow flow() {
        if (flow == null) {
            throw new IllegalStateException("not lent to a flow");
        }
        return flow;
    }

    @Override
    public boolean datagrams() {
        return datagrams;
    }

    @Override
    public int speakingSide() {
        return lastSide;
    }

    @Override
    public Said said(int side) {
        return said[side];
    }
}
