package dev.periplus.flow;

/**
 * Limits of a flow table.
 *
 * @param maxFlows maximum open flows per table; beyond it, the idlest is evicted
 * @param maxInspected maximum undecided flows whose payload is kept; beyond it, the longest undecided is settled
 * @param tcpIdleNanos idle timeout of TCP flows
 * @param udpIdleNanos idle timeout of UDP and SCTP flows
 * @param otherIdleNanos idle timeout of all other flows
 * @param closeNanos how long a TCP flow stays open after it was closed or reset
 * @param inspectedPackets payload packets per side shown to the classifiers
 * @param activeNanos interval, from its start, at which a still-open flow is reported; 0 for never
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

    /** The defaults. */
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

    /** Returns the limits of one of several tables that share these. */
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

    /** Sets one idle timeout for all transports. */
    public FlowSettings withIdleNanos(long nanos) {
        return new FlowSettings(maxFlows, maxInspected, nanos, nanos, nanos, closeNanos, inspectedPackets, activeNanos);
    }

    /** Sets the interval at which still-open flows are reported. */
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
