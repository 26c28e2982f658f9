package dev.periplus.classify;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Evidence.Kind;
import dev.periplus.answer.Metadata;
import dev.periplus.answer.MetadataNames;
import dev.periplus.answer.NamedService;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Inside;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import dev.periplus.rule.Signature;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of one flow's inspection while it is open. */
final class FlowInspection implements InspectionState, Trail {
    private static final int MOST_NAMES = 4;

    /** Stands for no detector. */
    private static final int TELLING = Long.SIZE - 1;

    // Per side: the incomplete message and the signatures that wait for it.
    private Signature @Nullable [] waiting0;
    private Signature @Nullable [] waiting1;
    private int waitingMessage0;
    private int waitingMessage1;
    private List<Pending> pending = List.of();
    private final Gathered gathered = new Gathered();

    /** Evidence of applications, which decides no label. */
    private List<Evidence> named = List.of();

    private Metadata.@Nullable Builder metadata;
    private final boolean tellsFacts;
    private @Nullable FieldFacts facts;

    /** Whether the server of this inside is not that of the flow. */
    private boolean relayed;

    private Detector @Nullable [] detectors;
    private final HostNames names;

    /** The detectors that hear both sides. */
    final Listening listening;

    /** The detectors that hear the side that spoke second by itself, null if it need not be. */
    @Nullable
    Listening alone;

    private Listening current;
    private int detector;

    private @Nullable Telling telling;

    /** Bits of the detectors that found something. */
    long found;

    /** A bit for each message known to be complete: 1 to 8, one byte per side. */
    private int wholeMessages;

    /** Pieces of evidence at the last weighing, and its outcome. */
    int weighed;

    boolean beyondDoubt;
    boolean likely;

    /** Payloads inspected since the last piece of evidence. */
    int sinceEvidence;

    /** The best label so far, or null. */
    @Nullable
    String best;

    /** What the rules of that label declare for its streams and datagrams. */
    @Nullable
    Handover handover;

    @Nullable
    Announcer announcer;

    boolean mayBeRefined;

    /** For datagrams: the kinds inspected here, and those of the inspection before the flow was opened again. */
    int kinds;

    int earlierKinds;

    /** Whether nothing more can be learnt here. */
    boolean done;

    private InspectionState earlier = InspectionResult.NONE;
    private List<Strands.Apart> apart = List.of();

    private boolean identified;
    private @Nullable Announcements announcements;
    private final int depth;
    private @Nullable Inside inside;
    private @Nullable FlowInspection within;
    private @Nullable Exchange exchange;

    /** @param depth 1 for the flow itself, 2 for its inside, and so on */
    FlowInspection(Detector[] detectors, HostNames names, long live, int depth, boolean tellsFacts) {
        this.detectors = detectors;
        listening = new Listening(live, -1);
        current = listening;
        this.names = names;
        this.depth = depth;
        this.tellsFacts = tellsFacts;
    }

    @Override
    public @Nullable Announcements announcements() {
        return announcements == null ? earlier.announcements() : announcements;
    }

    /** Goes on where an inspection ended. */
    void follows(InspectionState state, int kindsSeen) {
        earlier = state;
        earlierKinds = kindsSeen;
    }

    /** The state before the flow was opened again; empty for the first inspection. */
    InspectionState earlier() {
        return earlier;
    }

    /** What is inspected beside the first protocol of a datagram flow. */
    List<Strands.Apart> apart() {
        return apart;
    }

    void addApart(Strands.Apart more) {
        if (apart.isEmpty()) {
            apart = new ArrayList<>(2);
        }
        apart.add(more);
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
        Handover by = handover;
        inspection.relayed = relayed || by != null && by.relays();
    }

    @Override
    public int heldBytes() {
        Inside around = inside;
        FlowInspection deeper = within;
        return around == null || deeper == null ? 0 : around.bytes() + deeper.heldBytes();
    }

    void inspectedBy(Listening hearing, int number, Exchange now) {
        current = hearing;
        detector = number;
        exchange = now;
    }

    void toldBy(Telling opener, Exchange now) {
        telling = opener;
        detector = TELLING;
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

    /** Whether a match of this label stated which reply it expects. */
    boolean awaitsReply(String label) {
        for (Pending waiting : pending) {
            if (waiting.signature.label().equals(label)) {
                return true;
            }
        }
        return false;
    }

    void await(Pending answer) {
        if (pending.isEmpty()) {
            pending = new ArrayList<>(2);
        }
        pending.add(answer);
    }

    List<Evidence> evidence() {
        return gathered.evidence();
    }

    Gathered gathered() {
        return gathered;
    }

    boolean isIdentified() {
        return identified;
    }

    /** The evidence for labels, then that for applications. */
    private List<Evidence> all() {
        if (named.isEmpty()) {
            return List.copyOf(gathered.evidence());
        }
        List<Evidence> all = new ArrayList<>(gathered.evidence());
        all.addAll(named);
        return List.copyOf(all);
    }

    /** Records what the transport says of the payload. */
    void identified(Evidence piece) {
        identified = true;
        gathered.add(piece, Gathered.BOTH);
    }

    private String rule() {
        Detector[] all = detectors;
        Telling opener = telling;
        if (detector == TELLING && opener != null) {
            return opener.name();
        }
        return all == null ? "" : all[detector].name();
    }

    @Override
    public void found(String label, double weight, String says, Said said, int offset, int length) {
        found |= 1L << detector;
        Exchange now = exchange;
        int side = now == null ? Gathered.BOTH : Gathered.from(said, now.said(0) == said ? 0 : 1, offset);
        gathered.add(Gathered.made(Kind.DETECTOR, label, weight, says, rule(), said, offset, length), side);
    }

    @Override
    public void behaves(String label, double weight, String says) {
        found |= 1L << detector;
        gathered.add(Evidence.of(Kind.BEHAVIOUR, label, weight, says, rule()), Gathered.BOTH);
    }

    @Override
    public void against(String label, double weight, String says) {
        gathered.add(Evidence.of(Kind.CONTRADICTION, label, -weight, says, rule()), Gathered.BOTH);
    }

    @Override
    public void metadata(String group, String key, String value) {
        assert MetadataNames.has(group, key) : "missing in metadata.tsv: " + group + "." + key;
        Metadata.Builder building = metadata;
        if (building == null) {
            building = new Metadata.Builder();
            metadata = building;
        }
        building.add(group, key, value);
        facts = tellsFacts ? FieldFacts.with(facts, exchange, relayed, group, key, value) : null;
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
        for (Evidence known : named) {
            if (known.says().equals(piece.says())) {
                return;
            }
        }
        named.add(piece);
    }

    @Override
    public @Nullable Object state() {
        return current.state(detector);
    }

    @Override
    public void state(Object state) {
        current.state(detector, state);
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
        return best == null && earlierKinds != 0 ? earlier.result() : result(false, false);
    }

    @Override
    public @Nullable String label() {
        return best == null ? earlier.label() : best;
    }

    @Override
    public InspectionResult copiedOut() {
        return result();
    }

    /** Announces what the fields of an identified flow tell of its hosts. */
    void tellFacts(Exchange own, FactOutlet out) {
        if (facts != null && best != null) {
            facts.tell(own, out);
        }
        for (int i = 0; i < apart.size(); i++) {
            apart.get(i).inspection().tellFacts(apart.get(i).exchange(), out);
        }
        if (inside != null && within != null) {
            within.tellFacts(inside, out);
        }
    }

    /** Ends the inspection and releases its state. */
    void close() {
        detectors = null;
        for (int i = 0; i < apart.size(); i++) {
            apart.get(i).inspection().close();
        }
        if (within != null) {
            within.close();
        }
    }

    /** The result once the inspection has ended. */
    InspectionResult result(boolean opaque, boolean midstream) {
        FlowInspection deeper = within;
        InspectionResult inner = deeper == null ? null : deeper.result();
        inner = inner == null || inner.isNothing() ? null : inner;
        Metadata.Builder building = metadata;
        Metadata fields = building == null ? Metadata.NONE : building.build();
        if (inner != null && !inner.metadata().isEmpty()) {
            Metadata.Builder both = new Metadata.Builder();
            both.addAll(fields);
            both.addAll(inner.metadata());
            fields = both.build();
        }
        List<Evidence> evidence = gathered.evidence();
        if (evidence.isEmpty() && fields.isEmpty()) {
            return InspectionResult.nothing(opaque, midstream);
        }
        return new InspectionResult(all(), best, fields, opaque, midstream, announcements, inner);
    }
}
