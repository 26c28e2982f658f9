package dev.periplus.sockets;

import java.util.Locale;

/** How well an owner is known, the best first. */
public enum Grade {
    /** Transport, both addresses and both ports are those of its socket. */
    EXACT,
    /** Only a listener, or an unconnected UDP socket, on the local port matches. */
    LISTENER_ONLY,
    /** Several different processes match equally. */
    AMBIGUOUS,
    /** It held the port when the sockets were looked at, before the flow began. */
    OLDER_THAN_FLOW,
    /** A socket matches, but nobody knows whose it is: it had closed, or its process was not shown. */
    GONE;

    /** As records write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
