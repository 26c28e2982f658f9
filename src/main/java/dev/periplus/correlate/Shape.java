package dev.periplus.correlate;

import dev.periplus.flow.Flow;

/** How the traffic of a flow looks from outside: how long, how much each way, in which sizes. */
record Shape(double seconds, double downPerUp, long largeDown, long burstsDown, double meanUp, long packets) {
    static Shape of(Flow flow) {
        int client = flow.clientSide();
        int server = flow.serverSide();
        return new Shape(
                (flow.end() - flow.start()) / 1e9,
                flow.payload(server) / (double) Math.max(1, flow.payload(client)),
                flow.large(server),
                flow.bursts(server),
                flow.payload(client) / (double) Math.max(1, flow.packets(client)),
                flow.packets(client) + flow.packets(server));
    }

    /** A remote screen: minutes long, far more down than up, bursts of large packets down, small ones up. */
    boolean isDisplay() {
        return seconds >= 60 && downPerUp >= 3 && burstsDown >= 10 && meanUp > 0 && meanUp <= 300;
    }

    /** Much more up than down, over more than a moment. */
    boolean isUpload() {
        return packets >= 50 && downPerUp < 0.33;
    }

    /** A few packets, or a thin trickle: no picture can travel in it. */
    boolean isTrickle() {
        return packets <= 4 || seconds >= 60 && largeDown == 0 || burstsDown == 0 && packets < 50;
    }
}
