package dev.periplus.decode;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Counts what a decoder saw and lost. One per shard, written on the shard's thread; {@link #add} sums shards. */
public final class DecodeCounters {
    private static final int LINK_TYPES = 16;
    private static final int ETHERTYPES = EtherType.WIRELESS + 64;

    /** Frames received. */
    public long packets;

    /** IP packets passed to the handler, inner ones included. */
    public long ipPackets;

    /** Frames and tunnelled frames without IP that were passed to the handler. */
    public long frames;

    /** Frames and tunnelled frames without IP that were not passed on. */
    public long notIp;

    /** Frames truncated by the capture. */
    public long truncated;

    /** Frames shorter than their IP header states, though the capture claims to hold all of them. */
    public long shortened;

    /** What looks like a tunnel, but whose inner headers are not right. */
    public long notOpened;

    /** Fragments seen, and datagrams reassembled from them. */
    public long fragments;

    public long reassembled;

    /** Datagrams of which copies of fragments were left over after they were complete. */
    public long copied;

    /**
     * Outcome of each frame; the following six add up to {@link #packets}. Frames that gave the handler at least one
     * packet.
     */
    public long tracked;

    /** Frames with an unsupported link type. */
    public long undecodable;

    /** Fragments waiting for the rest of their datagram, or arriving after it was dropped. */
    public long held;

    /** Malformed frames that gave the handler no packet. */
    public long unusable;

    /** Frames truncated too early to identify their flow. */
    public long cutOff;

    /** Frames without IP that were not passed on. */
    public long foreign;

    private final long[] losses = new long[DecodeLoss.values().length];
    private final long[] tunnels = new long[Tunnel.values().length];
    private final int[] linkTypes = new int[LINK_TYPES];
    private final long[] unsupported = new long[LINK_TYPES];
    private long[] etherTypes = {};
    private long unsupportedOthers;
    private long lostInAll;
    private int linkTypesUsed;

    /** Number of losses for this reason. */
    public long lost(DecodeLoss reason) {
        return losses[reason.ordinal()];
    }

    /** Number of tunnels of this kind opened. */
    public long opened(Tunnel kind) {
        return tunnels[kind.ordinal()];
    }

    /** Number of losses for any reason. */
    long losses() {
        return lostInAll;
    }

    /** Number of malformed headers. */
    public long malformed() {
        long sum = 0;
        for (DecodeLoss reason : DecodeLoss.values()) {
            sum += reason.header().isEmpty() ? 0 : lost(reason);
        }
        return sum;
    }

    /** Number of frames with an unsupported link type. */
    public long unsupported() {
        long sum = unsupportedOthers;
        for (int i = 0; i < linkTypesUsed; i++) {
            sum += unsupported[i];
        }
        return sum;
    }

    /** Adds the counts of another shard. */
    public void add(DecodeCounters other) {
        packets += other.packets;
        ipPackets += other.ipPackets;
        frames += other.frames;
        notIp += other.notIp;
        truncated += other.truncated;
        shortened += other.shortened;
        notOpened += other.notOpened;
        fragments += other.fragments;
        reassembled += other.reassembled;
        copied += other.copied;
        tracked += other.tracked;
        undecodable += other.undecodable;
        held += other.held;
        unusable += other.unusable;
        cutOff += other.cutOff;
        foreign += other.foreign;
        for (int i = 0; i < losses.length; i++) {
            losses[i] += other.losses[i];
        }
        for (int i = 0; i < tunnels.length; i++) {
            tunnels[i] += other.tunnels[i];
        }
        for (int i = 0; i < other.linkTypesUsed; i++) {
            unsupported(other.linkTypes[i], other.unsupported[i]);
        }
        unsupportedOthers += other.unsupportedOthers;
        if (etherTypes.length == 0) {
            etherTypes = other.etherTypes.clone();
        } else {
            for (int i = 0; i < other.etherTypes.length; i++) {
                etherTypes[i] += other.etherTypes[i];
            }
        }
    }

    /** The {@code most} commonest ethertypes of frames without IP and their numbers, the commonest first; frames of IEEE
     * 802.11 without data have numbers from {@link EtherType#WIRELESS} on. */
    public Map<Integer, Long> etherTypes(int most) {
        Map<Integer, Long> counts = new LinkedHashMap<>();
        IntStream.range(0, etherTypes.length)
                .filter(type -> etherTypes[type] > 0)
                .boxed()
                .sorted(Comparator.comparingLong(type -> -etherTypes[type]))
                .limit(most)
                .forEach(type -> counts.put(type, etherTypes[type]));
        return counts;
    }

    /** Frames by unsupported link type, for the first types seen, in the order first seen. */
    public Map<Integer, Long> unsupportedLinkTypes() {
        Map<Integer, Long> counts = new LinkedHashMap<>();
        for (int i = 0; i < linkTypesUsed; i++) {
            counts.put(linkTypes[i], unsupported[i]);
        }
        return counts;
    }

    /** Frames of the unsupported link types beyond those listed. */
    public long unsupportedOthers() {
        return unsupportedOthers;
    }

    void lose(DecodeLoss reason) {
        losses[reason.ordinal()]++;
        lostInAll++;
    }

    /** Counts something other than IP, of this ethertype; -1 if it has none. */
    void other(int etherType) {
        notIp++;
        if (etherType >= 0) {
            if (etherTypes.length == 0) {
                etherTypes = new long[ETHERTYPES];
            }
            etherTypes[etherType]++;
        }
    }

    void open(Tunnel kind) {
        tunnels[kind.ordinal()]++;
    }

    void unsupported(int linkType, long count) {
        int i = 0;
        while (i < linkTypesUsed && linkTypes[i] != linkType) {
            i++;
        }
        if (i == LINK_TYPES) {
            unsupportedOthers += count;
            return;
        }
        if (i == linkTypesUsed) {
            linkTypes[linkTypesUsed++] = linkType;
        }
        unsupported[i] += count;
    }
}
