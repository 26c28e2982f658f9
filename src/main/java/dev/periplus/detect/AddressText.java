package dev.periplus.detect;

/** Reads IP addresses in text: dotted, or IPv6 (RFC 4291 section 2.2). Reusable; holds the last one read. */
final class AddressText {
    private static final int GROUPS = 8;
    private static final long MAPPED = 0xffff_0000_0000L;

    private final int[] groups = new int[GROUPS];
    private int at;
    private int end;
    private byte[] bytes = {};

    /** The two halves; IPv4 as ::ffff:a.b.c.d. */
    long high;

    long low;

    /** How many bytes the address takes that stands at {@code from}, 0 where there is none. */
    int read(byte[] in, int from, int to) {
        bytes = in;
        at = from;
        end = to;
        if (dotted()) {
            return at - from;
        }
        at = from;
        return colons() ? at - from : 0;
    }

    /** True for 0.0.0.0 and ::, which name no host. */
    boolean isUnspecified() {
        return high == 0 && (low == 0 || low == MAPPED);
    }

    private boolean dotted() {
        long address = 0;
        for (int i = 0; i < 4; i++) {
            int number = digits(10, 3);
            if (number < 0 || number > 0xff || i < 3 && !takes('.')) {
                return false;
            }
            address = address << 8 | number;
        }
        high = 0;
        low = MAPPED | address;
        return true;
    }

    private boolean colons() {
        int count = 0;
        int gap = -1;
        if (at + 1 < end && bytes[at] == ':' && bytes[at + 1] == ':') {
            gap = 0;
            at += 2;
        }
        while (count < GROUPS) {
            int start = at;
            if (count <= GROUPS - 2 && (gap >= 0 || count == GROUPS - 2) && dotted()) {
                groups[count++] = (int) (low >>> 16) & 0xffff;
                groups[count++] = (int) low & 0xffff;
                break;
            }
            at = start;
            int group = digits(16, 4);
            if (group < 0) {
                break;
            }
            groups[count++] = group;
            if (count < GROUPS && takes(':') && gap < 0 && takes(':')) {
                gap = count;
            }
        }
        return (gap >= 0 ? count < GROUPS : count == GROUPS) && joined(count, gap);
    }

    private boolean joined(int count, int gap) {
        long[] halves = new long[2];
        for (int i = 0; i < GROUPS; i++) {
            int from = gap < 0 || i < gap ? i : i - (GROUPS - count);
            long group = gap >= 0 && i >= gap && from < gap ? 0 : groups[from];
            halves[i / 4] = halves[i / 4] << 16 | group;
        }
        high = halves[0];
        low = halves[1];
        return true;
    }

    private boolean takes(char octet) {
        boolean here = at < end && bytes[at] == octet;
        at += here ? 1 : 0;
        return here;
    }

    private int digits(int radix, int most) {
        int value = 0;
        int start = at;
        while (at < end && at - start <= most) {
            int digit = Character.digit(bytes[at], radix);
            if (digit < 0) {
                break;
            }
            value = value * radix + digit;
            at++;
        }
        return at == start || at - start > most ? -1 : value;
    }
}
