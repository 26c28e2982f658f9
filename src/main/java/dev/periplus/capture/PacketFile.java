package dev.periplus.capture;

import java.io.Closeable;
import java.io.IOException;

/** Keeps packets. Used by one thread. */
public interface PacketFile extends Closeable {
    /** Parameters as those of {@link PacketSink#packet}; the bytes are copied. */
    void packet(byte[] bytes, int offset, int captured, int wire, long time, int linkType, int capture)
            throws IOException;

    /** What was given so far is to be in the file soon. */
    void flush() throws IOException;

    /** Bytes of the file so far, with those not yet flushed. */
    long size();
}
