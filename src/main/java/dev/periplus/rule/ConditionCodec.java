package dev.periplus.rule;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * The compiled form of conditions in the rule pack: a byte for the kind, then its parts. Regular expressions are stored
 * as automata, so that a run neither parses nor compiles what the build has checked.
 */
final class ConditionCodec {
    private enum Kind {
        ALL,
        ANY,
        NOT,
        BYTES,
        CHAIN,
        FIND,
        MATCH,
        COMPARE,
        RANGES,
        RANDOM
    }

    private enum Value {
        CONSTANT,
        LENGTH,
        FIELD,
        CHECKED,
        BINARY
    }

    private static final Kind[] KINDS = Kind.values();
    private static final Value[] VALUES = Value.values();
    private static final Compare.Operator[] OPERATORS = Compare.Operator.values();
    private static final Checksum[] CHECKSUMS = Checksum.values();

    private ConditionCodec() {}

    static void write(Condition condition, DataOutput out) throws IOException {
        if (condition instanceof Condition.All all) {
            kind(out, Kind.ALL);
            writeAll(all.tried(), out);
        } else if (condition instanceof Condition.Any any) {
            kind(out, Kind.ANY);
            writeAll(any.parts().toArray(Condition[]::new), out);
        } else if (condition instanceof Condition.Not not) {
            kind(out, Kind.NOT);
            write(not.part(), out);
        } else if (condition instanceof BytesAt bytes) {
            kind(out, Kind.BYTES);
            write(bytes.offset(), out);
            bytes.pattern().write(out);
        } else if (condition instanceof Chain chain) {
            kind(out, Kind.CHAIN);
            write(chain.pdu(), out);
            out.writeShort(chain.from());
            out.writeBoolean(chain.each());
            write(chain.then(), out);
        } else if (condition instanceof Find find) {
            kind(out, Kind.FIND);
            find.pattern().write(out);
            out.writeInt(find.from());
            out.writeInt(find.to());
        } else if (condition instanceof Match match) {
            kind(out, Kind.MATCH);
            match.write(out);
        } else if (condition instanceof Compare compare) {
            kind(out, Kind.COMPARE);
            write(compare.left(), out);
            out.writeByte(compare.operator().ordinal());
            write(compare.right(), out);
        } else if (condition instanceof InRanges ranges) {
            kind(out, Kind.RANGES);
            write(ranges.expression(), out);
            ranges.writeRanges(out);
        } else if (condition instanceof RandomBytes random) {
            kind(out, Kind.RANDOM);
            out.writeShort(random.from());
            out.writeShort(random.to());
        }
    }

    private static void kind(DataOutput out, Kind kind) throws IOException {
        out.writeByte(kind.ordinal());
    }

    private static void writeAll(Condition[] parts, DataOutput out) throws IOException {
        out.writeShort(parts.length);
        for (Condition part : parts) {
            write(part, out);
        }
    }

    private static void write(Expression expression, DataOutput out) throws IOException {
        if (expression instanceof Expression.Constant constant) {
            out.writeByte(Value.CONSTANT.ordinal());
            out.writeLong(constant.value());
            out.writeUTF(constant.text());
        } else if (expression instanceof Expression.Length length) {
            out.writeByte(Value.LENGTH.ordinal());
            out.writeBoolean(length.ofRequest());
        } else if (expression instanceof Expression.Field field) {
            out.writeByte(Value.FIELD.ordinal());
            out.writeByte(field.width());
            out.writeBoolean(field.littleEndian());
            write(field.offset(), out);
            out.writeBoolean(field.ofRequest());
        } else if (expression instanceof Expression.Checked checked) {
            out.writeByte(Value.CHECKED.ordinal());
            out.writeByte(checked.checksum().ordinal());
            write(checked.from(), out);
            write(checked.to(), out);
        } else if (expression instanceof Expression.Binary binary) {
            out.writeByte(Value.BINARY.ordinal());
            out.writeChar(binary.operator());
            write(binary.left(), out);
            write(binary.right(), out);
        }
    }

    /** Reads what {@link #write(Condition, DataOutput)} wrote. */
    static Condition read(DataInput in) throws IOException {
        return switch (KINDS[in.readByte()]) {
            case ALL -> new Condition.All(List.of(readAll(in)));
            case ANY -> new Condition.Any(List.of(readAll(in)));
            case NOT -> new Condition.Not(read(in));
            case BYTES -> new BytesAt(expression(in), BytePattern.read(in));
            case CHAIN -> new Chain(expression(in), in.readShort(), in.readBoolean(), read(in));
            case FIND -> new Find(BytePattern.read(in), in.readInt(), in.readInt());
            case MATCH -> Match.read(in);
            case COMPARE -> new Compare(expression(in), OPERATORS[in.readByte()], expression(in));
            case RANGES -> new InRanges(expression(in), InRanges.readRanges(in));
            case RANDOM -> new RandomBytes(in.readShort(), in.readShort());
        };
    }

    private static Condition[] readAll(DataInput in) throws IOException {
        Condition[] parts = new Condition[in.readShort()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = read(in);
        }
        return parts;
    }

    private static Expression expression(DataInput in) throws IOException {
        return switch (VALUES[in.readByte()]) {
            case CONSTANT -> new Expression.Constant(in.readLong(), in.readUTF());
            case LENGTH -> new Expression.Length(in.readBoolean());
            case FIELD -> new Expression.Field(in.readByte(), in.readBoolean(), expression(in), in.readBoolean());
            case CHECKED -> new Expression.Checked(CHECKSUMS[in.readByte()], expression(in), expression(in));
            case BINARY -> new Expression.Binary(in.readChar(), expression(in), expression(in));
        };
    }
}
