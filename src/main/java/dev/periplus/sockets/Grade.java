package dev.periplus.sockets;

import java.util.Locale;

/** How reliably an owner is known, best first. */
public enum Grade {
    /** Transport, both addresses and both ports match a socket. */
    EXACT,
    /** Only a listener, or an unconnected UDP socket, on the local port matches. */
    LISTENER_ONLY,
    /** Several different processes match equally. */
    AMBIGUOUS,
    /** It held the port when the sockets were read, before the flow began. */
    OLDER_THAN_FLOW,
    /** A socket matches, but its process is unknown: the socket had closed, or its process was not shown. */
    GONE;

    /** The word in records, such as {@code listener-only}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
