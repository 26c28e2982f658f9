package dev.periplus.classify;

import dev.periplus.flow.DatagramKind;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Mixture;
import dev.periplus.flow.Said;
import dev.periplus.flow.Strand;
import dev.periplus.flow.StunHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes the datagrams of a flow apart that several protocols share: STUN, DTLS and RTP of a call (RFC 7983), or DNS and
 * later QUIC between the same ports.
 *
 * <p>How it works. Datagrams go to the flow's own inspection until one label is beyond doubt. From then on, those of
 * another {@link DatagramKind kind} are inspected apart; so are STUN and DTLS from the beginning, which no other
 * protocol is taken for. If a flow is opened again for a new kind, only datagrams of new kinds are inspected. What was
 * found apart follows the flow's own result.
 */
final class Strands {
    /** Datagrams that are inspected of a strand, and of a flow that was opened again. */
    private static final int MOST_DATAGRAMS = 8;

    private static final int MOST = 3;

    static final String QUIC = "quic";

    /** The kinds of QUIC's packets, whose later ones show nothing: 64 to 127 and 192 to 255 (RFC 9443 section 3). */
    static final int QUIC_KINDS = 1 << 4 | 1 << 5 | 1 << 7;

    /** What is decrypted of QUIC may begin with any byte (RFC 9287). */
    private static final int ALL_KINDS = (1 << DatagramKind.COUNT) - 1;

    private static final String STUN = "stun";

    /** Confidence of a label beside another. */
    private static final double SURE = 0.99;

    private final Weighing weighing;
    private final BiPredicate<Exchange, FlowInspection> inspect;
    private final BiFunction<Exchange, Integer, FlowInspection> open;

    /**
     * @param inspect inspects the latest datagram; returns true if nothing more can be learnt
     * @param open begins an inspection of the latest datagram, from an offset on
     */
    Strands(
            Weighing weighing,
            BiPredicate<Exchange, FlowInspection> inspect,
            BiFunction<Exchange, Integer, FlowInspection> open) {
        this.weighing = weighing;
        this.inspect = inspect;
        this.open = open;
    }

    /** The datagrams of one protocol beside the first. */
    record Apart(Strand exchange, FlowInspection inspection) {}

    /** The kinds of datagrams inspected before this one. */
    static int earlierKinds(Exchange exchange) {
        Said said = exchange.said(exchange.speakingSide());
        int now = said.length() == 0 ? 0 : 1 << DatagramKind.of(said.bytes()[0]);
        return exchange.flow().kinds() & ~now;
    }

    /** Inspects the latest datagram; returns true if nothing more can be learnt. */
    boolean inspect(Exchange exchange, FlowInspection main) {
        Said said = exchange.said(exchange.speakingSide());
        if (said.length() > 0) {
            int kind = 1 << DatagramKind.of(said.bytes()[0]);
            int inner = carriesData(main) ? relayed(said) : 0;
            if (inner > 0) {
                int inside = 1 << DatagramKind.COUNT + DatagramKind.of(said.bytes()[inner]);
                hear(strand(exchange, main, inner, inside), exchange, inner);
            }
            if ((main.earlierKinds & kind) == 0 && (inner == 0 || kind == 1 << DatagramKind.STUN)) {
                hear(exchange, main, said, kind);
            }
        }
        boolean idle =
                main.earlierKinds != 0 && main.kinds == 0 && !main.apart().isEmpty();
        return (main.done || idle) && allDone(main);
    }

    private boolean carriesData(FlowInspection main) {
        String label = main.label();
        return label != null && weighing.areKin(label, STUN);
    }

    private void hear(Exchange exchange, FlowInspection main, Said said, int kind) {
        boolean own = main.kinds == 0
                || (main.kinds & kind) != 0
                || !main.beyondDoubt && !isUnmistakable(said) && find(main, kind) == null;
        if (own) {
            main.kinds |= kind;
            main.done = inspect.test(exchange, main) || main.earlierKinds != 0 && isSpent(exchange);
            main.kinds |= Insides.isBeside(main) && QUIC.equals(main.label()) ? ALL_KINDS : 0;
        } else {
            hear(strand(exchange, main, 0, kind), exchange, 0);
        }
    }

    private void hear(@Nullable Apart apart, Exchange exchange, int offset) {
        if (apart != null && !apart.inspection.done) {
            apart.exchange.hear(exchange, offset);
            apart.inspection.done = inspect.test(apart.exchange, apart.inspection) || isSpent(apart.exchange);
        }
    }

    private static boolean isSpent(Exchange exchange) {
        return exchange.packets() >= MOST_DATAGRAMS;
    }

    private static boolean allDone(FlowInspection main) {
        for (int i = 0; i < main.apart().size(); i++) {
            if (!main.apart().get(i).inspection.done) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Apart find(FlowInspection main, int kind) {
        for (Apart apart : main.apart()) {
            if ((apart.inspection.kinds & kind) != 0) {
                return apart;
            }
        }
        return null;
    }

    /** The strand of a kind, begun if it is new; null if there are too many. */
    private @Nullable Apart strand(Exchange exchange, FlowInspection main, int offset, int kind) {
        Apart known = find(main, kind);
        if (known != null || main.apart().size() == MOST) {
            return known;
        }
        exchange.flow().mixture();
        Apart made = new Apart(new Strand(exchange.flow()), open.apply(exchange, offset));
        made.inspection.kinds = kind;
        main.addApart(made);
        return made;
    }

    /** STUN with its cookie (RFC 8489 section 5) or a DTLS record (RFC 6347 section 4.1). */
    private static boolean isUnmistakable(Said said) {
        byte[] bytes = said.bytes();
        if (said.length() < Long.BYTES) {
            return false;
        }
        boolean stun = bytes[0] < 4 && StunHeader.isMessage(bytes, 0, said.length());
        return stun || bytes[0] >= 20 && bytes[0] <= 26 && (bytes[1] & 0xff) == 0xfe;
    }

    /** Offset of what TURN carries for a peer in a datagram, in a channel or an indication; 0 if it carries nothing. */
    private static int relayed(Said said) {
        byte[] bytes = said.bytes();
        int length = said.length();
        if (length <= StunHeader.CHANNEL) {
            return 0;
        }
        if (StunHeader.isChannel(bytes, 0, length)) {
            return StunHeader.CHANNEL + StunHeader.size(bytes, 0) <= said.wireLength() ? StunHeader.CHANNEL : 0;
        }
        int data = StunHeader.isIndication(bytes, 0, length) ? StunHeader.data(bytes, 0, length) : -1;
        return data < 0 ? 0 : data + StunHeader.CHANNEL;
    }

    /** Adds what was found apart to the flow's own result; returns the earlier state if there is nothing to add. */
    InspectionState result(Flow flow, FlowInspection main, InspectionResult own) {
        if (main.earlierKinds == 0 && main.apart().isEmpty()) {
            return own;
        }
        InspectionResult first = own;
        InspectionResult all = own;
        if (main.earlierKinds != 0) {
            first = main.earlier().result().with(main.earlier().announcements());
            all = joined(flow, first, own, main.kinds);
        }
        for (Apart apart : main.apart()) {
            all = joined(flow, all, apart.inspection.result(false, false), apart.inspection.kinds);
        }
        if (main.earlierKinds == 0) {
            return all;
        }
        if (all == first) {
            return main.earlier();
        }
        main.earlier().takenOut();
        return all;
    }

    private InspectionResult joined(Flow flow, InspectionResult first, InspectionResult more, int kinds) {
        String label = more.label();
        if (label == null
                || !first.isNothing() && weighing.weigh(more.evidence()).get(0).confidence() < SURE) {
            return first;
        }
        if (first.label() == null) {
            return more;
        }
        for (InspectionResult at = first; at != null; at = at.inside()) {
            if (at.label() != null && weighing.areKin(at.label(), label)) {
                return first;
            }
        }
        Mixture mixture = flow.mixture();
        if (!mixture.hasRoom()) {
            return first;
        }
        List<InspectionResult> parts = parts(first);
        List<InspectionResult> added = parts(more);
        parts.add(Math.min(mixture.protocols(), parts.size()), added.get(0));
        parts.addAll(added.subList(1, added.size()));
        mixture.add(label.equals(QUIC) ? kinds | QUIC_KINDS : kinds);
        return first.with(joined(parts)).plus(more.metadata());
    }

    private static List<InspectionResult> parts(InspectionResult all) {
        List<InspectionResult> parts = new ArrayList<>();
        for (InspectionResult at = all; at != null; at = at.inside()) {
            parts.add(at);
        }
        return parts;
    }

    /** Returns the inside of the first of these: the others in their order. */
    private static @Nullable InspectionResult joined(List<InspectionResult> parts) {
        InspectionResult joined = null;
        for (int i = parts.size() - 1; i > 0; i--) {
            joined = parts.get(i).with(joined);
        }
        return joined;
    }

    /** The results of a shared flow, that with the most payload first. */
    static InspectionResult largestFirst(Flow flow, InspectionResult all) {
        List<InspectionResult> parts = parts(all);
        int largest = Math.min(flow.mixture().largest(), parts.size() - 1);
        parts.add(0, parts.remove(largest));
        return parts.get(0).with(joined(parts)).with(all.metadata()).with(all.announcements());
    }
}
