package dev.periplus.rule;

/** {@code bytes[OFFSET] == PATTERN}. */
record BytesAt(Expression offset, BytePattern pattern) implements Condition {
    @Override
    public Truth test(Message message) {
        message.begin();
        long from = Expression.valueOf(offset, message);
        if (message.missing() || from >= 0 && from + pattern.length() > message.available) {
            return message.open ? Truth.LATER : Truth.NO;
        }
        return Truth.of(from >= 0 && pattern.at(message.bytes, message.start + (int) from));
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
