package dev.periplus.bench;

/** Computes parts of the Internet checksum (RFC 1071) over bytes in an array. */
final class InternetChecksum {
    private InternetChecksum() {}

    /** Sum of the 16-bit words from {@code at}; an odd byte at the end counts as the high half of a word. */
    static long sum(byte[] bytes, int at, int length) {
        long sum = 0;
        int i = at;
        for (int end = at + (length & ~1); i < end; i += 2) {
            sum += u16(bytes, i);
        }
        return (length & 1) == 0 ? sum : sum + ((bytes[i] & 0xff) << 8);
    }

    /** Returns the checksum for this sum. */
    static int of(long sum) {
        long folded = sum;
        while (folded > 0xffff) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (int) ~folded & 0xffff;
    }

    /** Returns the checksum after replacing words that summed to {@code before} (RFC 1624, equation 3). */
    static int replaced(int checksum, long before, long after) {
        return of((~checksum & 0xffff) + (long) of(before) + after);
    }

    static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    static void put(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
    }
}
