package dev.periplus.flow;

import dev.periplus.memory.Memory;
import dev.periplus.memory.Memory.Share;

/**
 * Limits of a flow table.
 *
 * @param maxFlows maximum open flows per table; beyond it, the idlest is evicted
 * @param maxInspected maximum undecided flows whose payload is kept; beyond it, the longest undecided is settled
 * @param undecidedBytes maximum bytes kept of undecided flows together; beyond it, the largest is settled
 * @param announcerStates maximum flows of which announcers keep unfinished lines or messages
 * @param tcpIdleNanos idle timeout of TCP flows
 * @param udpIdleNanos idle timeout of UDP and SCTP flows
 * @param otherIdleNanos idle timeout of all other flows
 * @param closeNanos how long a TCP flow stays open after it was closed or reset
 * @param inspectedPackets payload packets per side shown to the classifiers
 * @param activeNanos interval, from its start, at which a still-open flow is reported; 0 for never
 * @param ignoreVlan whether packets on different VLANs may be of one flow
 * @param ignoreTunnel whether packets in different tunnels, or in none, may be of one flow
 */
public record FlowSettings(
        int maxFlows,
        int maxInspected,
        long undecidedBytes,
        int announcerStates,
        long tcpIdleNanos,
        long udpIdleNanos,
        long otherIdleNanos,
        long closeNanos,
        int inspectedPackets,
        long activeNanos,
        boolean ignoreVlan,
        boolean ignoreTunnel) {
    private static final long SECOND = 1_000_000_000L;

    /** Bytes of an open flow and its places in the table; of an undecided one with what detectors keep of it. */
    private static final int FLOW = 512;

    private static final int UNDECIDED = 8192;

    /** Bytes of the largest usual state of an announcer: two unfinished lines and what the JVM needs for them. */
    private static final int STATE = 4096;

    /** The defaults: the usual limits, or less if the heap is small. */
    public static final FlowSettings DEFAULT = new FlowSettings(
            Memory.most(Share.FLOWS, FLOW, 1_000_000),
            Memory.most(Share.UNDECIDED, UNDECIDED, 8_192),
            Memory.bytes(Share.UNDECIDED, 256 << 20),
            Memory.most(Share.STREAMS, STATE, 1 << 16),
            300 * SECOND,
            180 * SECOND,
            60 * SECOND,
            10 * SECOND,
            12,
            0,
            false,
            false);

    /** Sets the number of flows, but to no more than fit into memory. */
    public FlowSettings withMaxFlows(int flows) {
        return new FlowSettings(
                Memory.most(Share.FLOWS, FLOW, flows),
                maxInspected,
                undecidedBytes,
                announcerStates,
                tcpIdleNanos,
                udpIdleNanos,
                otherIdleNanos,
                closeNanos,
                inspectedPackets,
                activeNanos,
                ignoreVlan,
                ignoreTunnel);
    }

    /** Returns the limits of one of several tables that share these. */
    public FlowSettings sharedBy(int tables) {
        return new FlowSettings(
                Math.max(1, maxFlows / tables),
                Math.max(1, maxInspected / tables),
                undecidedBytes / tables,
                Math.max(1, announcerStates / tables),
                tcpIdleNanos,
                udpIdleNanos,
                otherIdleNanos,
                closeNanos,
                inspectedPackets,
                activeNanos,
                ignoreVlan,
                ignoreTunnel);
    }

    /** Sets one idle timeout for all transports. */
    public FlowSettings withIdleNanos(long nanos) {
        return new FlowSettings(
                maxFlows,
                maxInspected,
                undecidedBytes,
                announcerStates,
                nanos,
                nanos,
                nanos,
                closeNanos,
                inspectedPackets,
                activeNanos,
                ignoreVlan,
                ignoreTunnel);
    }

    /** The same for reports at once: flows end after a pause of this length, closed ones too. */
    public FlowSettings withPauses(long nanos) {
        return new FlowSettings(
                maxFlows,
                maxInspected,
                undecidedBytes,
                announcerStates,
                nanos,
                nanos,
                nanos,
                Math.min(nanos, closeNanos),
                inspectedPackets,
                activeNanos,
                ignoreVlan,
                ignoreTunnel);
    }

    /** Sets what does not tell flows apart. */
    public FlowSettings ignoring(boolean vlan, boolean tunnel) {
        return new FlowSettings(
                maxFlows,
                maxInspected,
                undecidedBytes,
                announcerStates,
                tcpIdleNanos,
                udpIdleNanos,
                otherIdleNanos,
                closeNanos,
                inspectedPackets,
                activeNanos,
                vlan,
                tunnel);
    }

    /** Sets the interval at which still-open flows are reported. */
    public FlowSettings withActiveNanos(long nanos) {
        return new FlowSettings(
                maxFlows,
                maxInspected,
                undecidedBytes,
                announcerStates,
                tcpIdleNanos,
                udpIdleNanos,
                otherIdleNanos,
                closeNanos,
                inspectedPackets,
                nanos,
                ignoreVlan,
                ignoreTunnel);
    }
}
