package dev.periplus.draft;

/**
 * One message of a side: a datagram, or the bytes of a stream until the other side sends.
 *
 * @param bytes its first bytes; do not modify
 * @param length length of the message in bytes, as rules see it
 * @param whole false if the capture or a limit truncated it, so that {@code length} is unreliable
 */
public record Utterance(byte[] bytes, int length, boolean whole) {
    /** Returns the byte at an offset, 0 to 255. */
    int at(int offset) {
        return bytes[offset] & 0xff;
    }

    /** Number of captured bytes. */
    int size() {
        return bytes.length;
    }
}
