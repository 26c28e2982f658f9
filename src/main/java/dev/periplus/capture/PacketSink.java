package dev.periplus.capture;

/** Receives packets from a source. All methods are called on the reading thread only. */
public interface PacketSink {
    /**
     * Receives one packet, in capture order.
     *
     * @param bytes holds the packet and must not be modified. Stays valid until the {@code release} passed to {@link
     *     #retire} for it has run
     * @param offset where the packet begins in {@code bytes}
     * @param captured number of bytes captured
     * @param wire length of the packet on the wire
     * @param time nanoseconds since the epoch
     * @param linkType LINKTYPE number of the pcap and pcapng formats
     * @param capture index of the capture in the run, from 0
     * @param number number of the packet in its capture, from 1
     */
    void packet(byte[] bytes, int offset, int captured, int wire, long time, int linkType, int capture, long number);

    /**
     * Announces that no later packet uses a certain buffer: run {@code release}, on this same thread, once every packet
     * received so far has been processed. Waiting here for earlier packets bounds the number of buffers. A sink that
     * keeps no packets can use the default.
     */
    default void retire(Runnable release) {
        release.run();
    }

    /**
     * How many packets the sink accepts now without waiting or dropping; live sources leave the rest with the system.
     */
    default int room() {
        return Integer.MAX_VALUE;
    }

    /**
     * Announces that no other packet arrived before this time, so the sink may process what it has. Live sources call
     * it many times a second.
     *
     * @param time nanoseconds since the epoch, by the clock that stamps the packets
     */
    default void idle(long time) {}
}
