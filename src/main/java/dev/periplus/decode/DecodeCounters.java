package dev.periplus.decode;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a decoder saw and what it lost. One per shard, written on the shard's thread; {@link #add} sums shards. */
public final class DecodeCounters {
    private static final int LINK_TYPES = 16;

    /** Frames taken. */
    public long packets;

    /** IP packets handed on, inner ones too. */
    public long ipPackets;

    /** Frames, and tunnelled frames, that carry no IP (ARP, LLDP, management). */
    public long notIp;

    /** Frames of which bytes are missing because the capture cut them. */
    public long truncated;

    /** Fragments seen, and datagrams made whole from them. */
    public long fragments;

    public long reassembled;

    /** What became of each frame; these add up to {@link #packets}. Frames of which at least one packet was handed on. */
    public long tracked;

    /** Frames of a link type that is not decoded. */
    public long undecodable;

    /** Fragments that wait for the rest of their datagram, or came after it was given up. */
    public long held;

    /** Malformed frames of which nothing was handed on. */
    public long unusable;

    /** Frames of which too little was captured to know their flow. */
    public long cutOff;

    /** Frames that carry no IP. */
    public long foreign;

    private final long[] losses = new long[DecodeLoss.values().length];
    private final long[] tunnels = new long[Tunnel.values().length];
    private final int[] linkTypes = new int[LINK_TYPES];
    private final long[] unsupported = new long[LINK_TYPES];
    private long unsupportedOthers;
    private long lostInAll;
    private int linkTypesUsed;

    /** How often something was lost for this reason. */
    public long lost(DecodeLoss reason) {
        return losses[reason.ordinal()];
    }

    /** Tunnelled frames of this kind that were opened. */
    public long opened(Tunnel kind) {
        return tunnels[kind.ordinal()];
    }

    /** Everything lost for any reason. */
    long losses() {
        return lostInAll;
    }

    /** All packets with a bad header. */
    public long malformed() {
        long sum = 0;
        for (DecodeLoss reason : DecodeLoss.values()) {
            sum += reason.header().isEmpty() ? 0 : lost(reason);
        }
        return sum;
    }

    /** All frames of link types that are not decoded. */
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
        notIp += other.notIp;
        truncated += other.truncated;
        fragments += other.fragments;
        reassembled += other.reassembled;
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
    }

    /** Frames by link types that are not decoded: the first types seen, in that order. */
    public Map<Integer, Long> unsupportedLinkTypes() {
        Map<Integer, Long> counts = new LinkedHashMap<>();
        for (int i = 0; i < linkTypesUsed; i++) {
            counts.put(linkTypes[i], unsupported[i]);
        }
        return counts;
    }

    /** Frames of all other link types that are not decoded. */
    public long unsupportedOthers() {
        return unsupportedOthers;
    }

    void lose(DecodeLoss reason) {
        losses[reason.ordinal()]++;
        lostInAll++;
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
