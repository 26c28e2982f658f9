package dev.periplus.capture;

/**
 * Receives what a pcapng file says besides its packets: for copies, and for what other programs noted. All numbers and
 * options are little-endian, whatever the file's order. Called on the reading thread.
 */
public interface Remarks {
    /**
     * What a file says of the packet that follows.
     *
     * @param of the interface: the same object for all its packets
     * @param snapLength of the interface; 0 for no limit
     * @param interfaceOptions without the resolution and the offset of times
     * @param packetOptions such as comments and flags
     */
    record Remark(Object of, int snapLength, byte[] interfaceOptions, byte[] packetOptions) {}

    /** Of a packet of another format. */
    Remark NOTHING = new Remark("", 0, new byte[0], new byte[0]);

    /** Called before a packet is passed to the sink. */
    void packet(Remark remark);

    /** Whether packets without options are of interest too. */
    default boolean wantsAll() {
        return true;
    }

    /** Called for a block of names or of secrets, or one that says it may be copied, before the packets that follow it. */
    void block(int type, byte[] body);

    /** Called where another section of a file begins, with its options. */
    default void section(byte[] options) {}

    /**
     * Called for statistics of an interface.
     *
     * @param of the interface, as in {@link Remark}
     * @param nanos their time, nanoseconds since the epoch
     * @param options the counts; times in nanoseconds
     */
    default void statistics(Object of, long nanos, byte[] options) {}
}
