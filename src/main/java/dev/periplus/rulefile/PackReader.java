package dev.periplus.rulefile;

import java.io.ByteArrayInputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** Reads a pack of this build, in the order in which {@link PackWriter} wrote it. */
public final class PackReader {
    /** Changes with the form of packs. */
    static final int FORMAT = 0x50455202;

    private final byte[] bytes;
    private final ByteBuffer in;

    /** Where the offsets of things count from. */
    private final int data;

    /** Reads one thing. */
    public interface ThingReader<T> {
        T read(int number, DataInput in) throws IOException;
    }

    private PackReader(String name, byte[] bytes) {
        this.bytes = bytes;
        in = ByteBuffer.wrap(bytes);
        if (in.getInt() != FORMAT) {
            throw new IllegalStateException(name + " is of another build");
        }
        int head = in.getInt();
        data = in.position() + head;
    }

    /** Opens a pack of the jar. */
    public static PackReader resource(String name) {
        return of(name, Packed.bytes(name));
    }

    static PackReader of(String name, byte[] bytes) {
        return new PackReader(name, bytes);
    }

    public String text() {
        int length = in.getShort();
        String text = new String(bytes, in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }

    public int[] integers() {
        return integers(in);
    }

    /** Reads numbers at the position of a buffer. */
    public static int[] integers(ByteBuffer in) {
        int[] numbers = new int[in.getInt()];
        in.asIntBuffer().get(numbers);
        in.position(in.position() + numbers.length * Integer.BYTES);
        return numbers;
    }

    public HashedNames names() {
        return new HashedNames(integers());
    }

    /** Returns things that are read on first use, one object for each. They must be immutable. */
    public <T> List<T> things(ThingReader<T> reader) {
        return new Things<>(bytes, data, integers(), reader);
    }

    /** Returns the bytes from an offset on, for tables that few runs use. */
    public ByteBuffer at(int offset) {
        return ByteBuffer.wrap(bytes, data + offset, bytes.length - data - offset);
    }

    private static final class Things<T> extends AbstractList<T> implements RandomAccess {
        private final byte[] bytes;
        private final int data;
        private final int[] offsets;
        private final ThingReader<T> reader;
        private final @Nullable Object[] read;

        Things(byte[] bytes, int data, int[] offsets, ThingReader<T> reader) {
            this.bytes = bytes;
            this.data = data;
            this.offsets = offsets;
            this.reader = reader;
            read = new Object[offsets.length];
        }

        @Override
        @SuppressWarnings("unchecked")
        public T get(int number) {
            Object known = read[number]; // immutable: no thread sees half of it
            return known == null ? readNow(number) : (T) known;
        }

        @SuppressWarnings("unchecked")
        private T readNow(int number) {
            synchronized (read) {
                Object known = read[number];
                if (known == null) {
                    int at = data + offsets[number];
                    try {
                        known = reader.read(
                                number, new DataInputStream(new ByteArrayInputStream(bytes, at, bytes.length - at)));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    read[number] = known;
                }
                return (T) known;
            }
        }

        @Override
        public int size() {
            return offsets.length;
        }
    }
}
