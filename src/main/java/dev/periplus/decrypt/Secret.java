package dev.periplus.decrypt;

import org.jspecify.annotations.Nullable;

/**
 * One secret of one handshake.
 *
 * @param kind what it protects
 * @param bytes 32 or 48 for traffic secrets, 48 for a master secret; do not modify
 * @param source name of the key log, or of what else it lies in
 * @param line number of the line there, from 1
 * @param capture index of the capture that holds it, -1 for a key log
 * @param before number of packets before it in that capture
 */
public record Secret(Kind kind, byte[] bytes, String source, long line, int capture, long before) {
    /** Labels of key logs (RFC 9850 section 2). Others, such as exporter secrets, open nothing. */
    public enum Kind {
        /** Master secret of TLS up to 1.2. */
        CLIENT_RANDOM,
        CLIENT_EARLY_TRAFFIC_SECRET,
        CLIENT_HANDSHAKE_TRAFFIC_SECRET,
        SERVER_HANDSHAKE_TRAFFIC_SECRET,
        CLIENT_TRAFFIC_SECRET_0,
        SERVER_TRAFFIC_SECRET_0;

        private static final String QUIC = "QUIC_";

        /** Returns the kind with this label, or null; older programs put {@code QUIC_} before it. */
        static @Nullable Kind of(String label) {
            String name = label.startsWith(QUIC) ? label.substring(QUIC.length()) : label;
            for (Kind kind : values()) {
                if (kind.name().equals(name)) {
                    return kind;
                }
            }
            return null;
        }
    }

    /** Whether it may be used for a packet: one of a capture only for later packets of the same capture. */
    boolean appliesTo(int ofCapture, long number) {
        return capture < 0 || capture == ofCapture && before < number;
    }

    /** Names it in a sentence. */
    public String says() {
        return kind + " of " + source + " line " + line;
    }
}
