package dev.periplus.registry;

/** The three ranges of port numbers (RFC 6335 section 6). */
public enum RangeClass {
    /** 0 to 1023, also called well-known: assigned by IETF Review or IESG Approval. */
    SYSTEM(0, 1023),
    /** 1024 to 49151, also called registered: assigned on request. */
    USER(1024, 49151),
    /** 49152 to 65535, also called private or ephemeral: never assigned. */
    DYNAMIC(49152, PortRange.LAST_PORT);

    private final PortRange range;

    RangeClass(int from, int to) {
        range = new PortRange(from, to);
    }

    public PortRange range() {
        return range;
    }

    /** The class of a port from 0 to 65535. */
    public static RangeClass of(int port) {
        if (port <= SYSTEM.range.to()) {
            return SYSTEM;
        }
        return port <= USER.range.to() ? USER : DYNAMIC;
    }
}
