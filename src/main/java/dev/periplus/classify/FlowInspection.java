package dev.periplus.classify;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Evidence.Kind;
import dev.periplus.answer.Metadata;
import dev.periplus.answer.NamedService;
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

/** The state of one flow's inspection while it is open. */
final class FlowInspection implements InspectionState, Trail {
    private static final int SHOWN = 32;
    private static final int MOST_EVIDENCE = 64;
    private static final int MOST_NAMES = 4;
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

    // Per side: the incomplete message and the signatures that wait for it.
    private Signature @Nullable [] waiting0;
    private Signature @Nullable [] waiting1;
    private int waitingMessage0;
    private int waitingMessage1;
    private List<Pending> pending = List.of();
    private List<Evidence> evidence = List.of();

    /** Evidence of applications, which decides no label. */
    private List<Evidence> named = List.of();

    private Metadata.@Nullable Builder metadata;

    /**
     * By label: the counted weight of each side's messages, and the additional weight of request and reply together.
     */
    private Map<String, double[]> signatureWeights = Map.of();

    private @Nullable Object @Nullable [] states;
    private Detector @Nullable [] detectors;
    private final HostNames names;
    private int current;

    /** Bits of the detectors that want more, and of those that found something. */
    long live;

    long found;

    /** A bit for each message known to be complete: 1 to 8, one byte per side. */
    private int wholeMessages;

    /** Pieces of evidence at the last weighing, and its outcome. */
    int weighed;

    boolean beyondDoubt;

    /** The best label so far, or null. */
    @Nullable
    String best;

    /** What the rules of that label declare for its streams and datagrams. */
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
    FlowInspection(Detector[] detectors, HostNames names, long live, int depth) {
        this.detectors = detectors;
        this.names = names;
        this.live = live;
        this.depth = depth;
    }

    @Override
    public @Nullable Announcements announcements() {
        return announcements;
    }

    /** Attaches the announcer's view of the flow, used during inspection and after it. */
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

    /** Inspection of the inside, or null. */
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

    /** Returns true the first time that this message of a side is known to be complete. */
    boolean completed(int side, int message) {
        boolean first = (wholeMessages & 1 << side * Byte.SIZE + message - 1) == 0;
        wholeMessages |= 1 << side * Byte.SIZE + message - 1;
        return first;
    }

    /** The signatures that need more of this message, null if none were tried on it yet. */
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
     * Whether a match adds to what is known: of a label's signatures on one side only the best counts; once request and
     * reply have matched together, single messages add nothing.
     */
    boolean improves(Signature signature, int side, double weight) {
        double[] counted = counted(signature.label());
        return counted[PAIR] == 0 && weight > counted[side];
    }

    /** Records a match that {@link #improves} on what is known. */
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

    /** Records a match of request and reply; {@code weight} covers both and replaces what was counted. */
    void answered(Signature signature, double weight, String says, Said said, int offset, int length) {
        double[] counted = counted(signature.label());
        double more = weight - counted[0] - counted[1] - counted[PAIR];
        if (more > 0) {
            counted[PAIR] += more;
            add(made(Kind.SIGNATURE, signature.label(), more, says, signature.rule(), said, offset, length));
        }
    }

    /** The evidence for labels, then that for applications. */
    private List<Evidence> all() {
        if (named.isEmpty()) {
            return List.copyOf(evidence);
        }
        List<Evidence> all = new ArrayList<>(evidence);
        all.addAll(named);
        return List.copyOf(all);
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
        int count = Math.max(0, Math.min(Math.min(length, SHOWN), said.packetEnd(from) - from));
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
        NamedService service = names.serviceOf(group, key, value);
        if (service != null) {
            named(service);
        }
    }

    private void named(NamedService service) {
        Exchange now = exchange;
        if (now == null || named.size() == MOST_NAMES) {
            return;
        }
        Evidence piece = NameBytes.evidence(service, now);
        if (named.isEmpty()) {
            named = new ArrayList<>(2);
        }
        if (named.stream().noneMatch(known -> known.says().equals(piece.says()))) {
            named.add(piece);
        }
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

    /** Ends the inspection and releases its state. */
    void close() {
        detectors = null;
        if (within != null) {
            within.close();
        }
    }

    /** The result once the inspection has ended. */
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
        return new InspectionResult(all(), best, fields, opaque, midstream, announcements, inner);
    }
}
