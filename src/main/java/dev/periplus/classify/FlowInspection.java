package dev.periplus.classify;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Evidence.Kind;
import dev.periplus.answer.Metadata;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Inside;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import dev.periplus.rule.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is being found of one flow while it is inspected. */
final class FlowInspection implements InspectionState, Trail {
    private static final int SHOWN = 32;
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

    // Of each side the message that signatures wait to see more of, and these signatures.
    private Signature @Nullable [] waiting0;
    private Signature @Nullable [] waiting1;
    private int waitingMessage0;
    private int waitingMessage1;
    private List<Pending> pending = List.of();
    private List<Evidence> evidence = List.of();
    private Metadata.@Nullable Builder metadata;

    /** By label: what counts of either side's messages, and of questions with their answers beyond that. */
    private Map<String, double[]> signatureWeights = Map.of();

    private @Nullable Object @Nullable [] states;
    private Detector @Nullable [] detectors;
    private int current;

    /** Bits of the detectors that want to see more, and of those that found something. */
    long live;

    long found;

    /** A bit for each message of either side that is known to be whole: 1 to 8, in a byte a side. */
    private int wholeMessages;

    /** How many pieces of evidence were weighed last, and what came of it. */
    int weighed;

    boolean beyondDoubt;

    /** The label that the evidence carries so far, or null. */
    @Nullable
    String best;

    /** What that label's rules say of its streams and datagrams. */
    @Nullable
    Handover handover;

    @Nullable
    Announcer announcer;

    boolean mayBeRefined;

    private @Nullable Announcements announcements;
    private final int depth;
    private @Nullable Inside inside;
    private @Nullable FlowInspection within;
    private @Nullable Exchange exchange;

    /** @param depth 1 for the flow itself, 2 for its inside, and so on */
    FlowInspection(Detector[] detectors, long live, int depth) {
        this.detectors = detectors;
        this.live = live;
        this.depth = depth;
    }

    @Override
    public @Nullable Announcements announcements() {
        return announcements;
    }

    /** From now on the flow is listened to, during inspection and after it. */
    void listen(Announcements listening) {
        announcements = listening;
    }

    int depth() {
        return depth;
    }

    @Nullable
    Inside inside() {
        return inside;
    }

    /** What is being found of the inside, or null. */
    @Nullable
    FlowInspection within() {
        return within;
    }

    void inside(Inside exchange, FlowInspection inspection) {
        inside = exchange;
        within = inspection;
    }

    void inspectedBy(int detector, Exchange now) {
        current = detector;
        exchange = now;
    }

    /** True the first time that this message of a side is known to be whole. */
    boolean completed(int side, int message) {
        boolean first = (wholeMessages & 1 << side * Byte.SIZE + message - 1) == 0;
        wholeMessages |= 1 << side * Byte.SIZE + message - 1;
        return first;
    }

    /** The signatures that still need more of this message of a side, null where none were tried on it yet. */
    Signature @Nullable [] waiting(int side, int message) {
        if (side == 0) {
            return waitingMessage0 == message ? waiting0 : null;
        }
        return waitingMessage1 == message ? waiting1 : null;
    }

    void waiting(int side, int message, Signature[] signatures) {
        if (side == 0) {
            waitingMessage0 = message;
            waiting0 = signatures;
        } else {
            waitingMessage1 = message;
            waiting1 = signatures;
        }
    }

    List<Pending> pending() {
        return pending;
    }

    void await(Pending answer) {
        if (pending.isEmpty()) {
            pending = new ArrayList<>(2);
        }
        pending.add(answer);
    }

    List<Evidence> evidence() {
        return evidence;
    }

    /**
     * True where a match of what one side said adds to what is known: of several signatures of a label on one side the best
     * counts; once a question and its answer were seen together, single messages add nothing.
     */
    boolean improves(Signature signature, int side, double weight) {
        double[] counted = counted(signature.label());
        return counted[PAIR] == 0 && weight > counted[side];
    }

    /** A signature matched what one side said, and {@link #improves} what is known. */
    void matched(Signature signature, int side, double weight, String says, Said said, int offset, int length) {
        double[] counted = counted(signature.label());
        if (counted[side] > 0) {
            evidence.removeIf(known -> known.kind() == Kind.SIGNATURE
                    && known.label().equals(signature.label())
                    && known.says().equals(says));
        }
        counted[side] = weight;
        add(made(Kind.SIGNATURE, signature.label(), weight, says, signature.rule(), said, offset, length));
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
        if (signatureWeights.isEmpty()) {
            signatureWeights = new HashMap<>(4);
        }
        double[] known = signatureWeights.get(label);
        if (known == null) {
            known = new double[PAIR + 1];
            signatureWeights.put(label, known);
        }
        return known;
    }

    void contradiction(Signature signature, double weight, String says, Said said) {
        add(made(Kind.CONTRADICTION, signature.label(), -weight, says, signature.rule(), said, 0, said.length()));
    }

    private static Evidence made(
            Kind kind, String label, double weight, String says, String rule, Said said, int offset, int length) {
        int from = Math.max(0, Math.min(offset, said.length()));
        int count = Math.max(0, Math.min(Math.min(length, SHOWN), said.length() - from));
        byte[] bytes = Arrays.copyOfRange(said.bytes(), from, from + count);
        return new Evidence(
                kind,
                label,
                weight,
                says,
                rule,
                said.captureOf(from),
                said.packetOf(from),
                said.frameOffsetOf(from),
                bytes);
    }

    private void add(Evidence piece) {
        if (evidence.isEmpty()) {
            evidence = new ArrayList<>(4);
        }
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
    public void metadata(String group, String key, String value) {
        Metadata.Builder building = metadata;
        if (building == null) {
            building = new Metadata.Builder();
            metadata = building;
        }
        building.add(group, key, value);
    }

    @Override
    public @Nullable Object state() {
        @Nullable Object[] known = states;
        return known == null ? null : known[current];
    }

    @Override
    public void state(Object state) {
        @Nullable Object[] known = states;
        if (known == null) {
            Detector[] all = detectors;
            known = new Object[all == null ? 0 : all.length];
            states = known;
        }
        known[current] = state;
    }

    @Override
    public void serverIs(Role role) {
        Exchange now = exchange;
        if (now != null && depth == 1) {
            now.flow().serverIs(now.flow().side(role));
        }
    }

    @Override
    public InspectionResult result() {
        return result(false, false);
    }

    @Override
    public @Nullable String label() {
        return best;
    }

    @Override
    public InspectionResult copiedOut() {
        return result();
    }

    /** Inspection is over. */
    void close() {
        detectors = null;
        if (within != null) {
            within.close();
        }
    }

    /** What stays when inspection is over. */
    InspectionResult result(boolean opaque, boolean midstream) {
        FlowInspection deeper = within;
        InspectionResult inner = deeper == null ? null : deeper.result();
        Metadata.Builder building = metadata;
        Metadata fields = building == null ? Metadata.NONE : building.build();
        if (inner != null && !inner.metadata().isEmpty()) {
            Metadata.Builder both = new Metadata.Builder();
            both.addAll(fields);
            both.addAll(inner.metadata());
            fields = both.build();
        }
        if (evidence.isEmpty() && fields.isEmpty()) {
            return InspectionResult.nothing(opaque, midstream);
        }
        return new InspectionResult(List.copyOf(evidence), best, fields, opaque, midstream, announcements, inner);
    }
}
