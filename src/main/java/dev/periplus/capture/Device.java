package dev.periplus.capture;

/** An interface open for capture. Used by the reading thread. */
interface Device extends AutoCloseable {
    /** LINKTYPE number of its packets. */
    int linkType();

    /**
     * Takes what has come, without waiting.
     *
     * @param most packets
     * @return how many came
     * @throws DeviceException where nothing will come any more
     */
    int poll(int most, Arrivals into) throws DeviceException;

    /**
     * Asked twice a second.
     *
     * @throws DeviceException where the interface went down or is gone
     */
    void check() throws DeviceException;

    /** Packets that the system dropped because they were not read in time; since it was opened. */
    long kernelDropped();

    /** Packets that the interface or its driver dropped; since it was opened. */
    long interfaceDropped();

    @Override
    void close();
}
