package dev.periplus.rule;

import org.jspecify.annotations.Nullable;

/**
 * {@code chain LENGTH} or {@code chain LENGTH then CONDITION and CONDITION}: the message is a row of PDUs, each
 * {@code LENGTH} bytes long by its own header, and the last one ends with the message. Each PDU after the first meets
 * the conditions, whose offsets count from its first byte. With conditions, the last PDU may be unfinished if another
 * precedes it: the other side spoke before its end, or no more of the stream is kept.
 */
record Chain(Expression pdu, @Nullable Condition then) implements Condition {
    /** PDUs walked; more prove no more. */
    private static final int WALKED = 64;

    /** Binary logarithm of the bytes of a stream that are kept: a shorter PDU is followed by another. */
    private static final int KEPT_BITS = 14;

    /** Upper bound on a PDU's length, with some room for a header that it does not count. */
    private static final long LONGEST = 0x2ffff;

    private static final long LITTLE = 0x10000;

    @Override
    public Truth test(Message message) {
        int start = message.start;
        int available = message.available;
        int length = message.length;
        Truth truth = walk(message);
        message.start = start;
        message.available = available;
        message.length = length;
        return truth;
    }

    /** Moves the message to one PDU after the other; the caller restores it. */
    private Truth walk(Message message) {
        Condition next = then;
        for (int number = 0; number < WALKED && message.length > 0; number++) {
            boolean mayBeUnfinished = number > 0 && next != null;
            Truth fits = mayBeUnfinished ? next.test(message) : Truth.YES;
            if (fits != Truth.YES) {
                return fits;
            }
            message.begin();
            long size = pdu.value(message);
            if (message.missing() || size > message.length) {
                return message.open ? Truth.LATER : Truth.of(mayBeUnfinished && !message.missing());
            }
            if (size <= 0 || size > message.available && size < message.length) {
                return Truth.NO;
            }
            int passed = (int) Math.min(size, message.available);
            message.start += passed;
            message.available -= passed;
            message.length -= (int) size;
        }
        return Truth.YES;
    }

    @Override
    public boolean mayCease() {
        return true;
    }

    @Override
    public double bits() {
        double fits = Bits.ofLengthRelation(pdu.width());
        double unfinished = Math.max(0, Byte.SIZE * pdu.width() - KEPT_BITS) + (then == null ? 0 : then.bits());
        return Math.min(pdu.spread(), then == null ? fits : Math.min(fits, unfinished));
    }

    @Override
    public ByteSet at(int offset) {
        Expression field = pdu;
        while (field instanceof Expression.Binary sum
                && (sum.operator() == '+' || sum.operator() == '-')
                && sum.right() instanceof Expression.Constant constant
                && constant.value() < LITTLE) {
            field = sum.left();
        }
        return Compare.atMost(field, offset, LONGEST);
    }

    @Override
    public String text() {
        return "chain " + pdu.text() + (then == null ? "" : " then " + then.text());
    }
}
