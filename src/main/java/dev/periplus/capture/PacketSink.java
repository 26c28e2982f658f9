package dev.periplus.capture;

import java.nio.ByteBuffer;

/** Takes packets as a source reads them. Both methods are called on the reading thread only. */
public interface PacketSink {
    /**
     * One packet, in capture order.
     *
     * @param bytes a direct big-endian buffer that holds the packet; only absolute reads are allowed. It stays
     *     readable until the {@code release} given to {@link #retire} for it is run
     * @param offset where the packet begins in {@code bytes}
     * @param captured how many of its bytes were captured
     * @param wire how long it was on the wire
     * @param time nanoseconds since the epoch
     * @param linkType LINKTYPE number of the pcap and pcapng formats
     * @param capture index of the capture in the run, from 0
     * @param number of the packet in its capture, from 1
     */
    void packet(
            ByteBuffer bytes, int offset, int captured, int wire, long time, int linkType, int capture, long number);

    /** No later packet lies in a certain buffer: run {@code release} once every packet handed over so far is done with. */
    void retire(Runnable release);
}
