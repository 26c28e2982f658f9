package dev.periplus.answer;

/**
 * Everything that a run counts. {@code *} in an id or in words stands for a member: {@code tunnel.*} counts each kind
 * of tunnel, and every {@link Count} of it names one.
 */
public enum Counter {
    /** Packets read from captures that passed the filter. */
    PACKETS_READ("packets-read", Kind.COUNT),
    PACKETS_FILTERED("packets-filtered", Kind.NOTE, "left out by the filter"),
    REPORTED_DROPS("drops-reported-by-capture", Kind.LOSS, "packet(s) dropped by the capturing program"),
    /** Passed over; the rest of the capture was read. */
    PACKETS_TOO_LONG("packets-too-long", Kind.LOSS, "packet(s) too long to be read"),
    /** Packets that another capture holds too, at the same time. */
    PACKETS_DUPLICATE("packets-duplicate", Kind.NOTE, "duplicate(s) left out"),

    /** Packets received by interfaces, dropped ones included. */
    RECEIVED("received", Kind.COUNT),
    KERNEL_DROPPED("kernel-dropped", Kind.LOSS, "packet(s) dropped by the kernel"),
    RING_DROPPED("ring-dropped", Kind.LOSS, "packet(s) dropped because the ring was full"),
    /** Not counted as received. */
    INTERFACE_DROPPED("interface-dropped", Kind.LOSS, "packet(s) dropped by the interface"),
    /** How often interfaces went down during the run; packets may have passed unseen. */
    INTERFACE_OUTAGES("interface-outages", Kind.LOSS, "time(s) an interface was down"),
    QUEUED("queued", Kind.GAUGE),

    /** Packets decoded, whatever the outcome. */
    PACKETS("packets", Kind.COUNT),
    /** IP packets, inner packets of tunnels included. */
    IP_PACKETS("ip-packets", Kind.COUNT),
    /** Frames without IP in flows, inner frames of tunnels included. */
    FRAMES("frames", Kind.COUNT),
    /** Frames without IP in no flow. */
    NOT_IP("not-ip", Kind.NOTE, "without IP"),
    /** What they carry instead, for the commonest. */
    NOT_IP_TYPE("not-ip.*", Kind.REASON, "*"),
    TRUNCATED("truncated", Kind.LOSS, "packet(s) cut short by the capture"),
    /** Although the capture claims to hold all of them. */
    SHORTER_THAN_STATED("shorter-than-stated", Kind.NOTE, "shorter than their IP length"),
    MALFORMED("malformed", Kind.LOSS, "malformed"),
    UNSUPPORTED("unsupported", Kind.LOSS, "unsupported"),
    FRAGMENTS("fragments", Kind.COUNT),
    REASSEMBLED("fragments.reassembled", Kind.NOTE, "reassembled from fragments"),

    PACKETS_TRACKED("packets.tracked", Kind.FATE),
    PACKETS_NOT_IP("packets.not-ip", Kind.FATE),
    PACKETS_UNSUPPORTED("packets.unsupported", Kind.FATE),
    PACKETS_MALFORMED("packets.malformed", Kind.FATE),
    PACKETS_CUT_OFF("packets.cut-off", Kind.FATE),
    PACKETS_FRAGMENTS("packets.fragments", Kind.FATE),

    MALFORMED_HEADER("malformed.*", Kind.REASON, "*"),
    ENCRYPTED_WIRELESS("encrypted-802.11", Kind.LOSS, "encrypted 802.11"),
    NESTING("nesting-too-deep", Kind.LOSS, "nesting too deep"),
    FRAGMENTS_OVERLAPPING("fragments.overlapping", Kind.LOSS, "overlapping fragment(s)"),
    FRAGMENTS_EXPIRED("fragments.expired", Kind.LOSS, "expired fragment(s)"),
    FRAGMENTS_EVICTED("fragments.evicted", Kind.LOSS, "evicted fragment(s)"),
    FRAGMENTS_UNFINISHED("fragments.unfinished", Kind.LOSS, "incomplete fragment(s)"),
    /** Of datagrams that were complete without them, as a mirror of both directions of a port makes them. */
    FRAGMENTS_COPIED("fragments.copied", Kind.NOTE, "with copies of their fragments"),
    /** Their header is right, what they carry is not. */
    TUNNELS_NOT_OPENED("tunnels-not-opened", Kind.NOTE, "tunnelled packet(s) not opened"),
    TUNNEL("tunnel.*", Kind.NOTE, "decapsulated from *"),
    LINK_TYPE("unsupported.linktype-*", Kind.REASON, "linktype *"),

    FLOWS_OPEN("flows.open", Kind.GAUGE),
    /** Flows that have ended. */
    FLOWS("flows", Kind.COUNT, "flow(s)"),
    FLOWS_LABELLED("flows.labelled", Kind.COUNT),
    /** Flows without a label, by reason. */
    FLOWS_UNKNOWN("flows.unknown.*", Kind.COUNT),
    FLOWS_NOT_SHOWN("flows.not-shown", Kind.COUNT),
    FLOWS_REPORTED_ACTIVE("flows.reported-active", Kind.COUNT),
    /** Captured on several VLANs or in several tunnels; not counted as flows. */
    FLOWS_COPIED("flows.copied", Kind.NOTE, "copies of flows counted once"),
    FLOWS_NOT_FOLLOWED("flows.not-followed", Kind.LOSS, "flow(s) in no finding, because there are too many ports"),
    FLOWS_EVICTED("flows.evicted", Kind.LOSS, "flow(s) evicted"),
    /** They brought nothing that the closed connection had not had. */
    PACKETS_LATE("packets-late", Kind.NOTE, "late packet(s) of closed connections"),
    CLOCK_STEPS_BACK("clock-steps-back", Kind.NOTE, "step(s) back in the times of packets"),
    INSPECTIONS_CUT("inspections-cut", Kind.LOSS, "inspection(s) cut short"),
    /** Of the packets that were inspected. */
    CHECKSUMS_WRONG("checksums.wrong", Kind.NOTE, "with a wrong checksum"),
    CHECKSUMS_IGNORED("checksums.ignored", Kind.LOSS, "packet(s) with a wrong checksum ignored, as their hosts do"),
    CHECKSUMS_OFFLOADED("checksums.offloaded", Kind.NOTE, "captured before the network card computed their checksums"),
    STREAM_GAPS("stream.gaps", Kind.LOSS, "gap(s) in TCP streams"),
    SEGMENTS_DROPPED("stream.segments-dropped", Kind.LOSS, "TCP segment(s) dropped from reassembly"),
    /** Announcements of other flows, or unfinished parts of them, dropped for lack of memory. */
    ANNOUNCEMENTS_DROPPED("announcements-dropped", Kind.LOSS, "announcement(s) dropped"),
    HOST_FACTS_LEFT("host-facts-left", Kind.LOSS, "kind(s) of facts about hosts incomplete"),
    FILES_NOT_FOLLOWED("files-not-followed", Kind.LOSS, "flow(s) with files not followed to their end"),
    INSPECTION_FAILURES("inspection.failures", Kind.LOSS, "inspection failure(s)"),

    /** Records that a destination of {@code -o} has confirmed; each record has one of these fates, or is still queued. */
    RECORDS_SENT("records-sent.*", Kind.COUNT),
    RECORDS_KNOWN("records-known.*", Kind.NOTE, "record(s) that * had already"),
    RECORDS_REFUSED("records-refused.*", Kind.LOSS, "record(s) refused by *"),
    RECORDS_DROPPED("records-dropped.*", Kind.LOSS, "record(s) not sent to *, which was too slow or away"),
    RECORDS_QUEUED("records-queued.*", Kind.GAUGE),
    DECRYPTED("decrypted", Kind.NOTE, "flow(s) decrypted"),
    DECRYPTION_WRONG("decryption.wrong-secret", Kind.NOTE, "flow(s) whose secrets are wrong"),
    DECRYPTION_MISSING("decryption.no-secret", Kind.NOTE, "encrypted flow(s) without a secret"),
    DECRYPTION_UNSUPPORTED("decryption.unsupported", Kind.NOTE, "flow(s) of a cipher that is not supported"),
    KEY_LOG_MALFORMED("key-log.malformed", Kind.LOSS, "malformed line(s) of key logs"),
    SECRETS_DROPPED("secrets-dropped", Kind.LOSS, "secret(s) dropped"),

    /** What one side of a comparison holds, and what exceeded its limits. */
    SERVICES("services", Kind.COUNT, "service(s)"),
    CLIENTS("clients", Kind.COUNT, "client(s)"),
    SERVICES_NOT_FOLLOWED("services-not-followed", Kind.LOSS, "flow(s) of services"),
    CLIENTS_NOT_FOLLOWED("clients-not-followed", Kind.LOSS, "flow(s) of clients"),
    FINGERPRINTS_NOT_FOLLOWED("fingerprints-not-followed", Kind.LOSS, "fingerprint(s) with too many values");

    /** How readers treat a counter. */
    public enum Kind {
        /** The fate of a decoded packet. All fates add up to {@link #PACKETS}. */
        FATE,
        /** Something was lost or not read. */
        LOSS,
        /**
         * Why something was lost, or what a note is about. Its id starts with the id of the loss or note and a dot;
         * reasons add up to it.
         */
        REASON,
        /** Worth reporting; nothing was lost. */
        NOTE,
        /** A total that only grows. */
        COUNT,
        /** A current value that may fall. */
        GAUGE
    }

    private static final String MEMBER = "*";

    private final String id;
    private final Kind kind;
    private final String words;

    /** A counter shown by its id only. */
    Counter(String id, Kind kind) {
        this(id, kind, "");
    }

    /** @param words what follows the number; {@code (s)} is dropped after 1 */
    Counter(String id, Kind kind, String words) {
        this.id = id;
        this.kind = kind;
        this.words = words;
    }

    /** Its name in records, metrics and saved cases. */
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

    /** Whether this is a reason for the loss, or a part of the note. */
    public boolean isReasonOf(Counter loss) {
        return kind == Kind.REASON && id.startsWith(loss.id + ".");
    }

    /** A value of this counter. */
    public Count count(long value) {
        return new Count(this, "", value);
    }

    /** A value of one member. */
    public Count count(String member, long value) {
        return new Count(this, member, value);
    }
}
