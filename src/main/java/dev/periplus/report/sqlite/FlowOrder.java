package dev.periplus.report.sqlite;

import java.util.Locale;
import java.util.stream.Stream;

/** What a list of flows is sorted by. */
public enum FlowOrder {
    FLOW("flows.flow", true),
    START("start_ns", true),
    LABEL("coalesce(label, '')", false),
    CLIENT("coalesce(client_ip, client_mac, '')", false),
    SERVER("coalesce(server_ip, server_mac, '')", false),
    PORT("coalesce(server_port, -1)", false),
    BYTES("client_bytes + server_bytes", false),
    CONFIDENCE("confidence", false),
    STANDING("standing", false);

    private static final long ALL = Long.MAX_VALUE;

    /** SQLite keeps so many rows while it sorts. */
    private static final long SORTED = 100_000;

    private final String key;
    private final boolean indexed;

    FlowOrder(String key, boolean indexed) {
        this.key = key;
        this.indexed = indexed;
    }

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the order of this id, {@link #FLOW} for none. */
    public static FlowOrder of(String id) {
        return Stream.of(values())
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElse(FLOW);
    }

    /** Returns a query with the columns of flows, {@code capture_path} and {@code sort_key}. */
    String query(boolean down, boolean after) {
        String behind = down ? "<" : ">";
        return "SELECT flows.*, captures.path AS capture_path, " + key + " AS sort_key"
                + " FROM flows LEFT JOIN captures ON captures.capture = flows.capture"
                + (after
                        ? " WHERE " + key + " " + behind + "= ?1 AND (" + key + " " + behind + " ?1 OR flows.flow > ?2)"
                        : "")
                + " ORDER BY " + key + (down ? " DESC" : "") + ", flows.flow LIMIT " + limit();
    }

    /** Flows that the query returns at most; the next begins behind them. */
    long limit() {
        return indexed ? ALL : SORTED;
    }
}
