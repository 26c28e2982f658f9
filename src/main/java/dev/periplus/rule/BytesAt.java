package dev.periplus.rule;

/** {@code bytes[OFFSET] == PATTERN}. */
record BytesAt(Expression offset, BytePattern pattern) implements Condition {
    @Override
    public Truth test(Message message) {
        message.begin();
        long from = Expression.valueOf(offset, message);
        int last = message.available - pattern.length();
        if (message.missing() || from > last) {
            return message.open ? Truth.LATER : Truth.NO;
        }
        boolean holds = from >= 0 && pattern.at(message.bytes, message.start + (int) from);
        return !holds && message.open && offset.changes() ? Truth.LATER : Truth.of(holds);
    }

    @Override
    public boolean mayCease() {
        return offset.changes();
    }

    @Override
    public double bits() {
        return pattern.bits();
    }

    @Override
    public ByteSet at(int byteOffset) {
        if (offset instanceof Expression.Constant from) {
            long index = byteOffset - from.value();
            if (index >= 0 && index < pattern.length()) {
                return ByteSet.where(value -> pattern.accepts((int) index, value));
            }
        }
        return ByteSet.any();
    }

    @Override
    public String text() {
        return "bytes[" + offset.text() + "] == " + pattern;
    }
}
