package dev.periplus.flow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How the payload of a datagram flow is shared among the protocols on it. */
public final class Mixture {
    private static final int MOST = 4;

    /** Payload sent before the flow was known to be shared; it counts for the protocol found first. */
    private final long before;

    private final long[] payload = new long[DatagramKind.COUNT];

    /** By kind of datagram: the protocol that it belongs to, in the order in which they were found. */
    private final byte[] owner = new byte[DatagramKind.COUNT];

    private int protocols = 1;

    Mixture(long before) {
        this.before = before;
    }

    void add(int kind, int bytes) {
        payload[kind] += bytes;
    }

    /** Whether there is more than one protocol. */
    public boolean isShared() {
        return protocols > 1;
    }

    /** Number of protocols. */
    public int protocols() {
        return protocols;
    }

    /** Whether another protocol can be added. */
    public boolean hasRoom() {
        return protocols < MOST;
    }

    /**
     * Adds a protocol with its {@link DatagramKind kinds}, a bit for each; bits beyond them stand for the kinds inside
     * channels of TURN.
     */
    public void add(int kinds) {
        int own = kinds >> DatagramKind.COUNT == 0 ? kinds : 1 << DatagramKind.CHANNEL;
        for (int kind = 0; kind < DatagramKind.COUNT; kind++) {
            if ((own & 1 << kind) != 0) {
                owner[kind] = (byte) protocols;
            }
        }
        protocols++;
    }

    /** Position of the protocol with the most payload, in the order in which they were found. */
    public int largest() {
        long[] shares = new long[MOST];
        shares[0] = before;
        for (int kind = 0; kind < DatagramKind.COUNT; kind++) {
            shares[owner[kind]] += payload[kind];
        }
        int largest = 0;
        for (int i = 1; i < protocols; i++) {
            largest = shares[i] > shares[largest] ? i : largest;
        }
        return largest;
    }

    static void write(@Nullable Mixture mixture, DataOutput out) throws IOException {
        out.writeByte(mixture == null ? 0 : mixture.protocols);
        if (mixture != null) {
            out.writeLong(mixture.before);
            for (int kind = 0; kind < DatagramKind.COUNT; kind++) {
                out.writeLong(mixture.payload[kind]);
                out.writeByte(mixture.owner[kind]);
            }
        }
    }

    /** @throws DamagedStateException if no mixture can have these values */
    static @Nullable Mixture read(DataInput in) throws IOException {
        int protocols = in.readUnsignedByte();
        if (protocols == 0) {
            return null;
        }
        Mixture mixture = new Mixture(in.readLong());
        mixture.protocols = protocols;
        boolean possible = protocols <= MOST && mixture.before >= 0;
        for (int kind = 0; kind < DatagramKind.COUNT; kind++) {
            mixture.payload[kind] = in.readLong();
            mixture.owner[kind] = in.readByte();
            possible &= mixture.payload[kind] >= 0 && mixture.owner[kind] >= 0 && mixture.owner[kind] < protocols;
        }
        if (!possible) {
            throw new DamagedStateException("a flow has an impossible mixture");
        }
        return mixture;
    }
}
