package dev.periplus.capture;

import java.io.Closeable;
import java.io.IOException;

/** A file that stores packets. Used by one thread. */
public interface PacketFile extends Closeable {
    /** Writes a packet; parameters as for {@link PacketSink#packet}. The bytes are copied. */
    void packet(byte[] bytes, int offset, int captured, int wire, long time, int linkType, int capture)
            throws IOException;

    /** The same with the number of the packet in its capture, for files that need it. */
    default void packet(
            byte[] bytes, int offset, int captured, int wire, long time, int linkType, int capture, long number)
            throws IOException {
        packet(bytes, offset, captured, wire, time, linkType, capture);
    }

    /** Writes buffered packets to the file. */
    void flush() throws IOException;

    /** Size of the file in bytes so far, including what is not yet flushed. */
    long size();
}
