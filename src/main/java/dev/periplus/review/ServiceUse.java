package dev.periplus.review;

import java.util.Map;
import java.util.TreeMap;

/** What the inventory keeps of one port of a host: its labels and the fingerprints of its server. */
final class ServiceUse {
    /** Key of flows without a label. */
    static final String UNKNOWN = "";

    static final int MOST_LABELS = 32;

    final Map<String, ProtocolUse> labels = new TreeMap<>();
    final Fingerprints fingerprints = new Fingerprints();
}
