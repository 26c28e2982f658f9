package dev.periplus.flow;

/**
 * Bounds of a flow table.
 *
 * @param maxFlows open flows of one table; the idlest is evicted beyond
 * @param maxInspected flows whose payload is kept at once because they are undecided; the longest undecided is settled
 *     beyond
 * @param tcpIdleNanos a TCP flow ends after this long without a packet
 * @param udpIdleNanos the same for UDP and SCTP
 * @param otherIdleNanos the same for all others
 * @param closeNanos a TCP flow that was closed or reset ends after this long
 * @param inspectedPackets payload packets of a side that are shown to the classifiers
 * @param activeNanos a flow that goes on is reported each time this long has passed since it began; 0 for never
 */
public record FlowSettings(
        int maxFlows,
        int maxInspected,
        long tcpIdleNanos,
        long udpIdleNanos,
        long otherIdleNanos,
        long closeNanos,
        int inspectedPackets,
        long activeNanos) {
    private static final long SECOND = 1_000_000_000L;

    /** What is used unless options say otherwise. */
    public static final FlowSettings DEFAULT =
            new FlowSettings(1_000_000, 8_192, 300 * SECOND, 180 * SECOND, 60 * SECOND, 10 * SECOND, 12, 0);

    public FlowSettings withMaxFlows(int flows) {
        return new FlowSettings(
                flows,
                maxInspected,
                tcpIdleNanos,
                udpIdleNanos,
                otherIdleNanos,
                closeNanos,
                inspectedPackets,
                activeNanos);
    }

    /** The bounds of one of several tables that share these. */
    public FlowSettings sharedBy(int tables) {
        return new FlowSettings(
                Math.max(1, maxFlows / tables),
                Math.max(1, maxInspected / tables),
                tcpIdleNanos,
                udpIdleNanos,
                otherIdleNanos,
                closeNanos,
                inspectedPackets,
                activeNanos);
    }

    /** One idle time for all transports. */
    public FlowSettings withIdleNanos(long nanos) {
        return new FlowSettings(maxFlows, maxInspected, nanos, nanos, nanos, closeNanos, inspectedPackets, activeNanos);
    }

    /** Reports of flows that go on. */
    public FlowSettings withActiveNanos(long nanos) {
        return new FlowSettings(
                maxFlows,
                maxInspected,
                tcpIdleNanos,
                udpIdleNanos,
                otherIdleNanos,
                closeNanos,
                inspectedPackets,
                nanos);
    }
}
