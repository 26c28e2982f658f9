package dev.periplus.address;

/**
 * Reads an address at the start of a byte range, in a packet or elsewhere: dotted decimal, or IPv6 (RFC 4291 section
 * 2.2). Reusable; holds the address read last. If the whole text is an address, use {@link Address#parse}.
 */
public final class AddressReader {
    private static final int GROUPS = 8;

    private final int[] groups = new int[GROUPS];
    private byte[] bytes = {};
    private int at;
    private int end;
    private long high;
    private long low;

    /** Reads the address at {@code from} and returns its length in bytes, 0 if there is none. */
    public int read(byte[] in, int from, int to) {
        bytes = in;
        at = from;
        end = to;
        if (dotted()) {
            return at - from;
        }
        at = from;
        return colons() ? at - from : 0;
    }

    /** The address read last. */
    public Address address() {
        return new Address(high, low);
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
        low = Address.MAPPED | address;
        return true;
    }

    /** Stops after the last group or after the gap: a single colon that follows is not part of the address. */
    private boolean colons() {
        int count = 0;
        int gap = -1;
        if (at + 1 < end && bytes[at] == ':' && bytes[at + 1] == ':') {
            gap = 0;
            at += 2;
        }
        int whole = at;
        while (count < GROUPS) {
            int start = at;
            boolean mayBeDotted = count <= GROUPS - 2 && (gap >= 0 || count == GROUPS - 2);
            if (mayBeDotted && dotted()) {
                groups[count++] = (int) (low >>> 16) & 0xffff;
                groups[count++] = (int) low & 0xffff;
                whole = at;
                break;
            }
            at = start;
            int group = digits(16, 4);
            if (group < 0) {
                break;
            }
            groups[count++] = group;
            whole = at;
            if (count < GROUPS && takes(':') && gap < 0 && takes(':')) {
                gap = count;
                whole = at;
            }
        }
        at = whole;
        boolean complete = gap >= 0 ? count < GROUPS : count == GROUPS;
        if (complete) {
            join(count, gap);
        }
        return complete;
    }

    private void join(int count, int gap) {
        high = 0;
        low = 0;
        for (int i = 0; i < GROUPS; i++) {
            int from = gap < 0 || i < gap ? i : i - (GROUPS - count);
            long group = gap >= 0 && i >= gap && from < gap ? 0 : groups[from];
            high = i < 4 ? high << 16 | group : high;
            low = i < 4 ? low : low << 16 | group;
        }
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
