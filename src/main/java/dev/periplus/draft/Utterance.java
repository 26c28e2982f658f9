package dev.periplus.draft;

/**
 * One message of a side: of a datagram flow a datagram, of a stream the bytes up to where the other side speaks.
 *
 * @param bytes its first bytes, not to be changed
 * @param length how many bytes the message had, as rules see it
 * @param whole false where the capture or a limit cut it, so that {@code length} says nothing
 */
public record Utterance(byte[] bytes, int length, boolean whole) {
    /** The byte at an offset, 0 to 255. */
    int at(int offset) {
        return bytes[offset] & 0xff;
    }

    /** How many bytes are here. */
    int size() {
        return bytes.length;
    }
}
