package dev.periplus.classify;

import dev.periplus.flow.Exchange;

/**
 * Finds where a protocol hands its stream over to another: after a command, a header or a tunnel's set-up. Rules name
 * theirs with {@code hands-over}. Stateless; asked anew with all that was said whenever a side has spoken.
 */
public interface Handover {
    /** The word that rules use. */
    String name();

    /** Where the inside begins. Must not throw and must not keep the exchange. */
    Start find(Exchange exchange);

    /**
     * Where the inside begins in what either side says, once that is known.
     *
     * @param client offset of its first byte, -1 where it is not known yet
     * @param server likewise
     */
    record Start(int client, int server) {
        /** It may still begin. */
        public static final Start LATER = new Start(-1, -1);

        /** It will not begin in this flow. */
        public static final Start NEVER = new Start(-2, -2);

        boolean known() {
            return client >= 0;
        }

        boolean never() {
            return client == NEVER.client;
        }
    }
}
