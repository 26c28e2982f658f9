package dev.periplus.bench;

import dev.periplus.decode.Addresses;
import java.nio.ByteBuffer;

/** An IP address as two big-endian longs, IPv4 as ::ffff:a.b.c.d. */
record Address(long high, long low) {
    private static final long MAPPED = 0xffff_0000_0000L;

    static Address v4(int address) {
        return new Address(0, MAPPED | Integer.toUnsignedLong(address));
    }

    /** The address of 4 or 16 bytes at {@code at}. */
    static Address read(ByteBuffer frame, int at, int size) {
        return size == 4 ? v4(frame.getInt(at)) : new Address(frame.getLong(at), frame.getLong(at + 8));
    }

    void write(ByteBuffer frame, int at, int size) {
        if (size == 4) {
            frame.putInt(at, (int) low);
        } else {
            frame.putLong(at, high).putLong(at + 8, low);
        }
    }

    boolean isIpv4() {
        return Addresses.isIpv4(high, low);
    }

    boolean isPrivate() {
        return Addresses.isPrivate(high, low);
    }

    /** Whether it is that of one host: not multicast, broadcast or unspecified. */
    boolean isOfHost() {
        boolean unspecified = isIpv4() ? (int) low == 0 : high == 0 && low == 0;
        return !unspecified && !Addresses.isMulticast(high, low) && !Addresses.isBroadcast(high, low);
    }
}
