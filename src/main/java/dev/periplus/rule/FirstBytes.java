package dev.periplus.rule;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The values that the first bytes of a message can have if a condition holds, for the offsets where not every value is
 * possible. The length of a complete message counts as the byte before the first; all lengths above 254 count as one.
 * If the near bytes narrow down too little, some bytes further on are included. Immutable.
 */
final class FirstBytes {
    /** Pseudo-offset of the length. */
    static final int LENGTH = -1;

    /** Bytes from here on are far. */
    static final int NEAR = 20;

    private static final int END = 128;

    /** Number of telling bytes that is enough. */
    private static final int ENOUGH = 3;

    /** A byte with at most this many possible values is telling. */
    private static final int TELLING = 64;

    private static final int LONG = ByteSet.VALUES - 1;

    /** By offset, {@link #LENGTH} first; null if every value is possible. */
    private final @Nullable ByteSet[] near = new ByteSet[NEAR - LENGTH];

    private Far[] far = {};

    /** The possible values of a byte at {@link #NEAR} or beyond. */
    private record Far(int offset, ByteSet values) {}

    private void put(int offset, ByteSet values) {
        if (offset < NEAR) {
            near[offset - LENGTH] = values;
        } else {
            far = Arrays.copyOf(far, far.length + 1);
            far[far.length - 1] = new Far(offset, values);
        }
    }

    static FirstBytes of(Condition when) {
        FirstBytes first = new FirstBytes();
        int telling = 0;
        for (int offset = LENGTH; offset < NEAR || offset < END && telling < ENOUGH; offset++) {
            ByteSet values = offset == LENGTH ? lengths(when) : when.at(offset);
            if (values.size() < ByteSet.VALUES) {
                first.put(offset, values);
                telling += values.size() <= TELLING ? 1 : 0;
            }
        }
        return first;
    }

    /** The lengths of a complete message that has each byte of which not every value is possible. */
    private static ByteSet lengths(Condition when) {
        int last = END - 1;
        while (last >= 0 && when.at(last).size() == ByteSet.VALUES) {
            last--;
        }
        ByteSet lengths = when.at(LENGTH);
        lengths.retain(longerThan(last));
        return lengths;
    }

    /** The lengths above this one. */
    static ByteSet longerThan(int length) {
        return ByteSet.where(value -> value > length || value == LONG);
    }

    /** Encodes a length as a byte value. */
    static int ofLength(int length) {
        return Math.min(length, LONG);
    }

    /** The possible values at an offset from {@link #LENGTH} to {@link #NEAR}; null if every value is possible. */
    @Nullable
    ByteSet near(int offset) {
        return near[offset - LENGTH];
    }

    /** Returns false if a far byte rules the condition out. */
    boolean allowFar(Message message) {
        for (Far check : far) {
            boolean present = check.offset < message.available;
            if (present ? !check.values.has(message.bytes[message.start + check.offset] & 0xff) : !message.open) {
                return false;
            }
        }
        return true;
    }

    void write(DataOutput out) throws IOException {
        int nearby = (int) Arrays.stream(near).filter(Objects::nonNull).count();
        out.writeByte(nearby + far.length);
        for (int offset = LENGTH; offset < NEAR; offset++) {
            ByteSet values = near(offset);
            if (values != null) {
                out.writeByte(offset);
                values.write(out);
            }
        }
        for (Far check : far) {
            out.writeByte(check.offset);
            check.values.write(out);
        }
    }

    static FirstBytes read(DataInput in) throws IOException {
        FirstBytes first = new FirstBytes();
        for (int left = in.readByte(); left > 0; left--) {
            first.put(in.readByte(), ByteSet.read(in));
        }
        return first;
    }
}
