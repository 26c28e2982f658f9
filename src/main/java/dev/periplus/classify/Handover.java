package dev.periplus.classify;

import dev.periplus.flow.Exchange;

/**
 * Finds where a protocol hands its stream over to another: after a command, a header or the set-up of a tunnel. Rules
 * refer to it with {@code hands-over}. Stateless; called with the whole stream each time a side has sent.
 */
public interface Handover {
    /** The name that rules use. */
    String name();

    /** Finds where the inside starts. Must not throw and must not keep the exchange. */
    Start find(Exchange exchange);

    /**
     * Where the inside starts in the stream of either side.
     *
     * @param client offset of its first byte in the client's stream, negative if not known
     * @param server same for the server's stream
     */
    record Start(int client, int server) {
        /** Not known yet. */
        public static final Start LATER = new Start(-1, -1);

        /** Does not happen in this flow. */
        public static final Start NEVER = new Start(-2, -2);

        boolean known() {
            return client >= 0;
        }

        boolean never() {
            return client == NEVER.client;
        }
    }
}
