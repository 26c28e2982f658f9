package dev.periplus.capture;

import java.io.Closeable;
import java.io.IOException;

/** A file that stores packets. Used by one thread. */
public interface PacketFile extends Closeable {
    /** Writes a packet; parameters as for {@link PacketSink#packet}. The bytes are copied. */
    void packet(byte[] bytes, int offset, int captured, int wire, long time, int linkType, int capture)
            throws IOException;

    /** Writes buffered packets to the file. */
    void flush() throws IOException;

    /** Size of the file in bytes so far, including what is not yet flushed. */
    long size();
}
