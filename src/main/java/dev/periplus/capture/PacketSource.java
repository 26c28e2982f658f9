package dev.periplus.capture;

import java.util.List;

/** Where packets come from: captures, or interfaces. */
public interface PacketSource extends AutoCloseable {
    /**
     * Hands every packet to the sink, on the calling thread, until there are no more or {@link #stop}; to be called once.
     * What a capture or an interface cannot give is said in its outcome, and the others are read all the same.
     *
     * @return an outcome for each capture or interface, in the order in which they were named
     */
    List<CaptureOutcome> read(PacketSink sink);

    /** Makes {@link #read} return soon; any thread. */
    void stop();

    /** Frees what belongs to the source. Packets may still be in use. */
    @Override
    void close();
}
