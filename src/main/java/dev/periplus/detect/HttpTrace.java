package dev.periplus.detect;

import java.util.HashSet;
import java.util.Set;

/** The HTTP detector's state for a flow. */
final class HttpTrace {
    boolean request;

    /** A request line without a version was seen. */
    boolean simple;

    boolean reply;

    /** The message of either side that is read, from 1. */
    int turn = 1;

    /** The message whose status was told. */
    int statusTold;

    /** Offset of the body of its request and reply; 0 until the head is complete, -1 if there is none. */
    int requestBody;

    int replyBody;

    boolean preface;
    boolean settings;

    /** The first HTTP/2 request was read or can no longer be. */
    boolean http2Request;

    boolean tunnelAsked;
    boolean webSocketAsked;
    final WebSocketUpgrade webSocket = new WebSocketUpgrade();

    /** Sides that started with something else. */
    final boolean[] dead = new boolean[2];

    private final Set<String> uses = new HashSet<>();

    /** Whether a tunnel or an upgrade was refused for lack of authentication, so that the client will ask again. */
    boolean asksAgain(int status) {
        return (tunnelAsked || webSocketAsked) && (status == 401 || status == 407);
    }

    void nextTurn() {
        turn++;
        requestBody = 0;
        replyBody = 0;
    }

    boolean knows(String use) {
        return uses.contains(use);
    }

    /** Returns true the first time a use is seen. */
    boolean first(String use) {
        return uses.add(use);
    }
}
