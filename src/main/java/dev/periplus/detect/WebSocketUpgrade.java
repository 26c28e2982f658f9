package dev.periplus.detect;

import dev.periplus.classify.Trail;
import java.util.ArrayList;
import java.util.List;

/**
 * The subprotocol and the extensions of a WebSocket connection (RFC 6455 sections 11.3.2 and 11.3.4). Metadata under
 * {@code websocket}: {@code protocol} is what the server chose; if it chose none, what the client offered.
 */
final class WebSocketUpgrade {
    private static final String GROUP = "websocket";
    private static final int MOST_OFFERED = 16;

    private List<String> offered = List.of();
    private boolean chosen;

    /** Inspects a head field. */
    void field(Trail trail, HeadLines lines, boolean request) {
        if (lines.is("sec-websocket-protocol")) {
            if (request) {
                offer(trail, lines.value());
            } else {
                chosen = true;
                trail.metadata(GROUP, "protocol", lines.value());
            }
        } else if (!request && lines.is("sec-websocket-extensions")) {
            trail.metadata(GROUP, "extensions", lines.value());
        }
    }

    private void offer(Trail trail, String list) {
        if (offered.isEmpty()) {
            offered = new ArrayList<>(2);
        }
        for (String name : list.split(",", MOST_OFFERED)) {
            if (offered.size() < MOST_OFFERED && !name.isBlank()) {
                offered.add(name.strip());
                trail.metadata(GROUP, "offered", name.strip());
            }
        }
    }

    /** The reply's head has been read. */
    void answered(Trail trail) {
        if (!chosen) {
            offered.forEach(name -> trail.metadata(GROUP, "protocol", name));
        }
    }
}
