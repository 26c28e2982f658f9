package dev.periplus.flow;

import dev.periplus.decode.Packet;

/** Counts packets on their flow. */
final class PacketCount {
    private static final int LARGE = 1000;
    private static final long BURST_NANOS = 5_000_000;

    private PacketCount() {}

    /** The first two bytes of a packet's payload; -1 if there are none. */
    static int opening(Packet p) {
        int at = p.payloadOffset;
        return p.payloadCaptured < 2 ? -1 : (p.bytes[at] & 0xff) << Byte.SIZE | p.bytes[at + 1] & 0xff;
    }

    /** Counts for a side what another flow has counted for one of its sides. */
    static void replace(Flow flow, int side, Flow other, int its) {
        Streams streams = other.streams;
        if (side == 0) {
            flow.packets0 = other.packets(its);
            flow.bytes0 = other.bytes(its);
            flow.payload0 = other.payload(its);
            flow.large0 = other.large(its);
            flow.bursts0 = other.bursts(its);
        } else {
            flow.packets1 = other.packets(its);
            flow.bytes1 = other.bytes(its);
            flow.payload1 = other.payload(its);
            flow.large1 = other.large(its);
            flow.bursts1 = other.bursts(its);
        }
        flow.flags0 |= (byte) (side == 0 ? other.flags(its) : 0);
        flow.flags1 |= (byte) (side == 0 ? 0 : other.flags(its));
        if (streams != null) {
            flow.streams().replace(side, streams.of(its));
        }
    }

    /** Adds a packet that a side sent. */
    static void add(Flow flow, Packet p, int side) {
        Streams streams = flow.streams;
        int payload = streams == null ? p.payloadLength : streams.take(p, side, flow);
        flow.payload0 += side == 0 ? payload : 0;
        flow.payload1 += side == 0 ? 0 : payload;
        if (p.bundled) {
            return;
        }
        if (payload > 0 && p.time - flow.end >= Rhythm.PAUSE_NANOS && !p.doubtful) {
            Rhythm.beat(flow, p.time);
        }
        int large = payload >= LARGE ? 1 : 0;
        int burst = large > 0 && p.time - flow.end < BURST_NANOS ? 1 : 0;
        if (side == 0) {
            flow.packets0++;
            flow.bytes0 += p.ipLength;
            flow.flags0 |= (byte) p.tcpFlags;
            flow.large0 += large;
            flow.bursts0 += burst;
        } else {
            flow.packets1++;
            flow.bytes1 += p.ipLength;
            flow.flags1 |= (byte) p.tcpFlags;
            flow.large1 += large;
            flow.bursts1 += burst;
        }
        flow.lacks |= p.payloadCaptured < p.payloadLength ? Lack.CUT.bit : 0;
        Mixture mixture = flow.mixture;
        if (mixture != null && p.payloadCaptured > 0) {
            mixture.add(DatagramKind.of(p.bytes[p.payloadOffset]), p.payloadLength);
        }
        if (!p.doubtful) {
            flow.start = Math.min(flow.start, p.time);
            flow.end = Math.max(flow.end, p.time);
            flow.lastTime = p.time;
        }
    }
}
