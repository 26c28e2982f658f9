package dev.periplus.capture;

import java.nio.ByteBuffer;

/** Memory that the kernel fills with blocks of packets, as in TPACKET_V3 (packet(7)). */
interface SharedBlocks extends AutoCloseable {
    /** All blocks, one after another, little-endian. */
    ByteBuffer memory();

    /** Packets dropped for lack of room since the last call. */
    long drops();

    /** Error number of the interface since the last call, 0 if there is none. */
    int error();

    @Override
    void close();
}
