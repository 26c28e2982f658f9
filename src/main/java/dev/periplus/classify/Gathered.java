package dev.periplus.classify;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Evidence.Kind;
import dev.periplus.flow.Said;
import dev.periplus.rule.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** The evidence of one inspection so far, with the sides whose bytes it rests on. */
final class Gathered {
    /** Evidence of both sides: a request with its reply, or the behaviour of the flow. */
    static final int BOTH = 3;

    /** Flag of evidence that rests on a side's later messages, which follow an answer of the other. */
    private static final int LATER = 4;

    private static final int SHOWN = 32;
    private static final int MOST = 64;
    private static final int HINTS = 16;
    private static final byte[] NONE = {};

    private List<Evidence> evidence = List.of();

    /** By piece of evidence: bit 0 for side 0, bit 1 for side 1, and {@link #LATER}. */
    private byte[] sides = NONE;

    /** Labels of matches too weak to count, and the side of each. */
    private List<String> hinted = List.of();

    private byte[] hintedBy = NONE;

    /**
     * By label: the counted weight of each side's messages, and the additional weight of request and reply together.
     */
    private List<Counted> counted = List.of();

    private static final class Counted {
        final String label;
        final double[] bySide = new double[2];
        double pair;

        Counted(String label) {
            this.label = label;
        }
    }

    List<Evidence> evidence() {
        return evidence;
    }

    /** The sides whose bytes a piece of evidence rests on. */
    int sides(int piece) {
        return sides[piece] & BOTH;
    }

    /** Whether a piece of evidence rests on what a side said first. */
    boolean opens(int piece) {
        return (sides[piece] & LATER) == 0;
    }

    /** Whether bytes of this side are evidence for anything. */
    boolean supports(int side) {
        for (int i = 0; i < evidence.size(); i++) {
            if ((sides[i] & 1 << side) != 0 && evidence.get(i).weight() > 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Weight of the evidence for some labels that rests on bytes of this side, or also on them; if there is only a match
     * too weak to count, a little.
     */
    double support(int side, Predicate<String> labels) {
        double sum = 0;
        for (int i = 0; i < evidence.size(); i++) {
            Evidence piece = evidence.get(i);
            if ((sides[i] & 1 << side) != 0 && piece.weight() > 0 && labels.test(piece.label())) {
                sum += piece.weight();
            }
        }
        for (int i = 0; sum == 0 && i < hinted.size(); i++) {
            sum = hintedBy[i] == side && labels.test(hinted.get(i)) ? Double.MIN_NORMAL : 0;
        }
        return sum;
    }

    /**
     * Whether a match adds to what is known: of a label's signatures on one side only the best counts, of one signature
     * on both sides the first side; once request and reply have matched together, single messages add nothing.
     */
    boolean improves(Signature signature, int side, double weight) {
        Counted known = counted(signature.label());
        return known.pair == 0 && weight > known.bySide[side] && !isCounted(signature, known.bySide[1 - side]);
    }

    /** Whether the other side's weight is this signature's: a reply of the same form is no further surprise. */
    private boolean isCounted(Signature signature, double others) {
        if (others > 0) {
            for (Evidence piece : evidence) {
                if (piece.rule().equals(signature.rule())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Notes a match that is too weak to count as evidence. */
    void hinted(String label, int side) {
        if (hinted.isEmpty()) {
            hinted = new ArrayList<>(2);
            hintedBy = new byte[HINTS];
        }
        if (hinted.size() < HINTS) {
            hintedBy[hinted.size()] = (byte) side;
            hinted.add(label);
        }
    }

    /** Records a match that {@link #improves} on what is known. */
    void matched(Signature signature, int side, double weight, String says, Said said, int offset, int length) {
        Counted known = counted(signature.label());
        if (known.bySide[side] > 0) {
            drop(signature.label(), says);
        }
        known.bySide[side] = weight;
        add(
                made(Kind.SIGNATURE, signature.label(), weight, says, signature.rule(), said, offset, length),
                from(said, side, offset));
    }

    /** The side whose bytes these are, with the flag of later messages. */
    static int from(Said said, int side, int offset) {
        boolean later = said.messages() > 1 && offset >= said.messageStart(2);
        return 1 << side | (later ? LATER : 0);
    }

    private void drop(String label, String says) {
        for (int i = evidence.size() - 1; i >= 0; i--) {
            Evidence known = evidence.get(i);
            if (known.kind() == Kind.SIGNATURE
                    && known.label().equals(label)
                    && known.says().equals(says)) {
                evidence.remove(i);
                System.arraycopy(sides, i + 1, sides, i, evidence.size() - i);
            }
        }
    }

    /** Records a match of request and reply; {@code weight} covers both and replaces what was counted. */
    void answered(Signature signature, double weight, String says, Said said, int offset, int length) {
        Counted known = counted(signature.label());
        double more = weight - known.bySide[0] - known.bySide[1] - known.pair;
        if (more > 0) {
            known.pair += more;
            add(made(Kind.SIGNATURE, signature.label(), more, says, signature.rule(), said, offset, length), BOTH);
        } else {
            hinted(signature.label(), 0);
            hinted(signature.label(), 1);
        }
    }

    private Counted counted(String label) {
        for (int i = 0; i < counted.size(); i++) {
            if (counted.get(i).label.equals(label)) {
                return counted.get(i);
            }
        }
        Counted made = new Counted(label);
        if (counted.isEmpty()) {
            counted = new ArrayList<>(2);
        }
        counted.add(made);
        return made;
    }

    /** Makes evidence that shows bytes of one side, which end with the packet that carries the first of them. */
    static Evidence made(
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

    /** @param of the sides whose bytes it rests on, or {@link #from} */
    void add(Evidence piece, int of) {
        if (evidence.isEmpty()) {
            evidence = new ArrayList<>(4);
        }
        if (evidence.size() < MOST) {
            if (evidence.size() == sides.length) {
                sides = Arrays.copyOf(sides, 2 * sides.length + 4);
            }
            sides[evidence.size()] = (byte) of;
            evidence.add(piece);
        }
    }
}
