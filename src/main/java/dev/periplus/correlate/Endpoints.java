package dev.periplus.correlate;

import dev.periplus.address.KeyedHash;
import dev.periplus.flow.Flow;

/** The two endpoints of a flow, whatever its tags and tunnels; the lower first. One object, as every flow needs some. */
record Endpoints(long lowerHigh, long lowerLow, long upperHigh, long upperLow, int ports, int protocol) {
    static Endpoints of(Flow flow) {
        int lower = isLower(flow, 1) ? 1 : 0;
        int upper = 1 - lower;
        return new Endpoints(
                flow.high(lower),
                flow.low(lower),
                flow.high(upper),
                flow.low(upper),
                flow.port(lower) << Character.SIZE | flow.port(upper),
                flow.protocol());
    }

    /** Returns a well-spread hash of one side's host, port and transport. */
    static long hash(Flow flow, int side) {
        return KeyedHash.with(KeyedHash.of(flow.high(side), flow.low(side), flow.port(side)), flow.protocol());
    }

    private static boolean isLower(Flow flow, int side) {
        int order = Long.compareUnsigned(flow.high(side), flow.high(1 - side));
        order = order == 0 ? Long.compareUnsigned(flow.low(side), flow.low(1 - side)) : order;
        return order == 0 ? flow.port(side) < flow.port(1 - side) : order < 0;
    }

    @Override
    public int hashCode() {
        long lower = KeyedHash.of(lowerHigh, lowerLow, ports);
        return Long.hashCode(KeyedHash.with(lower + KeyedHash.of(upperHigh, upperLow), protocol));
    }
}
