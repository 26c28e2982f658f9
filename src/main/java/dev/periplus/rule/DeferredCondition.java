package dev.periplus.rule;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A condition that is unpacked on first use; a run never needs most of them. */
final class DeferredCondition {
    private volatile @Nullable Condition condition;
    private byte @Nullable [] packed;

    private DeferredCondition(@Nullable Condition condition, byte @Nullable [] packed) {
        this.condition = condition;
        this.packed = packed;
    }

    static DeferredCondition of(Condition condition) {
        return new DeferredCondition(condition, null);
    }

    Condition get() {
        Condition known = condition;
        return known == null ? unpacked() : known;
    }

    private synchronized Condition unpacked() {
        byte[] bytes = packed;
        Condition known = condition;
        if (known == null && bytes != null) {
            try {
                known = ConditionCodec.read(new DataInputStream(new ByteArrayInputStream(bytes)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            condition = known;
            packed = null;
        }
        if (known == null) {
            throw new IllegalStateException("a condition without a form");
        }
        return known;
    }

    void write(DataOutput out) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ConditionCodec.write(get(), new DataOutputStream(bytes));
        out.writeInt(bytes.size());
        out.write(bytes.toByteArray());
    }

    /** Reads what {@link #write} wrote. */
    static DeferredCondition read(DataInput in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new DeferredCondition(null, bytes);
    }
}
