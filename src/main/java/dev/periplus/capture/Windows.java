package dev.periplus.capture;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run of bytes seen through one buffer at a time. The record at {@link #position} is always contiguous: where it does
 * not fit into what is left of the buffer, the next buffer begins with it. Plain fields, because they are read for every
 * packet. A buffer that was left is given to {@link #retire} with what frees it.
 */
abstract class Windows implements AutoCloseable {
    /** The buffer to read from and to hand out: direct, big-endian, read-only. */
    ByteBuffer bytes = ByteBuffer.allocateDirect(0).asReadOnlyBuffer();

    /** Where the next record begins in {@link #bytes}. */
    int position;

    /** Bytes of {@link #bytes} that are there. */
    int limit;

    /** Offset of the first byte of {@link #bytes} in the run. */
    long base;

    /** Why the run ended before its end, a clause; null where it did not. */
    @Nullable
    String failure;

    /** Takes what frees a buffer that no later record lies in. */
    final Consumer<Runnable> retire;

    Windows(Consumer<Runnable> retire) {
        this.retire = retire;
    }

    /** Makes {@code count} bytes from {@link #position} contiguous, which may move it; false where there are fewer. */
    abstract boolean more(int count);

    /** How many bytes follow {@link #position}; to be asked after {@link #more} was false. */
    abstract long rest();

    /** Bytes of the file read so far; of packed data those of the packed file. */
    abstract long fileBytes();

    /** True where the run is unpacked from the file. */
    abstract boolean unpacked();

    /** Retires the current buffer and closes the file. */
    @Override
    public abstract void close();

    /** True where {@code count} bytes can be read at {@link #position}. */
    final boolean has(int count) {
        return limit - position >= count || more(count);
    }

    /** Moves on; false where the run ends before. */
    final boolean skip(long count) {
        long left = count;
        while (left > limit - position) {
            left -= limit - position;
            position = limit;
            if (!more(1)) {
                return false;
            }
        }
        position += (int) left;
        return true;
    }

    /** Offset of {@link #position} in the run. */
    final long offset() {
        return base + position;
    }
}
