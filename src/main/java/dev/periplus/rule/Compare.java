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

    private static final double LENGTH_IS = 6;
    private static final double LENGTH_BOUND = 1;

    /** Bits a byte for two fields that agree: small numbers often do. */
    private static final double FIELDS_AGREE = 5;

    private final Expression left;
    private final Operator operator;
    private final Expression right;
    private final boolean lengthOnLeft;
    private final boolean lengthOnRight;

    Compare(Expression left, Operator operator, Expression right) {
        this.left = left;
        this.operator = operator;
        this.right = right;
        lengthOnLeft = left.width() == -1;
        lengthOnRight = right.width() == -1;
    }

    @Override
    public Truth test(Message message) {
        message.begin();
        long a = left.value(message);
        long b = right.value(message);
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

    /** The length of a stream's message only grows: true where a longer one can make the comparison hold. */
    private boolean mayComeTrue(long a, long b) {
        return switch (operator) {
            case EQUAL -> lengthOnLeft && a < b || lengthOnRight && b < a;
            case GREATER, AT_LEAST -> lengthOnLeft;
            case LESS, AT_MOST -> lengthOnRight;
            case NOT_EQUAL -> lengthOnLeft || lengthOnRight;
        };
    }

    @Override
    public double bits() {
        boolean ofLength = lengthOnLeft || lengthOnRight;
        int width = Math.max(left.width(), right.width());
        if (ofLength && width <= 0) {
            return operator == Operator.EQUAL ? LENGTH_IS : operator == Operator.NOT_EQUAL ? 0 : LENGTH_BOUND;
        }
        return switch (operator) {
            case EQUAL ->
                Math.min(Math.min(left.spread(), right.width() == 0 ? 64 : right.spread()), equalBits(ofLength, width));
            case NOT_EQUAL -> 0;
            default -> right instanceof Expression.Constant bound && !ofLength ? boundBits(bound.value(), width) : 1;
        };
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
        return ofLength ? Bits.ofLengthRelation(width) : Math.min(width * FIELDS_AGREE, 20);
    }

    private double boundBits(long bound, int width) {
        double all = Math.pow(2, 8.0 * width);
        return switch (operator) {
            case LESS -> Bits.ofRange(bound, 0, bound, width);
            case AT_MOST -> Bits.ofRange(bound + 1.0, 0, bound, width);
            default -> Math.max(0, Math.min(2, Bits.of(Math.max(1, all - bound) / all)));
        };
    }

    @Override
    public FirstBytes first() {
        if (!(right instanceof Expression.Constant constant)) {
            return FirstBytes.any();
        }
        if (left instanceof Expression.Field field
                && operator == Operator.EQUAL
                && atStart(field)
                && field.width() > 1) {
            int shift = field.littleEndian() ? 0 : 8 * (field.width() - 1);
            return FirstBytes.where(value -> value == (constant.value() >>> shift & 0xff));
        }
        return onlyFirstByte(left) ? whereFirst(this) : FirstBytes.any();
    }

    /** Tries all values of the first byte on a condition that reads nothing else. */
    static FirstBytes whereFirst(Condition condition) {
        Message probe = new Message();
        byte[] one = new byte[1];
        return FirstBytes.where(value -> {
            one[0] = (byte) value;
            return condition.test(probe.of(one, 0, 1, 1, false)) == Truth.YES;
        });
    }

    static boolean onlyFirstByte(Expression expression) {
        if (expression instanceof Expression.Binary binary) {
            return onlyFirstByte(binary.left()) && binary.right() instanceof Expression.Constant;
        }
        return expression instanceof Expression.Field field && field.width() == 1 && atStart(field);
    }

    private static boolean atStart(Expression.Field field) {
        return !field.ofRequest() && field.offset() instanceof Expression.Constant at && at.value() == 0;
    }

    @Override
    public String text() {
        return left.text() + " " + operator.sign + " " + right.text();
    }
}
