package dev.periplus.correlate;

import dev.periplus.flow.Flow;

/** Duration, volume per direction and packet sizes of a flow. */
record FlowShape(double seconds, double downPerUp, long largeDown, long burstsDown, double meanUp, long packets) {
    static FlowShape of(Flow flow) {
        int client = flow.clientSide();
        int server = flow.serverSide();
        return new FlowShape(
                (flow.end() - flow.start()) / 1e9,
                flow.payload(server) / (double) Math.max(1, flow.payload(client)),
                flow.large(server),
                flow.bursts(server),
                flow.payload(client) / (double) Math.max(1, flow.packets(client)),
                flow.packets(client) + flow.packets(server));
    }

    /**
     * Whether it looks like a remote display: at least a minute, far more down than up, bursts of large packets down,
     * small packets up.
     */
    boolean isDisplay() {
        return seconds >= 60 && downPerUp >= 3 && burstsDown >= 10 && meanUp > 0 && meanUp <= 300;
    }

    /** Whether much more goes up than down, in at least 50 packets. */
    boolean isUpload() {
        return packets >= 50 && downPerUp < 0.33;
    }

    /** Whether it has too few or too small packets to carry a display. */
    boolean isTrickle() {
        return packets <= 4 || seconds >= 60 && largeDown == 0 || burstsDown == 0 && packets < 50;
    }
}
