package dev.periplus.answer;

/**
 * Everything that a run counts. A {@code *} in an id or in words stands for a member: {@code tunnel.*} counts each kind of
 * tunnel, and every {@link Count} of it names one.
 */
public enum Counter {
    /** Packets that captures held and the filter let through. */
    PACKETS_READ("packets-read", Kind.COUNT),
    PACKETS_FILTERED("packets-filtered", Kind.NOTE, "left out by the filter"),
    REPORTED_DROPS("drops-reported-by-capture", Kind.LOSS, "packet(s) dropped by the capturing program"),
    /** Packets that another capture had too, at the same time. */
    PACKETS_DUPLICATE("packets-duplicate", Kind.NOTE, "duplicate(s) left out"),

    /** Packets that interfaces received, dropped or not. */
    RECEIVED("received", Kind.COUNT),
    KERNEL_DROPPED("kernel-dropped", Kind.LOSS, "packet(s) dropped by the kernel"),
    RING_DROPPED("ring-dropped", Kind.LOSS, "packet(s) dropped because the ring was full"),
    /** Not counted as received. */
    INTERFACE_DROPPED("interface-dropped", Kind.LOSS, "packet(s) dropped by the interface"),
    QUEUED("queued", Kind.GAUGE),

    /** Packets decoded, whatever came of them. */
    PACKETS("packets", Kind.COUNT),
    /** With the inner packets of tunnels. */
    IP_PACKETS("ip-packets", Kind.COUNT),
    NOT_IP("not-ip", Kind.NOTE, "without IP"),
    TRUNCATED("truncated", Kind.LOSS, "packet(s) cut short by the capture"),
    MALFORMED("malformed", Kind.LOSS, "malformed"),
    UNSUPPORTED("unsupported", Kind.LOSS, "unsupported"),
    FRAGMENTS("fragments", Kind.COUNT),
    REASSEMBLED("fragments.reassembled", Kind.NOTE, "made whole from fragments"),

    PACKETS_TRACKED("packets.tracked", Kind.FATE),
    PACKETS_NOT_IP("packets.not-ip", Kind.FATE),
    PACKETS_UNSUPPORTED("packets.unsupported", Kind.FATE),
    PACKETS_MALFORMED("packets.malformed", Kind.FATE),
    PACKETS_CUT_OFF("packets.cut-off", Kind.FATE),
    PACKETS_FRAGMENTS("packets.fragments", Kind.FATE),

    MALFORMED_HEADER("malformed.*", Kind.REASON, "*"),
    ENCRYPTED_WIRELESS("encrypted-802.11", Kind.LOSS, "encrypted 802.11"),
    NESTING("nesting-too-deep", Kind.LOSS, "nesting too deep"),
    FRAGMENTS_OVERLAPPING("fragments.overlapping", Kind.LOSS, "fragment(s) overlapping"),
    FRAGMENTS_EXPIRED("fragments.expired", Kind.LOSS, "fragment(s) expired"),
    FRAGMENTS_EVICTED("fragments.evicted", Kind.LOSS, "fragment(s) evicted"),
    FRAGMENTS_UNFINISHED("fragments.unfinished", Kind.LOSS, "fragment(s) unfinished"),
    TUNNEL("tunnel.*", Kind.NOTE, "taken out of *"),
    LINK_TYPE("unsupported.linktype-*", Kind.REASON, "linktype *"),

    FLOWS_OPEN("flows.open", Kind.GAUGE),
    /** Flows that are over. */
    FLOWS("flows", Kind.COUNT, "flow(s)"),
    FLOWS_LABELLED("flows.labelled", Kind.COUNT),
    /** By the reason why there is no label. */
    FLOWS_UNKNOWN("flows.unknown.*", Kind.COUNT),
    FLOWS_NOT_SHOWN("flows.not-shown", Kind.COUNT),
    FLOWS_REPORTED_ACTIVE("flows.reported-active", Kind.COUNT),
    FLOWS_EVICTED("flows.evicted", Kind.LOSS, "flow(s) evicted"),
    INSPECTIONS_CUT("inspections-cut", Kind.LOSS, "inspection(s) cut"),
    STREAM_GAPS("stream.gaps", Kind.LOSS, "gap(s) in streams"),
    SEGMENTS_DROPPED("stream.segments-dropped", Kind.LOSS, "segment(s) of streams dropped"),
    INSPECTION_FAILURES("inspection.failures", Kind.LOSS, "failure(s) of inspection"),

    /** What a side of a comparison holds, and what had no room in it. */
    SERVICES("services", Kind.COUNT, "service(s)"),
    CLIENTS("clients", Kind.COUNT, "client(s)"),
    SERVICES_NOT_FOLLOWED("services-not-followed", Kind.LOSS, "flow(s) of services"),
    CLIENTS_NOT_FOLLOWED("clients-not-followed", Kind.LOSS, "flow(s) of clients"),
    FINGERPRINTS_NOT_FOLLOWED("fingerprints-not-followed", Kind.LOSS, "fingerprint(s) with too many values");

    /** What a counter means to readers. */
    public enum Kind {
        /** What became of a decoded packet. All fates add up to {@link #PACKETS}. */
        FATE,
        /** Something was lost or not read. */
        LOSS,
        /** Why something was lost. Its id starts with the id of the loss and a dot; the reasons add up to the loss. */
        REASON,
        /** Worth telling; nothing was lost. */
        NOTE,
        /** A plain figure that only grows. */
        COUNT,
        /** A plain figure of the moment, which may fall. */
        GAUGE
    }

    private static final String MEMBER = "*";

    private final String id;
    private final Kind kind;
    private final String words;

    /** A counter that is shown by its id only. */
    Counter(String id, Kind kind) {
        this(id, kind, "");
    }

    /** @param words what follows the number; {@code (s)} is dropped after a 1 */
    Counter(String id, Kind kind, String words) {
        this.id = id;
        this.kind = kind;
        this.words = words;
    }

    /** Its name in records, metrics and the kept state of cases. */
    public String id() {
        return id;
    }

    String id(String member) {
        return id.replace(MEMBER, member);
    }

    boolean hasMembers() {
        return id.endsWith(MEMBER);
    }

    public Kind kind() {
        return kind;
    }

    String words(String member, boolean single) {
        return words.replace("(s)", single ? "" : "s").replace(MEMBER, member);
    }

    /** Whether this is why the other was lost. */
    public boolean isReasonOf(Counter loss) {
        return kind == Kind.REASON && id.startsWith(loss.id + ".");
    }

    /** A figure of this counter. */
    public Count count(long value) {
        return new Count(this, "", value);
    }

    /** A figure of one member. */
    public Count count(String member, long value) {
        return new Count(this, member, value);
    }
}
