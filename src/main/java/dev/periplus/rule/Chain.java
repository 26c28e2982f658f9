package dev.periplus.rule;

/**
 * {@code chain LENGTH then CONDITION and CONDITION}: the message is a row of PDUs, each {@code LENGTH} bytes long by its
 * own header, and the last one ends with the message. Each PDU after the first meets the conditions, whose offsets count
 * from its first byte. The last PDU may be unfinished if another precedes it: the other side spoke before its end, or no
 * more of the stream is kept.
 *
 * <p>{@code chain LENGTH from OFFSET each CONDITION}: elements of a message, such as attributes behind a header. The
 * first meets the conditions too, the last one is whole, and because elements differ from one another, each counts.
 *
 * @param from offset of the first
 * @param each whether they are elements
 */
record Chain(Expression pdu, int from, boolean each, Condition then) implements Condition {
    /** Elements that count; those of one message resemble one another. */
    private static final int COUNTED = 4;

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
        if (message.available < from) {
            return message.open ? Truth.LATER : Truth.NO;
        }
        pass(message, from, from);
        boolean passedAny = false;
        for (int number = 0; number < WALKED && message.length > 0; number++) {
            Truth fits = number == 0 && !each ? Truth.YES : then.test(message);
            if (fits != Truth.YES) {
                return fits;
            }
            message.begin();
            long size = pdu.value(message);
            if (message.missing() || size > message.length) {
                return message.open ? Truth.LATER : Truth.of(number > 0 && !message.missing() && !each);
            }
            int passed = (int) Math.min(size, message.available);
            boolean alone = number == 0 && size == message.length;
            if (size <= 0 || passed < size && size < message.length || !alone && isZero(message, passed)) {
                return Truth.NO;
            }
            pass(message, passed, (int) size);
            passedAny = true;
        }
        return Truth.of(passedAny || !each);
    }

    private static void pass(Message message, int captured, int size) {
        message.start += captured;
        message.available -= captured;
        message.length -= size;
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
        return lengthBits() + (each ? then.bits() : 0);
    }

    /** With the surprise of each of the first elements. */
    @Override
    public double bits(Message message) {
        double bits = lengthBits();
        int start = message.start;
        int available = message.available;
        int length = message.length;
        pass(message, from, from);
        for (int number = 0; each && number < COUNTED && message.length > 0; number++) {
            bits += then.bits(message);
            message.begin();
            int size = (int) pdu.value(message);
            pass(message, Math.min(size, message.available), size);
        }
        message.start = start;
        message.available = available;
        message.length = length;
        return bits;
    }

    @Override
    public double lengthBits() {
        return Math.min(pdu.spread(), Bits.LENGTH_FITS);
    }

    @Override
    public ByteSet at(int offset) {
        if (from > 0) {
            return ByteSet.any();
        }
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
        String first = from == 0 ? "" : " from " + from;
        return "chain " + pdu.text() + first + (each ? " each " : " then ") + conditions;
    }
}
