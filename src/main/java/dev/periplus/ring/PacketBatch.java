package dev.periplus.ring;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A slot of the ring: descriptors of up to {@link #SIZE} packets, in capture order, and the shards' results. */
final class PacketBatch {
    static final int SIZE = 256;

    final byte[] @Nullable [] bytes = new byte[SIZE][];
    final int[] offset = new int[SIZE];
    final int[] captured = new int[SIZE];
    final int[] wire = new int[SIZE];
    final int[] linkType = new int[SIZE];
    final int[] capture = new int[SIZE];
    final long[] number = new long[SIZE];
    final long[] time = new long[SIZE];

    /** The {@link InputClock} at this packet; never decreases. */
    final long[] clock = new long[SIZE];

    /** Whether its time is in doubt. */
    final boolean[] doubtful = new boolean[SIZE];

    /** Hash of the outermost addresses, which chooses the shard. */
    final int[] hash = new int[SIZE];

    int count;

    /** Whether every shard must end all of its flows after this batch. */
    boolean last;

    /** The clock at the end of the batch; may be behind the last packet, if its time is in doubt. */
    long end;

    /** Results by shard. */
    final ShardOutput[] outputs;

    /** Lets go of the source buffers, which may be large and many; called once all shards have passed. */
    void forgetBuffers() {
        Arrays.fill(bytes, 0, count, null);
    }

    PacketBatch(int shards) {
        outputs = new ShardOutput[shards];
        Arrays.setAll(outputs, shard -> new ShardOutput());
    }
}
