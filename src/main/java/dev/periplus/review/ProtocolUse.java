package dev.periplus.review;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Standing;
import dev.periplus.answer.Verdict;
import dev.periplus.memory.Quota;
import dev.periplus.registry.Registration;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the inventory keeps of one label, or of unidentified flows, on one port of a host. */
final class ProtocolUse {
    private static final int MOST_PROTOCOLS = 32;

    /** Reasons that lie in the capture, so that a missing label says nothing about the service. */
    private static final Set<Verdict.Unknown> BY_CAPTURE = EnumSet.of(
            Verdict.Unknown.MIDSTREAM,
            Verdict.Unknown.CUT_SHORT,
            Verdict.Unknown.GAP,
            Verdict.Unknown.BUDGET,
            Verdict.Unknown.ONE_SIDED,
            Verdict.Unknown.EVICTED);

    final TrafficTotals volume;
    final Set<String> protocols = new TreeSet<>();
    final Standing standing;
    final @Nullable String registered;
    long answered;
    double confidence;
    boolean conclusive;

    ProtocolUse(FlowRecord first, Quota clients) {
        volume = new TrafficTotals(clients);
        standing = first.standing();
        Registration registration = first.registered();
        registered = registration == null ? null : registration.name();
    }

    void add(FlowRecord record) {
        volume.add(record.flow());
        answered += record.flow().payload(record.flow().serverSide()) > 0 ? 1 : 0;
        confidence = Math.max(confidence, record.verdict().confidence());
        conclusive |= !BY_CAPTURE.contains(record.verdict().unknownBecause());
        for (String protocol : record.protocols()) {
            if (protocols.size() < MOST_PROTOCOLS) {
                protocols.add(protocol);
            }
        }
    }

    /** Adds the use of the label on another port. */
    void merge(ProtocolUse other) {
        volume.merge(other.volume);
        answered += other.answered;
        confidence = Math.max(confidence, other.confidence);
        conclusive |= other.conclusive;
    }
}
