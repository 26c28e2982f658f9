package dev.periplus.capture;

import java.util.List;

/** A source of packets: captures or interfaces. */
public interface PacketSource extends AutoCloseable {
    /**
     * Passes every packet to the sink, on the calling thread, until there are no more or until {@link #stop}. Call it
     * once. A problem with one capture or interface is reported in its outcome and does not stop the others.
     *
     * @return one outcome per capture or interface, in the order in which they were named
     */
    List<CaptureOutcome> read(PacketSink sink);

    /** Makes {@link #read} return soon; any thread. */
    void stop();

    /** Frees the resources of the source. Packets may still be in use. */
    @Override
    void close();
}
