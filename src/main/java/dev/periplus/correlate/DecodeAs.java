package dev.periplus.correlate;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Evidence.Kind;
import dev.periplus.flow.Flow;
import dev.periplus.registry.PortSpec;

/**
 * What the analyst says of the flows on a port ({@code -d tcp.port==3251,ssh}). It is evidence like any other: it
 * outweighs a loose rule, and bytes that prove another protocol outweigh it.
 *
 * @param ports on either side of a flow
 * @param label of these flows
 */
public record DecodeAs(PortSpec ports, String label) {
    /** Decibans: with the prior, 0.9999 for a label without rivals. */
    private static final double WEIGHT = 100;

    private static final String RULE = "decode-as";

    boolean covers(Flow flow) {
        return ports.covers(flow.protocol(), flow.port(flow.serverSide()))
                || ports.covers(flow.protocol(), flow.port(flow.clientSide()));
    }

    Evidence evidence() {
        return Evidence.of(
                Kind.ANALYST, label, WEIGHT, "the analyst says that " + ports + " is " + label + " (-d)", RULE);
    }
}
