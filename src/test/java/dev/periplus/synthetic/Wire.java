package dev.periplus.synthetic;

/** The trace, interface and carrier on which packets of a flow are captured. */
record Wire(Trace trace, int port, Carrier carrier) {
    static Wire ethernet(Trace trace) {
        return ethernet(trace, 0);
    }

    static Wire ethernet(Trace trace, int port) {
        return new Wire(trace, port, Carrier.ethernet());
    }

    void send(long time, String from, String to, byte[] packet) {
        trace.add(new Frame(time, port, carrier.frame(packet, from, to)));
    }
}
