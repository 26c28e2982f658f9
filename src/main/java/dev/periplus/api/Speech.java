package dev.periplus.api;

/** The bytes of one side that Periplus keeps: at most 16 KiB of a stream, or one datagram. Valid during a call only. */
public interface Speech {
    /** Number of bytes kept. */
    int length();

    /** Number of bytes sent: more than kept if the capture cut a packet or the limit was reached. */
    int sentLength();

    /** The byte at an offset, 0 to 255; -1 if no byte is kept there. */
    int at(int offset);

    /** A copy of the bytes kept from an offset to another, the second excluded; shorter if fewer are kept. */
    byte[] copy(int from, int to);

    /** Whether the first byte is the first that the side sent. */
    boolean fromStart();

    /** Packets with payload so far. */
    int packets();
}
