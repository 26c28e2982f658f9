package dev.periplus.correlate;

import dev.periplus.flow.Flow;
import org.jspecify.annotations.Nullable;

/** An address; IPv4 as ::ffff:a.b.c.d. */
record Host(long high, long low) {
    static Host of(Flow flow, int side) {
        return new Host(flow.high(side), flow.low(side));
    }

    static Host client(Flow flow) {
        return of(flow, flow.clientSide());
    }

    static Host server(Flow flow) {
        return of(flow, flow.serverSide());
    }

    /** 64 bits in which the address of a side is well spread. */
    static long hash(Flow flow, int side) {
        long mixed = (flow.high(side) * 31 + flow.low(side)) * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ mixed >>> 32) * 0xd6e8feb86659fd93L;
        return mixed ^ mixed >>> 29;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Host host && host.high == high && host.low == low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high * 31 + low);
    }
}
