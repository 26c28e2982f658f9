package dev.periplus.classify;

import dev.periplus.classify.Evidence.Kind;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Inspection;
import dev.periplus.flow.Said;
import dev.periplus.rule.Signature;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is being found of one flow while it is inspected. */
final class FlowInspection implements Inspection, Trail {
    private static final int SHOWN = 32;
    private static final int LONGEST = 256;
    private static final int MOST_VALUES = 16;
    private static final int MOST_EVIDENCE = 64;
    private static final int PAIR = 2;

    /** A signature that matched and waits for the other side. */
    static final class Pending {
        final Signature signature;
        final int side;
        final int message;
        final int repliesBefore;
        int failures;

        Pending(Signature signature, int side, int message, int repliesBefore) {
            this.signature = signature;
            this.side = side;
            this.message = message;
            this.repliesBefore = repliesBefore;
        }
    }

    final List<Pending> pending = new ArrayList<>(2);
    private final List<Evidence> evidence = new ArrayList<>(4);
    private final Map<String, Map<String, List<String>>> metadata = new LinkedHashMap<>(4);
    /** By label: what counts of either side's messages, and of questions with their answers beyond that. */
    private final Map<String, double[]> signatureWeights = new LinkedHashMap<>(4);

    private final @Nullable Object[] states;
    private @Nullable String application;
    private Detector @Nullable [] detectors;
    private int current;

    /** Bits of the detectors that want to see more, and of those that found something. */
    long live;

    long found;

    private @Nullable Exchange exchange;

    FlowInspection(Detector[] detectors, long live) {
        this.detectors = detectors;
        this.live = live;
        states = new Object[detectors.length];
    }

    void inspectedBy(int detector, Exchange now) {
        current = detector;
        exchange = now;
    }

    List<Evidence> evidence() {
        return evidence;
    }

    /**
     * A signature matched what one side said. Of several signatures of a label on one side the best counts; once a
     * question and its answer were seen together, single messages add nothing.
     */
    void matched(Signature signature, int side, double weight, String says, Said said, int offset, int length) {
        double[] counted = counted(signature.label());
        if (counted[PAIR] == 0 && weight > counted[side]) {
            evidence.removeIf(known -> known.kind() == Kind.SIGNATURE
                    && known.label().equals(signature.label())
                    && known.says().equals(says));
            counted[side] = weight;
            add(made(Kind.SIGNATURE, signature.label(), weight, says, signature.rule(), said, offset, length));
        }
    }

    /** A signature matched a question and its answer; {@code weight} is of both, and takes the place of what counted. */
    void answered(Signature signature, double weight, String says, Said said, int offset, int length) {
        double[] counted = counted(signature.label());
        double more = weight - counted[0] - counted[1] - counted[PAIR];
        if (more > 0) {
            counted[PAIR] += more;
            add(made(Kind.SIGNATURE, signature.label(), more, says, signature.rule(), said, offset, length));
        }
    }

    private double[] counted(String label) {
        return signatureWeights.computeIfAbsent(label, l -> new double[PAIR + 1]);
    }

    void contradiction(Signature signature, double weight, String says, Said said) {
        add(made(Kind.CONTRADICTION, signature.label(), -weight, says, signature.rule(), said, 0, said.length()));
    }

    private static Evidence made(
            Kind kind, String label, double weight, String says, String rule, Said said, int offset, int length) {
        int from = Math.max(0, Math.min(offset, said.length()));
        int count = Math.max(0, Math.min(Math.min(length, SHOWN), said.length() - from));
        String bytes = HexFormat.of().formatHex(said.bytes(), from, from + count);
        return new Evidence(kind, label, weight, says, rule, said.packetOf(from), said.frameOffsetOf(from), bytes);
    }

    private void add(Evidence piece) {
        if (evidence.size() < MOST_EVIDENCE) {
            evidence.add(piece);
        }
    }

    private String rule() {
        Detector[] all = detectors;
        return all == null ? "" : all[current].name();
    }

    @Override
    public void found(String label, double weight, String says, Said said, int offset, int length) {
        found |= 1L << current;
        add(made(Kind.DETECTOR, label, weight, says, rule(), said, offset, length));
    }

    @Override
    public void behaves(String label, double weight, String says) {
        found |= 1L << current;
        add(Evidence.of(Kind.BEHAVIOUR, label, weight, says, rule()));
    }

    @Override
    public void against(String label, double weight, String says) {
        add(Evidence.of(Kind.CONTRADICTION, label, -weight, says, rule()));
    }

    @Override
    public void application(String id) {
        application = id;
    }

    @Override
    public void metadata(String group, String key, String value) {
        List<String> values = metadata.computeIfAbsent(group, g -> new LinkedHashMap<>())
                .computeIfAbsent(key, k -> new ArrayList<>(1));
        String kept = value.length() > LONGEST ? value.substring(0, LONGEST) : value;
        if (values.size() < MOST_VALUES && !values.contains(kept)) {
            values.add(kept);
        }
    }

    @Override
    public @Nullable Object state() {
        return states[current];
    }

    @Override
    public void state(Object state) {
        states[current] = state;
    }

    @Override
    public void serverIs(int side) {
        Exchange now = exchange;
        if (now != null) {
            now.flow()
                    .serverIs(
                            side == Exchange.SERVER
                                    ? now.flow().serverSide()
                                    : now.flow().clientSide());
        }
    }

    /** What stays when inspection is over. */
    Findings findings(boolean opaque, boolean midstream) {
        detectors = null;
        return new Findings(List.copyOf(evidence), application, metadata, opaque, midstream);
    }
}
