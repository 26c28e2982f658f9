package dev.periplus.flow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What else there is of a flow.
 *
 * @param otherHalf tags and tunnels of its other half, if that was captured elsewhere
 * @param copies tags and tunnels of its copies
 * @param continued the first part of its connection, if that has a record of its own
 * @param uid what its record states; null for a flow whose packets were seen
 */
record FlowParts(
        @Nullable Encapsulation otherHalf,
        List<Encapsulation> copies,
        @Nullable Flow continued,
        @Nullable String uid) {
    static final FlowParts NONE = new FlowParts(null, List.of(), null, null);

    private static final int MOST_COPIES = 8;
    private static final int HALF = 1;
    private static final int CONTINUES = 2;

    FlowParts withHalf(Encapsulation other) {
        return new FlowParts(other, copies, continued, uid);
    }

    /** Adds a copy, unless it is known or there are many. */
    FlowParts withCopy(Encapsulation where) {
        if (copies.size() == MOST_COPIES || copies.contains(where)) {
            return this;
        }
        List<Encapsulation> more = new ArrayList<>(copies);
        more.add(where);
        return new FlowParts(otherHalf, List.copyOf(more), continued, uid);
    }

    FlowParts continuing(Flow first) {
        return new FlowParts(otherHalf, copies, first, uid);
    }

    /** Writes the parts of a flow whose packets were seen; of the first part of its connection only the flow itself. */
    void write(DataOutput out) throws IOException {
        out.writeByte((otherHalf == null ? 0 : HALF) | (continued == null ? 0 : CONTINUES));
        if (otherHalf != null) {
            otherHalf.write(out);
        }
        out.writeByte(copies.size());
        for (Encapsulation copy : copies) {
            copy.write(out);
        }
        if (continued != null) {
            FlowCodec.write(continued, NONE, out);
        }
    }

    /** Reads what {@link #write} wrote. */
    static FlowParts read(DataInput in, int firstCapture) throws IOException {
        int flags = in.readUnsignedByte();
        FlowCodec.require(flags <= (HALF | CONTINUES));
        Encapsulation otherHalf = (flags & HALF) == 0 ? null : Encapsulation.read(in);
        Encapsulation[] copies = new Encapsulation[in.readUnsignedByte()];
        FlowCodec.require(copies.length <= MOST_COPIES);
        for (int i = 0; i < copies.length; i++) {
            copies[i] = Encapsulation.read(in);
        }
        Flow continued = (flags & CONTINUES) == 0 ? null : FlowCodec.read(in, firstCapture, false);
        return new FlowParts(otherHalf, List.of(copies), continued, null);
    }
}
