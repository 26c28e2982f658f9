package dev.periplus.rule;

/** An integer read from a message. A read past the end yields 0 and marks the message. */
sealed interface Expression {
    long value(Message message);

    /** Evaluates an expression that is usually a constant; saves the virtual call. */
    static long valueOf(Expression expression, Message message) {
        return expression instanceof Constant fixed ? fixed.value : expression.value(message);
    }

    String text();

    /** Number of bits the value can have; fewer than the field has if it is masked or shifted. */
    default int spread() {
        return 64;
    }

    /** Width in bytes of the field that determines the weight of an equality; 0 for a constant, -1 for a length. */
    int width();

    record Constant(long value, String text) implements Expression {
        @Override
        public long value(Message message) {
            return value;
        }

        @Override
        public int width() {
            return 0;
        }
    }

    /** Whether its value may be another once the message has grown. */
    default boolean changes() {
        return false;
    }

    /** Whether it is computed from the length of the message or of the request. */
    default boolean readsLength() {
        return false;
    }

    /** Whether it is the difference of two fields. */
    default boolean isDifference() {
        return false;
    }

    /** Whether its value only rises as the message grows. */
    default boolean rises() {
        return false;
    }

    /** {@code length}: bytes of the message on the wire. */
    record Length(boolean ofRequest) implements Expression {
        @Override
        public long value(Message message) {
            return ofRequest ? message.request().length : message.length;
        }

        @Override
        public int width() {
            return -1;
        }

        @Override
        public boolean changes() {
            return !ofRequest;
        }

        @Override
        public boolean rises() {
            return !ofRequest;
        }

        @Override
        public boolean readsLength() {
            return true;
        }

        @Override
        public String text() {
            return ofRequest ? "request.length" : "length";
        }
    }

    /** {@code u8[…] … u64le[…]}. */
    record Field(int width, boolean littleEndian, Expression offset, boolean ofRequest) implements Expression {
        @Override
        public int spread() {
            return 8 * width;
        }

        @Override
        public boolean changes() {
            return offset.changes();
        }

        @Override
        public long value(Message message) {
            long at = valueOf(offset, message);
            Message from = ofRequest ? message.request() : message;
            if (at < 0 || at > from.available - width) {
                message.miss();
                return 0;
            }
            long value = 0;
            for (int i = 0; i < width; i++) {
                int index = littleEndian ? width - 1 - i : i;
                value = value << 8 | from.bytes[from.start + (int) at + index] & 0xff;
            }
            return value;
        }

        @Override
        public String text() {
            return (ofRequest ? "request." : "") + "u" + width * 8 + (littleEndian ? "le" : "") + "[" + offset.text()
                    + "]";
        }
    }

    /** {@code CHECKSUM[FROM..TO]}: a checksum over a range, {@code to} exclusive. */
    record Checked(Checksum checksum, Expression from, Expression to) implements Expression {
        /** Bytes that it covers at most, so that no condition reads a message of any size. */
        private static final int MOST = 4096;

        /** Bits for each covered byte other than zero. */
        private static final int TELLING = 2;

        @Override
        public int width() {
            return checksum.width();
        }

        @Override
        public boolean changes() {
            return from.changes() || to.changes();
        }

        @Override
        public long value(Message message) {
            long first = from.value(message);
            long end = to.value(message);
            if (first < 0 || first >= end || end > message.available || end - first > MOST) {
                message.miss();
                return 0;
            }
            return checksum.of(message.bytes, message.start + (int) first, message.start + (int) end);
        }

        /** Bits that it fixes: few if it covers few bytes other than zero. */
        double bits(Message message) {
            long end = to.value(message);
            int telling = 0;
            for (long i = from.value(message); i < end && telling < Byte.SIZE * checksum.width(); i++) {
                telling += message.bytes[message.start + (int) i] == 0 ? 0 : TELLING;
            }
            return Math.min(telling, Byte.SIZE * checksum.width());
        }

        @Override
        public String text() {
            return checksum.id() + "[" + from.text() + ".." + to.text() + "]";
        }
    }

    /** {@code + - * & >>}. */
    record Binary(char operator, Expression left, Expression right) implements Expression {
        @Override
        public boolean changes() {
            return left.changes() || right.changes();
        }

        @Override
        public boolean readsLength() {
            return left.readsLength() || right.readsLength();
        }

        @Override
        public boolean isDifference() {
            return operator == '-' && left instanceof Field && right instanceof Field;
        }

        @Override
        public boolean rises() {
            return (operator == '+' || operator == '-') && left.rises() && right instanceof Constant;
        }

        @Override
        public long value(Message message) {
            long a = left.value(message);
            long b = right.value(message);
            return switch (operator) {
                case '+' -> a + b;
                case '-' -> a - b;
                case '*' -> a * b;
                case '&' -> a & b;
                default -> a >>> b;
            };
        }

        @Override
        public int spread() {
            if (!(right instanceof Constant by)) {
                return left.spread();
            }
            return switch (operator) {
                case '&' -> Math.min(left.spread(), Long.bitCount(by.value()));
                case '>' -> Math.max(0, left.spread() - (int) Math.min(64, by.value()));
                default -> left.spread();
            };
        }

        @Override
        public int width() {
            return left.width() == 0 || left.width() == -1 && right.width() > 0 ? right.width() : left.width();
        }

        @Override
        public String text() {
            return "(" + left.text() + " " + (operator == '>' ? ">>" : operator) + " " + right.text() + ")";
        }
    }
}
