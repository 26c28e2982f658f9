package dev.periplus.decode;

/** IP addresses as two big-endian longs, IPv4 as ::ffff:a.b.c.d: their text and their kind. */
public final class Addresses {
    private static final int GROUPS = 8;

    private Addresses() {}

    /** Dotted for IPv4, RFC 5952 for IPv6. */
    public static String text(long high, long low) {
        StringBuilder text = new StringBuilder(39);
        if (isIpv4(high, low)) {
            for (int shift = 24; shift >= 0; shift -= 8) {
                text.append(low >>> shift & 0xff).append(shift > 0 ? "." : "");
            }
            return text.toString();
        }
        int zeros = longestZeros(high, low);
        int start = zeros >>> 4;
        int end = start + (zeros & 0xf);
        for (int i = 0; i < GROUPS; i++) {
            if (i == start && end > start) {
                text.append("::");
                i = end - 1;
            } else {
                text.append(i == 0 || i == end && end > start ? "" : ":")
                        .append(Integer.toHexString(group(high, low, i)));
            }
        }
        return text.toString();
    }

    /** Whether this is ::ffff:a.b.c.d. */
    public static boolean isIpv4(long high, long low) {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /**
     * Whether the address is not routed in public: RFC 1918, shared (RFC 6598), loopback, link-local, unique local
     * (RFC 4193).
     */
    public static boolean isPrivate(long high, long low) {
        if (isIpv4(high, low)) {
            int address = (int) low;
            return address >>> 24 == 10
                    || address >>> 24 == 127
                    || address >>> 20 == 0xac1
                    || address >>> 16 == 0xc0a8
                    || address >>> 16 == 0xa9fe
                    || address >>> 22 == 0x6440_0000 >>> 22;
        }
        return high >>> 57 == 0xfc >> 1 || high >>> 54 == 0xfe80 >> 6 || high == 0 && low == 1;
    }

    /** 224.0.0.0/4 or ff00::/8. */
    public static boolean isMulticast(long high, long low) {
        return isIpv4(high, low) ? (int) low >>> 28 == 0xe : high >>> 56 == 0xff;
    }

    /** 255.255.255.255; broadcast addresses of subnets cannot be told from others. */
    public static boolean isBroadcast(long high, long low) {
        return isIpv4(high, low) && (int) low == -1;
    }

    private static int group(long high, long low, int index) {
        long half = index < 4 ? high : low;
        return (int) (half >>> 48 - 16 * (index & 3)) & 0xffff;
    }

    /** First of the longest runs of at least two zero groups, as start times 16 plus length; 0 where there is none. */
    private static int longestZeros(long high, long low) {
        int best = 0;
        int run = 0;
        for (int i = 0; i < GROUPS; i++) {
            run = group(high, low, i) == 0 ? run + 1 : 0;
            if (run > 1 && run > (best & 0xf)) {
                best = i - run + 1 << 4 | run;
            }
        }
        return best;
    }
}
