package dev.periplus.rule;

/** {@code find PATTERN in FROM..TO}: the pattern begins at an offset in this range. */
record Find(BytePattern pattern, int from, int to) implements Condition {
    @Override
    public Truth test(Message message) {
        int last = Math.min(to, message.available - pattern.length());
        if (pattern.isIn(message.bytes, message.start + from, message.start + last)) {
            return Truth.YES;
        }
        return message.open && last < to ? Truth.LATER : Truth.NO;
    }

    @Override
    public double bits() {
        return Math.max(0, pattern.bits() + Bits.of(to - from + 1));
    }

    @Override
    public ByteSet at(int offset) {
        return offset == FirstBytes.LENGTH ? FirstBytes.longerThan(from + pattern.length() - 1) : ByteSet.any();
    }

    @Override
    public String text() {
        return "find " + pattern + " in " + from + ".." + to;
    }
}
