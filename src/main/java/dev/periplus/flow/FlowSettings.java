package dev.periplus.flow;

/**
 * Bounds of a flow table.
 *
 * @param maxFlows open flows of one table; the idlest is evicted beyond
 * @param tcpIdleNanos a TCP flow ends after this long without a packet
 * @param udpIdleNanos the same for UDP and SCTP
 * @param otherIdleNanos the same for all others
 * @param closeNanos a TCP flow that was closed or reset ends after this long
 * @param inspectedPackets payload packets of a side that are shown to the classifiers
 */
public record FlowSettings(
        int maxFlows,
        long tcpIdleNanos,
        long udpIdleNanos,
        long otherIdleNanos,
        long closeNanos,
        int inspectedPackets) {
    private static final long SECOND = 1_000_000_000L;

    /** What is used unless options say otherwise. */
    public static final FlowSettings DEFAULT =
            new FlowSettings(1_000_000, 300 * SECOND, 180 * SECOND, 60 * SECOND, 10 * SECOND, 12);

    public FlowSettings withMaxFlows(int flows) {
        return new FlowSettings(flows, tcpIdleNanos, udpIdleNanos, otherIdleNanos, closeNanos, inspectedPackets);
    }

    /** One idle time for all transports. */
    public FlowSettings withIdleNanos(long nanos) {
        return new FlowSettings(maxFlows, nanos, nanos, nanos, closeNanos, inspectedPackets);
    }
}
