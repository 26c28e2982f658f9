package dev.periplus.rule;

/**
 * {@code chain LENGTH then CONDITION and CONDITION}: the message is a row of PDUs, each {@code LENGTH} bytes long by its
 * own header, and the last one ends with the message. Each PDU after the first meets the conditions, whose offsets count
 * from its first byte. The last PDU may be unfinished if another precedes it: the other side spoke before its end, or no
 * more of the stream is kept.
 */
record Chain(Expression pdu, Condition then) implements Condition {
    /** PDUs walked; more prove no more. */
    private static final int WALKED = 64;

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
        for (int number = 0; number < WALKED && message.length > 0; number++) {
            Truth fits = number == 0 ? Truth.YES : then.test(message);
            if (fits != Truth.YES) {
                return fits;
            }
            message.begin();
            long size = pdu.value(message);
            if (message.missing() || size > message.length) {
                return message.open ? Truth.LATER : Truth.of(number > 0 && !message.missing());
            }
            int passed = (int) Math.min(size, message.available);
            boolean alone = number == 0 && size == message.length;
            if (size <= 0 || passed < size && size < message.length || !alone && isZero(message, passed)) {
                return Truth.NO;
            }
            message.start += passed;
            message.available -= passed;
            message.length -= (int) size;
        }
        return Truth.YES;
    }

    /** Whether a PDU is all zeros: a row of them is likely nothing. */
    private static boolean isZero(Message message, int size) {
        boolean zero = true;
        for (int i = 0; i < size && zero; i++) {
            zero = message.bytes[message.start + i] == 0;
        }
        return zero;
    }

    @Override
    public boolean mayCease() {
        return true;
    }

    @Override
    public double bits() {
        return Math.min(pdu.spread(), Bits.LENGTH_FITS);
    }

    @Override
    public double lengthBits() {
        return bits();
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
        String conditions = then instanceof All all
                ? String.join(" and ", all.parts().stream().map(Condition::text).toList())
                : then.text();
        return "chain " + pdu.text() + " then " + conditions;
    }
}
