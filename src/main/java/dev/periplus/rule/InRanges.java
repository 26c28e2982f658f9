package dev.periplus.rule;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code EXPRESSION in RANGE} or {@code in {VALUE, RANGE, …}}. {@code ranges} holds pairs of from and to, both
 * inclusive.
 */
record InRanges(Expression expression, long[] ranges) implements Condition {
    private static final double LENGTHS = 1500;

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
        double size = 0;
        long highest = 0;
        long lowest = Long.MAX_VALUE;
        for (int i = 0; i < ranges.length; i += 2) {
            size += (double) ranges[i + 1] - ranges[i] + 1;
            highest = Math.max(highest, ranges[i + 1]);
            lowest = Math.min(lowest, ranges[i]);
        }
        if (expression.width() == -1) {
            return Math.max(0, Math.min(6, Bits.of(Math.min(1, size / LENGTHS))));
        }
        double ofSpread = Math.max(0, expression.spread() - Math.log(Math.max(1, size)) / Math.log(2));
        return Math.min(ofSpread, Bits.ofRange(size, lowest, highest, expression.width()));
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
