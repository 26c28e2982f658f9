package dev.periplus.rule;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

    private final Map<Integer, ByteSet> near;
    private final List<Far> far;

    /** What the byte at an offset from {@link #NEAR} on can be. */
    private record Far(int offset, ByteSet values) {}

    private FirstBytes(Map<Integer, ByteSet> byOffset) {
        near = new TreeMap<>();
        far = new ArrayList<>();
        byOffset.forEach((offset, values) -> {
            if (offset < NEAR) {
                near.put(offset, values);
            } else {
                far.add(new Far(offset, values));
            }
        });
    }

    static FirstBytes of(Condition when) {
        Map<Integer, ByteSet> sets = new TreeMap<>();
        int telling = 0;
        for (int offset = LENGTH; offset < NEAR || offset < END && telling < ENOUGH; offset++) {
            ByteSet values = when.at(offset);
            if (values.size() < ByteSet.VALUES) {
                sets.put(offset, values);
                telling += values.size() <= TELLING ? 1 : 0;
            }
        }
        return new FirstBytes(sets);
    }

    /** How a length counts. */
    static int ofLength(int length) {
        return Math.min(length, LONG);
    }

    /** The values by offset, {@link #LENGTH} to {@link #NEAR}; not of those that are free. */
    Map<Integer, ByteSet> near() {
        return near;
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
        out.writeByte(near.size() + far.size());
        for (Map.Entry<Integer, ByteSet> entry : near.entrySet()) {
            out.writeByte(entry.getKey());
            entry.getValue().write(out);
        }
        for (Far check : far) {
            out.writeByte(check.offset);
            check.values.write(out);
        }
    }

    static FirstBytes read(DataInput in) throws IOException {
        Map<Integer, ByteSet> sets = new TreeMap<>();
        for (int left = in.readByte(); left > 0; left--) {
            sets.put((int) in.readByte(), ByteSet.read(in));
        }
        return new FirstBytes(sets);
    }
}
