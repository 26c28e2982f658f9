package dev.periplus.capture;

/** Takes packets as a source reads them. All methods are called on the reading thread only. */
public interface PacketSink {
    /**
     * One packet, in capture order.
     *
     * @param bytes hold the packet, and are not to be changed. They stay until the {@code release} given to
     *     {@link #retire} for them is run
     * @param offset where the packet begins in {@code bytes}
     * @param captured how many of its bytes were captured
     * @param wire how long it was on the wire
     * @param time nanoseconds since the epoch
     * @param linkType LINKTYPE number of the pcap and pcapng formats
     * @param capture index of the capture in the run, from 0
     * @param number of the packet in its capture, from 1
     */
    void packet(byte[] bytes, int offset, int captured, int wire, long time, int linkType, int capture, long number);

    /**
     * No later packet lies in a certain buffer: run {@code release}, on this same thread, once every packet handed over
     * so far is done with. To wait here for earlier packets bounds how many buffers there are. A sink that keeps no packet
     * need not do anything.
     */
    default void retire(Runnable release) {
        release.run();
    }

    /** How many packets can be taken now without a wait or a loss; live sources leave the others with the system. */
    default int room() {
        return Integer.MAX_VALUE;
    }

    /**
     * Nothing but what was handed over has come until now: it can be looked at. Live sources say so many times a second.
     *
     * @param time nanoseconds since the epoch, by the clock that stamps the packets
     */
    default void idle(long time) {}
}
