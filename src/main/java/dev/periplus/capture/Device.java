package dev.periplus.capture;

/** An interface open for capture. Used by the reading thread only. */
interface Device extends AutoCloseable {
    /** LINKTYPE number of its packets. */
    int linkType();

    /**
     * Reads the packets that have arrived, without waiting.
     *
     * @param most maximum number of packets
     * @return number of packets read
     * @throws DeviceException if no more packets will arrive
     */
    int poll(int most, Arrivals into) throws DeviceException;

    /** Whether the system reports that the interface went down since the last call, if only for a moment. */
    boolean wentDown();

    /** Packets that the system dropped because they were not read in time, since the device was opened. */
    long kernelDropped();

    /** Packets that the interface or its driver dropped, since the device was opened. */
    long interfaceDropped();

    @Override
    void close();
}
