package dev.periplus.rule;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code EXPRESSION in RANGE} or {@code in {VALUE, RANGE, …}}. {@code ranges} holds pairs of from and to, both
 * inclusive.
 */
final class InRanges implements Condition {
    private static final double LENGTHS = 1500;
    private static final int SHORT = 128;
    private static final double FIXED_SHORT = 4;
    private static final double FIXED_LONG = 6;

    private final Expression expression;
    private final long[] ranges;

    /** Number of values. */
    private final double size;

    private final double bits;

    InRanges(Expression expression, long[] ranges) {
        this.expression = expression;
        this.ranges = ranges;
        double values = 0;
        for (int i = 0; i < ranges.length; i += 2) {
            values += (double) ranges[i + 1] - ranges[i] + 1;
        }
        size = values;
        bits = weigh();
    }

    Expression expression() {
        return expression;
    }

    void writeRanges(DataOutput out) throws IOException {
        out.writeShort(ranges.length);
        for (long bound : ranges) {
            out.writeLong(bound);
        }
    }

    /** Reads what {@link #writeRanges} wrote. */
    static long[] readRanges(DataInput in) throws IOException {
        long[] ranges = new long[in.readShort()];
        for (int i = 0; i < ranges.length; i++) {
            ranges[i] = in.readLong();
        }
        return ranges;
    }

    @Override
    public Truth test(Message message) {
        message.begin();
        long value = expression.value(message);
        if (message.missing()) {
            return message.open ? Truth.LATER : Truth.NO;
        }
        for (int i = 0; i < ranges.length; i += 2) {
            if (value >= ranges[i] && value <= ranges[i + 1]) {
                return Truth.YES;
            }
        }
        return message.open && mayComeTrue(value) ? Truth.LATER : Truth.NO;
    }

    private boolean mayComeTrue(long value) {
        boolean below = false;
        for (int i = 0; i < ranges.length; i += 2) {
            below |= value < ranges[i];
        }
        return expression.rises() ? below : expression.changes();
    }

    @Override
    public boolean mayCease() {
        return expression.changes();
    }

    @Override
    public double bits() {
        return bits;
    }

    private double weigh() {
        double chance = 0;
        long highest = 0;
        for (int i = 0; i < ranges.length; i += 2) {
            highest = Math.max(highest, ranges[i + 1]);
            chance += Bits.chanceOfRange(ranges[i], ranges[i + 1], Math.max(1, expression.width()));
        }
        if (expression.width() == -1) {
            return ofLengths(size, highest);
        }
        if (expression.readsLength()) {
            return Math.max(0, Bits.LENGTH_FITS + Bits.of(size));
        }
        if (expression.isDifference()) {
            return Math.max(
                    0, Math.min(Bits.ofAgreement(expression.width()), Byte.SIZE * expression.width() + Bits.of(size)));
        }
        double ofSpread = Math.max(0, expression.spread() + Bits.of(Math.max(1, size)));
        return Math.max(0, Math.min(ofSpread, Bits.of(Math.min(1, chance))));
    }

    @Override
    public double lengthBits() {
        return expression.readsLength() && expression.width() != -1 ? bits() : 0;
    }

    @Override
    public double bits(Message message) {
        if (expression.readsLength()) {
            return bits;
        }
        message.begin();
        if (expression instanceof Expression.Binary difference && difference.isDifference()) {
            return Math.min(bits, Bits.ofAgreement(difference.left().value(message)));
        }
        double ofValue = Bits.ofInteger(expression.value(message), expression.width());
        return Math.max(bits, Math.min(expression.spread(), ofValue) + Bits.of(size));
    }

    /** Bits of a length that is one of {@code size} up to {@code highest}: short messages are likelier than long ones. */
    static double ofLengths(double size, long highest) {
        double most = highest <= SHORT ? FIXED_SHORT : FIXED_LONG;
        return Math.max(0, Math.min(most, Bits.of(Math.min(1, size / LENGTHS))));
    }

    @Override
    public ByteSet at(int offset) {
        if (offset == FirstBytes.LENGTH) {
            return lengths();
        }
        if (Compare.readsOnly(expression, offset)) {
            return Compare.tried(this, offset);
        }
        long highest = 0;
        boolean single = true;
        long[] values = new long[ranges.length / 2];
        for (int i = 0; i < ranges.length; i += 2) {
            highest = Math.max(highest, ranges[i + 1]);
            single &= ranges[i] == ranges[i + 1];
            values[i / 2] = ranges[i];
        }
        return single ? Compare.oneOf(expression, offset, values) : Compare.atMost(expression, offset, highest);
    }

    private ByteSet lengths() {
        if (!(expression instanceof Expression.Length length) || length.ofRequest()) {
            return ByteSet.any();
        }
        ByteSet lengths = ByteSet.none();
        for (int i = 0; i < ranges.length; i += 2) {
            lengths.add(Compare.lengths(ranges[i], ranges[i + 1]));
        }
        return lengths;
    }

    @Override
    public String text() {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < ranges.length; i += 2) {
            parts.add(ranges[i] == ranges[i + 1] ? "" + ranges[i] : ranges[i] + ".." + ranges[i + 1]);
        }
        return expression.text() + " in {" + String.join(", ", parts) + "}";
    }
}
