package dev.periplus.decode;

/** Hash of two addresses, the same whichever is the source. */
final class AddressPair {
    private AddressPair() {}

    static long hash(Packet p) {
        return hash(p.sourceHigh, p.sourceLow, p.destinationHigh, p.destinationLow);
    }

    static long hash(long sourceHigh, long sourceLow, long destinationHigh, long destinationLow) {
        return mix(one(sourceHigh, sourceLow) + one(destinationHigh, destinationLow));
    }

    static long mix(long value) {
        long mixed = (value ^ value >>> 32) * 0xd6e8feb86659fd93L;
        mixed = (mixed ^ mixed >>> 32) * 0xd6e8feb86659fd93L;
        return mixed ^ mixed >>> 32;
    }

    private static long one(long high, long low) {
        return mix(mix(high) * 31 + low);
    }
}
