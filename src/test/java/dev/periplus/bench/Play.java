package dev.periplus.bench;

import java.io.IOException;
import java.util.List;

/** One play of a capture, with its own addresses and start time. Ordered by the time of the next packet. */
final class Play implements Comparable<Play> {
    private final int number;
    private final List<CapturedPacket> packets;
    private final Readdressing addresses;
    private final long later;
    private int next;
    private long time;

    /**
     * Begins a play.
     *
     * @param start time of the first packet, nanoseconds since the epoch
     */
    Play(int number, List<CapturedPacket> packets, Readdressing addresses, long start) {
        this.number = number;
        this.packets = packets;
        this.addresses = addresses;
        later = start - packets.get(0).time();
        time = start;
    }

    /** Writes the packet that is due; returns false if the file is full. */
    boolean next(PcapWriter out) throws IOException {
        CapturedPacket packet = packets.get(next++);
        byte[] frame = packet.bytes().clone();
        addresses.rewrite(frame);
        boolean written = out.add(time, frame, frame.length, packet.wire());
        if (!isOver()) {
            time = later + packets.get(next).time();
        }
        return written;
    }

    boolean isOver() {
        return next == packets.size();
    }

    /** Time of the next packet or, after the last one, of the last packet. */
    long time() {
        return time;
    }

    @Override
    public int compareTo(Play other) {
        return time == other.time ? Integer.compare(number, other.number) : Long.compare(time, other.time);
    }
}
