package dev.periplus.rule;

/**
 * {@code random[FROM..TO]}: the bytes between two offsets, the second exclusive, look encrypted or compressed: hardly
 * one occurs twice, and about half have the highest bit. Nearly all random bytes do (98 of 100), text and numbers do not.
 */
record RandomBytes(int from, int to) implements Condition {
    private static final int LEAST = 8;
    private static final int MOST = 64;

    /** Much traffic is encrypted, so that it is little surprise. */
    private static final double BITS = 3;

    private static final double BITS_OF_BYTE = 0.25;

    /** @throws IllegalArgumentException if there are too few or too many bytes to tell */
    static RandomBytes between(int from, int to) {
        if (to - from < LEAST || to - from > MOST) {
            throw new IllegalArgumentException(
                    "random[" + from + ".." + to + "] looks at " + LEAST + " to " + MOST + " bytes");
        }
        return new RandomBytes(from, to);
    }

    @Override
    public Truth test(Message message) {
        if (message.available < to) {
            return message.open ? Truth.LATER : Truth.NO;
        }
        int size = to - from;
        int high = 0;
        int repeated = 0;
        for (int i = message.start + from; i < message.start + to; i++) {
            high += message.bytes[i] < 0 ? 1 : 0;
            repeated += isRepeated(message, i) ? 1 : 0;
        }
        int unbalanced = 2 * high - size;
        // Within 2.5 standard deviations, and twice as many repetitions as chance has and two
        return Truth.of(4 * unbalanced * unbalanced <= 25 * size && repeated <= 2 + size * size / 256);
    }

    private boolean isRepeated(Message message, int at) {
        for (int i = message.start + from; i < at; i++) {
            if (message.bytes[i] == message.bytes[at]) {
                return true;
            }
        }
        return false;
    }

    @Override
    public double bits() {
        return Math.min(BITS, BITS_OF_BYTE * (to - from));
    }

    @Override
    public ByteSet at(int offset) {
        return ByteSet.any();
    }

    @Override
    public String text() {
        return "random[" + from + ".." + to + "]";
    }
}
