package dev.periplus.detect;

import java.util.HashSet;
import java.util.Set;

/** The HTTP detector's state for a flow. */
final class HttpTrace {
    boolean request;

    /** A request line without a version was seen. */
    boolean simple;

    boolean reply;

    /** Offset of the body of the first request and reply; 0 until the head is complete, -1 if there is none. */
    int requestBody;

    int replyBody;

    boolean preface;
    boolean settings;

    /** The first HTTP/2 request was read or can no longer be. */
    boolean http2Request;

    boolean webSocketAsked;
    final WebSocketUpgrade webSocket = new WebSocketUpgrade();

    /** Sides that started with something else. */
    final boolean[] dead = new boolean[2];

    private final Set<String> uses = new HashSet<>();

    boolean knows(String use) {
        return uses.contains(use);
    }

    /** Returns true the first time a use is seen. */
    boolean first(String use) {
        return uses.add(use);
    }
}
