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

    /**
     * Checks the interface; called twice a second.
     *
     * @throws DeviceException if the interface went down or disappeared
     */
    void check() throws DeviceException;

    /** Packets that the system dropped because they were not read in time, since the device was opened. */
    long kernelDropped();

    /** Packets that the interface or its driver dropped, since the device was opened. */
    long interfaceDropped();

    @Override
    void close();
}
