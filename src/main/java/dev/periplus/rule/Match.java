package dev.periplus.rule;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code match /REGEX/} on the first 1,024 bytes. The automaton is built on first use. */
final class Match implements Condition {
    private static final int LOOKED_AT = 1024;

    /** Bits taken off an unanchored expression: a chance match can begin at any offset. */
    private static final double ANYWHERE = 10;

    /** The expression, null if its automaton was read. */
    private final @Nullable RegexNode node;

    private final boolean anchored;
    private final String text;
    private volatile @Nullable RegexAutomaton automaton;

    /** Computed on first use; negative until then. */
    private volatile double bits = -1;

    private Match(@Nullable RegexNode node, boolean anchored, String text) {
        this.node = node;
        this.anchored = anchored;
        this.text = text;
    }

    /** @throws IllegalArgumentException if the expression cannot be parsed; the message says what is wrong */
    static Match parse(String regex, boolean fold) {
        boolean anchored = regex.startsWith("^");
        RegexNode node = new RegexParser(anchored ? regex.substring(1) : regex, fold).parse();
        return new Match(node, anchored, "match /" + regex + "/" + (fold ? "i" : ""));
    }

    void write(DataOutput out) throws IOException {
        out.writeBoolean(anchored);
        out.writeUTF(text);
        out.writeDouble(bits());
        prepare().write(out);
    }

    /** Reads what {@link #write} wrote. */
    static Match read(DataInput in) throws IOException {
        Match match = new Match(null, in.readBoolean(), in.readUTF());
        match.bits = in.readDouble();
        match.automaton = RegexAutomaton.read(in);
        return match;
    }

    private RegexNode node() {
        return Objects.requireNonNull(node);
    }

    /** Builds the automaton now. Throws IllegalArgumentException if it would be too large. */
    RegexAutomaton prepare() {
        RegexAutomaton made = automaton;
        if (made == null) {
            made = RegexAutomaton.of(node(), anchored);
            automaton = made;
        }
        return made;
    }

    @Override
    public Truth test(Message message) {
        int length = Math.min(message.available, LOOKED_AT);
        return prepare().test(message.bytes, message.start, length, message.open && length < LOOKED_AT);
    }

    @Override
    public double bits() {
        double known = bits;
        if (known < 0) {
            double fixed = node().bits(Bits.UNKNOWN);
            known = anchored ? fixed : Math.max(0, fixed - ANYWHERE);
            bits = known;
        }
        return known;
    }

    @Override
    public ByteSet at(int offset) {
        return anchored && offset >= 0 ? prepare().at(offset) : ByteSet.any();
    }

    @Override
    public String text() {
        return text;
    }
}
