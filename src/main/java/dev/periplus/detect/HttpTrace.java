package dev.periplus.detect;

import java.util.HashSet;
import java.util.Set;

/** What was seen of one HTTP flow. */
final class HttpTrace {
    boolean request;

    /** A request line without a version came. */
    boolean simple;

    boolean reply;

    /** Where the body of the first request and reply begins; 0 while the head is not whole, -1 where there is none. */
    int requestBody;

    int replyBody;

    boolean preface;
    boolean settings;

    /** The first request of HTTP/2 was read, or will not be. */
    boolean http2Request;

    boolean webSocketAsked;

    /** Sides that began with something else. */
    final boolean[] dead = new boolean[2];

    private final Set<String> uses = new HashSet<>();

    /** True the first time a use is seen. */
    boolean first(String use) {
        return uses.add(use);
    }
}
