package dev.periplus.rulefile;

import java.io.ByteArrayOutputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Writes a pack, at build time: a head of tables that a run uses as they are, and things of which it reads few, each by its
 * offset. {@link PackReader} reads in the same order.
 */
public final class PackWriter {
    private final ByteArrayOutputStream headBytes = new ByteArrayOutputStream();
    private final DataOutputStream head = new DataOutputStream(headBytes);
    private final ByteArrayOutputStream dataBytes = new ByteArrayOutputStream();
    private final DataOutputStream data = new DataOutputStream(dataBytes);

    /** Writes one thing. */
    public interface ThingWriter<T> {
        void write(T thing, DataOutput out) throws IOException;
    }

    public void text(String text) throws IOException {
        Packed.write(head, text);
    }

    public void integers(Collection<Integer> numbers) throws IOException {
        integers(head, numbers);
    }

    /** Writes numbers in the form of {@link PackReader#integers}. */
    public static void integers(DataOutput out, Collection<Integer> numbers) throws IOException {
        out.writeInt(numbers.size());
        for (int number : numbers) {
            out.writeInt(number);
        }
    }

    public void names(HashedNames.Builder names) throws IOException {
        names.write(head);
    }

    public <T> void things(Collection<T> things, ThingWriter<T> writer) throws IOException {
        List<Integer> offsets = new ArrayList<>();
        for (T thing : things) {
            offsets.add(data.size());
            writer.write(thing, data);
        }
        integers(offsets);
    }

    /** Writes the pack to a file. */
    public void to(Path pack) throws IOException {
        Packed.file(pack, out -> {
            out.writeInt(PackReader.FORMAT);
            out.writeInt(headBytes.size());
            out.write(headBytes.toByteArray());
            out.write(dataBytes.toByteArray());
        });
    }
}
