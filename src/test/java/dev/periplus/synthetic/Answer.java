package dev.periplus.synthetic;

/**
 * The expected answer for one flow.
 *
 * @param label its id, or {@code -} for unknown
 * @param start time of the flow's first packet, nanoseconds since the epoch
 */
record Answer(long start, String transport, Endpoint client, Endpoint server, String label, String standing) {
    static final String HEAD = "transport\tclient\tclient_port\tserver\tserver_port\tlabel\tstanding\n";
    static final String UNKNOWN = "-";

    static final String AS_REGISTERED = "as-registered";
    static final String NOT_AS_REGISTERED = "not-as-registered";
    static final String REGISTERED_ONLY = "registered-only";
    static final String UNREGISTERED = "unregistered";

    String line() {
        return String.join(
                        "\t",
                        transport,
                        client.ip(),
                        Integer.toString(client.port()),
                        server.ip(),
                        Integer.toString(server.port()),
                        label,
                        standing)
                + "\n";
    }
}
