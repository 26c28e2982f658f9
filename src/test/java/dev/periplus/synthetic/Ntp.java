package dev.periplus.synthetic;

/** NTP version 4 messages (RFC 5905 section 7.3). */
final class Ntp {
    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;

    private Ntp() {}

    static byte[] client(long time) {
        return new Bytes()
                .u8(0x23)
                .u8(0)
                .u8(6)
                .u8(0xec)
                .zeros(36)
                .u64(stamp(time))
                .array();
    }

    /** Returns the answer of a stratum 2 server to a request sent at {@code origin}. */
    static byte[] server(long origin, long time) {
        return new Bytes()
                .u8(0x24)
                .u8(2)
                .u8(6)
                .u8(0xec)
                .u32(0x0000012f)
                .u32(0x000004b1)
                .raw(Endpoint.address("192.0.2.200"))
                .u64(stamp(time - 41 * Times.SECOND))
                .u64(stamp(origin))
                .u64(stamp(time))
                .u64(stamp(time + 40 * Times.MICROSECOND))
                .array();
    }

    private static long stamp(long time) {
        long fraction = ((time % Times.SECOND) << 32) / Times.SECOND;
        return time / Times.SECOND + SECONDS_1900_TO_1970 << 32 | fraction;
    }
}
