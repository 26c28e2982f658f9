package dev.periplus.rule;

/** {@code EXPRESSION OPERATOR EXPRESSION}. */
final class Compare implements Condition {
    enum Operator {
        EQUAL("=="),
        NOT_EQUAL("!="),
        LESS("<"),
        AT_MOST("<="),
        GREATER(">"),
        AT_LEAST(">=");

        final String sign;

        Operator(String sign) {
            this.sign = sign;
        }
    }

    /** Upper bound on message length, with some room. */
    private static final long LONGEST = 0x1ffff;

    private static final long LITTLE = 0x10000;

    private static final double LENGTH_BOUND = 0.5;

    private final Expression left;
    private final Operator operator;
    private final Expression right;
    private final boolean lengthOnLeft;
    private final boolean lengthOnRight;
    private final boolean leftRises;
    private final boolean rightRises;
    private final boolean changes;

    /** Whether it asks two fields to be equal. */
    private final boolean agreement;

    private final double bits;

    Compare(Expression left, Operator operator, Expression right) {
        this.left = left;
        this.operator = operator;
        this.right = right;
        lengthOnLeft = left.readsLength();
        lengthOnRight = right.readsLength();
        leftRises = left.rises() && !right.changes();
        rightRises = right.rises() && !left.changes();
        changes = left.changes() || right.changes();
        agreement = operator == Operator.EQUAL
                && !lengthOnLeft
                && !lengthOnRight
                && !(right instanceof Expression.Constant);
        bits = weigh();
    }

    Expression left() {
        return left;
    }

    Operator operator() {
        return operator;
    }

    Expression right() {
        return right;
    }

    @Override
    public Truth test(Message message) {
        message.begin();
        long a = left.value(message);
        long b = Expression.valueOf(right, message);
        if (message.missing()) {
            return message.open ? Truth.LATER : Truth.NO;
        }
        boolean holds = switch (operator) {
            case EQUAL -> a == b;
            case NOT_EQUAL -> a != b;
            case LESS -> a < b;
            case AT_MOST -> a <= b;
            case GREATER -> a > b;
            case AT_LEAST -> a >= b;
        };
        return !holds && message.open && mayComeTrue(a, b) ? Truth.LATER : Truth.of(holds);
    }

    /** Whether a longer message can make the comparison hold: the length of a stream message only grows. */
    private boolean mayComeTrue(long a, long b) {
        if (!leftRises && !rightRises) {
            return changes;
        }
        return switch (operator) {
            case EQUAL -> leftRises ? a < b : b < a;
            case GREATER, AT_LEAST -> leftRises;
            case LESS, AT_MOST -> rightRises;
            case NOT_EQUAL -> true;
        };
    }

    @Override
    public boolean mayCease() {
        boolean staysAbove = leftRises && (operator == Operator.GREATER || operator == Operator.AT_LEAST);
        boolean staysBelow = rightRises && (operator == Operator.LESS || operator == Operator.AT_MOST);
        return changes && !staysAbove && !staysBelow;
    }

    @Override
    public double bits() {
        return bits;
    }

    private double weigh() {
        if (operator == Operator.EQUAL && left instanceof Expression.Checked) {
            return Byte.SIZE * left.width();
        }
        boolean ofLength = lengthOnLeft || lengthOnRight;
        int width = Math.max(left.width(), right.width());
        if (ofLength && width <= 0) {
            return operator == Operator.EQUAL && right instanceof Expression.Constant constant
                    ? fixedLength(constant.value())
                    : looseLength();
        }
        return switch (operator) {
            case EQUAL ->
                Math.min(Math.min(left.spread(), right.width() == 0 ? 64 : right.spread()), equalBits(ofLength, width));
            case NOT_EQUAL -> 0;
            default -> right instanceof Expression.Constant bound && !ofLength ? boundBits(bound.value(), width) : 1;
        };
    }

    /** Bits of a length that is fixed, or a multiple of a power of two. */
    private double fixedLength(long value) {
        return left.spread() < Long.SIZE ? left.spread() / 2.0 : InRanges.ofLengths(1, value);
    }

    private double looseLength() {
        return operator == Operator.NOT_EQUAL ? 0 : LENGTH_BOUND;
    }

    @Override
    public double lengthBits() {
        return operator == Operator.EQUAL && (lengthOnLeft || lengthOnRight) && !(right instanceof Expression.Constant)
                ? bits()
                : 0;
    }

    @Override
    public double bits(Message message) {
        if (operator == Operator.EQUAL && left instanceof Expression.Checked sum) {
            return sum.bits(message);
        }
        return agreement ? Math.min(bits, Bits.ofAgreement(left.value(message))) : bits;
    }

    private double equalBits(boolean ofLength, int width) {
        if (right instanceof Expression.Constant constant) {
            long mask = left instanceof Expression.Binary masked
                            && masked.operator() == '&'
                            && masked.right() instanceof Expression.Constant fixed
                    ? fixed.value()
                    : -1;
            return Math.min(left.spread(), Bits.ofInteger(constant.value(), width, mask));
        }
        return ofLength ? Bits.LENGTH_FITS : Bits.ofAgreement(width);
    }

    private double boundBits(long bound, int width) {
        double all = Math.pow(2, 8.0 * width);
        return switch (operator) {
            case LESS, AT_MOST -> {
                long highest = operator == Operator.LESS ? bound - 1 : bound;
                yield highest < 0 ? 0 : Bits.of(Math.min(1, Bits.chanceOfRange(0, highest, width)));
            }
            default -> Math.max(0, Math.min(2, Bits.of(Math.max(1, all - bound) / all)));
        };
    }

    @Override
    public ByteSet at(int offset) {
        if (!(right instanceof Expression.Constant constant)) {
            return operator == Operator.EQUAL && isNearLength(right) ? atMost(left, offset, LONGEST) : ByteSet.any();
        }
        if (offset == FirstBytes.LENGTH) {
            return left instanceof Expression.Length length && !length.ofRequest() ? lengths(constant) : ByteSet.any();
        }
        if (readsOnly(left, offset)) {
            return tried(this, offset);
        }
        return switch (operator) {
            case EQUAL -> oneOf(left, offset, constant.value());
            case AT_MOST -> atMost(left, offset, constant.value());
            case LESS -> atMost(left, offset, constant.value() - 1);
            default -> ByteSet.any();
        };
    }

    /** Whether an expression is the length plus or minus a small constant. */
    private static boolean isNearLength(Expression expression) {
        if (expression instanceof Expression.Binary sum) {
            boolean little = sum.right() instanceof Expression.Constant constant && constant.value() < LITTLE;
            return (sum.operator() == '+' || sum.operator() == '-') && little && isNearLength(sum.left());
        }
        return expression instanceof Expression.Length length && !length.ofRequest();
    }

    private ByteSet lengths(Expression.Constant bound) {
        return switch (operator) {
            case EQUAL -> lengths(bound.value(), bound.value());
            case NOT_EQUAL -> ByteSet.any();
            case LESS -> lengths(0, bound.value() - 1);
            case AT_MOST -> lengths(0, bound.value());
            case GREATER -> lengths(bound.value() + 1, Long.MAX_VALUE);
            case AT_LEAST -> lengths(bound.value(), Long.MAX_VALUE);
        };
    }

    /** The lengths in a range, as {@link FirstBytes#ofLength} encodes them. */
    static ByteSet lengths(long from, long to) {
        int most = (int) Math.max(0, Math.min(to, Integer.MAX_VALUE));
        int least = (int) Math.max(0, Math.min(from, Integer.MAX_VALUE));
        return to < 0
                ? ByteSet.none()
                : ByteSet.where(count -> count >= FirstBytes.ofLength(least) && count <= FirstBytes.ofLength(most));
    }

    /** Tests a condition that reads only the byte at {@code offset} against every value of it. */
    static ByteSet tried(Condition condition, int offset) {
        Message probe = new Message();
        byte[] bytes = new byte[offset + 1];
        return ByteSet.where(value -> {
            bytes[offset] = (byte) value;
            return condition.test(probe.of(bytes, 0, bytes.length, bytes.length, false)) == Truth.YES;
        });
    }

    static boolean readsOnly(Expression expression, int offset) {
        if (expression instanceof Expression.Binary binary) {
            return readsOnly(binary.left(), offset) && binary.right() instanceof Expression.Constant;
        }
        return expression instanceof Expression.Field field && field.width() == 1 && significance(field, offset) == 0;
    }

    /** Values of the byte at {@code offset} if the field has one of {@code values}. */
    static ByteSet oneOf(Expression expression, int offset, long... values) {
        boolean masked = expression instanceof Expression.Binary binary
                && binary.operator() == '&'
                && binary.right() instanceof Expression.Constant;
        Expression field = masked ? ((Expression.Binary) expression).left() : expression;
        long mask = masked ? ((Expression.Constant) ((Expression.Binary) expression).right()).value() : -1;
        int significance = significance(field, offset);
        if (significance < 0) {
            return ByteSet.any();
        }
        int kept = (int) (mask >>> 8 * significance) & 0xff;
        ByteSet bytes = ByteSet.none();
        for (long value : values) {
            bytes.add(ByteSet.where(octet -> (octet & kept) == (value >>> 8 * significance & 0xff)));
        }
        return bytes;
    }

    /** Values of the byte at {@code offset} if the field is at most {@code highest}. */
    static ByteSet atMost(Expression expression, int offset, long highest) {
        int significance = significance(expression, offset);
        if (significance < 0 || highest < 0 || significance < 7 && highest >>> 8 * (significance + 1) != 0) {
            return ByteSet.any();
        }
        return ByteSet.where(octet -> octet <= highest >>> 8 * significance);
    }

    /**
     * Index of the field's byte at {@code offset}, 0 for the least significant; -1 if there is none or it is not known.
     */
    private static int significance(Expression expression, int offset) {
        if (expression instanceof Expression.Field field
                && !field.ofRequest()
                && field.offset() instanceof Expression.Constant from) {
            long index = offset - from.value();
            if (index >= 0 && index < field.width()) {
                return (int) (field.littleEndian() ? index : field.width() - 1 - index);
            }
        }
        return -1;
    }

    @Override
    public String text() {
        return left.text() + " " + operator.sign + " " + right.text();
    }
}
