package dev.periplus.synthetic;

/** The Internet checksum (RFC 1071). */
final class Checksum {
    private Checksum() {}

    /** Returns the checksum of the concatenated parts; every part but the last must have an even length. */
    static int of(byte[]... parts) {
        long sum = 0;
        for (byte[] part : parts) {
            for (int i = 0; i < part.length; i++) {
                sum += (part[i] & 0xff) << (i % 2 == 0 ? 8 : 0);
            }
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (int) ~sum & 0xffff;
    }
}
