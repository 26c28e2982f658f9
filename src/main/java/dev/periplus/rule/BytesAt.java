package dev.periplus.rule;

/** {@code bytes[OFFSET] == PATTERN}. */
record BytesAt(Expression offset, BytePattern pattern) implements Condition {
    @Override
    public Truth test(Message message) {
        message.begin();
        long from = offset.value(message);
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
    public FirstBytes first() {
        return offset instanceof Expression.Constant at && at.value() == 0
                ? FirstBytes.where(value -> pattern.accepts(0, value))
                : FirstBytes.any();
    }

    @Override
    public String text() {
        return "bytes[" + offset.text() + "] == " + pattern;
    }
}
