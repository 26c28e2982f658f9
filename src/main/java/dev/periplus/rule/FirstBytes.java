package dev.periplus.rule;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the first bytes of a message can be where a condition holds: by offset, those that are not free. The length of a
 * whole message counts as the byte before the first, lengths above 254 as one. Where the near ones say too little, some
 * that lie further on are there too. Immutable.
 */
final class FirstBytes {
    /** The offset that stands for the length. */
    static final int LENGTH = -1;

    /** Bytes from here on are far. */
    static final int NEAR = 20;

    private static final int END = 128;

    /** So many bytes say enough. */
    private static final int ENOUGH = 3;

    /** A byte that can have more values than this says little. */
    private static final int TELLING = 64;

    private static final int LONG = ByteSet.VALUES - 1;

    /** By offset, {@link #LENGTH} first; null where all values are free. */
    private final @Nullable ByteSet[] near = new ByteSet[NEAR - LENGTH];

    private final List<Far> far = new ArrayList<>();

    /** What the byte at an offset from {@link #NEAR} on can be. */
    private record Far(int offset, ByteSet values) {}

    private void put(int offset, ByteSet values) {
        if (offset < NEAR) {
            near[offset - LENGTH] = values;
        } else {
            far.add(new Far(offset, values));
        }
    }

    static FirstBytes of(Condition when) {
        FirstBytes first = new FirstBytes();
        int telling = 0;
        for (int offset = LENGTH; offset < NEAR || offset < END && telling < ENOUGH; offset++) {
            ByteSet values = when.at(offset);
            if (values.size() < ByteSet.VALUES) {
                first.put(offset, values);
                telling += values.size() <= TELLING ? 1 : 0;
            }
        }
        return first;
    }

    /** How a length counts. */
    static int ofLength(int length) {
        return Math.min(length, LONG);
    }

    /** The values that an offset from {@link #LENGTH} to {@link #NEAR} can have, null where all can be. */
    @Nullable
    ByteSet near(int offset) {
        return near[offset - LENGTH];
    }

    /** False where a far byte shows that the condition cannot hold. */
    boolean allowFar(Message message) {
        for (int i = 0; i < far.size(); i++) {
            Far check = far.get(i);
            boolean present = check.offset < message.available;
            if (present ? !check.values.has(message.bytes[message.start + check.offset] & 0xff) : !message.open) {
                return false;
            }
        }
        return true;
    }

    void write(DataOutput out) throws IOException {
        int nearby = (int) Arrays.stream(near).filter(Objects::nonNull).count();
        out.writeByte(nearby + far.size());
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
