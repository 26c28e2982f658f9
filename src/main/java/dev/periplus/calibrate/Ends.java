package dev.periplus.calibrate;

import dev.periplus.address.Endpoint;

/** The two ends of a flow, whichever is the client; the lower comes first. */
public record Ends(Endpoint lower, Endpoint upper) {
    static Ends of(Endpoint one, Endpoint other) {
        return one.compareTo(other) <= 0 ? new Ends(one, other) : new Ends(other, one);
    }

    /** Returns both, with a blank between them. */
    @Override
    public String toString() {
        return lower + " " + upper;
    }
}
