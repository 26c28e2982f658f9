package dev.periplus.classify;

import dev.periplus.flow.Exchange;
import dev.periplus.flow.Opener;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a protocol hands its stream over to another: after a command, a header or the set-up of a tunnel. Rules
 * refer to it with {@code hands-over}. Stateless; called with the whole stream each time a side has sent.
 */
public interface Handover {
    /** The name that rules use. */
    String name();

    /** Whether it also hands over what follows in datagrams. */
    default boolean ofDatagrams() {
        return false;
    }

    /** Whether its opener takes what is inside out of each datagram of a flow, by itself. */
    default boolean decrypts() {
        return false;
    }

    /** Whether what it hands over goes on to another server. */
    default boolean relays() {
        return false;
    }

    /**
     * Finds where the inside starts. Must not throw and must not keep the exchange.
     *
     * @param fields takes what the set-up tells, such as where a tunnel leads; a field may be given each time
     */
    Start find(Exchange exchange, Fields fields);

    /**
     * Where the inside starts in what either side sends.
     *
     * @param client offset of its first byte in the client's stream, or number of the client's datagrams before it;
     *     negative if not known
     * @param server same for the server
     * @param opener takes the inside out of what is around it; null if all that follows is inside
     */
    record Start(int client, int server, @Nullable Opener opener) {
        /** Not known yet. */
        public static final Start LATER = new Start(-1, -1);

        /** Does not happen in this flow. */
        public static final Start NEVER = new Start(-2, -2);

        /** All that follows is inside. */
        public Start(int client, int server) {
            this(client, server, null);
        }

        boolean known() {
            return client >= 0;
        }

        boolean never() {
            return client == NEVER.client;
        }
    }
}
