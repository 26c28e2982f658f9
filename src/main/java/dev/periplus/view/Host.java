package dev.periplus.view;

import dev.periplus.decode.Addresses;
import dev.periplus.flow.Flow;

/** A host by its address, as {@link Addresses} has it. In the order of addresses, IPv4 first. */
public record Host(long high, long low) implements Comparable<Host> {
    /** That of one side of a flow. */
    public static Host of(Flow flow, int side) {
        return new Host(flow.high(side), flow.low(side));
    }

    /** Whether the address is not routed in public. */
    public boolean isPrivate() {
        return Addresses.isPrivate(high, low);
    }

    boolean isIpv4() {
        return Addresses.isIpv4(high, low);
    }

    @Override
    public int compareTo(Host other) {
        int order = Long.compareUnsigned(high, other.high);
        return order == 0 ? Long.compareUnsigned(low, other.low) : order;
    }

    /** Its address. */
    @Override
    public String toString() {
        return Addresses.text(high, low);
    }
}
