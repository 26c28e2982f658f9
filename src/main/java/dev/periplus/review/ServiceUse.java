package dev.periplus.review;

import java.util.Map;
import java.util.TreeMap;

/** What is kept of one port of a host: the labels of its flows, and the fingerprints of what serves there. */
final class ServiceUse {
    /** Stands for flows without a label. */
    static final String UNKNOWN = "";

    static final int MOST_LABELS = 32;

    final Map<String, ProtocolUse> labels = new TreeMap<>();
    final Fingerprints fingerprints = new Fingerprints();
}
