package dev.periplus.spark;

import dev.periplus.capture.SecretBlocks;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that captures hold, of bounded size: what does not fit is told as too long. Each applies to packets behind it
 * in its capture, so that their order does not matter.
 */
final class Secrets implements SecretBlocks, Serializable {
    private static final long serialVersionUID = 1L;

    private static final int MOST_BYTES = 16 << 20;
    private static final int MOST = 10_000;

    private final List<Block> blocks = new ArrayList<>();
    private int bytes;

    /** A block of secrets; without a body if it is too long. */
    private record Block(int capture, long before, byte @Nullable [] body) implements Serializable {}

    @Override
    public void block(int capture, long before, byte[] body) {
        boolean fits = body.length <= MOST_BYTES - bytes;
        bytes += fits ? body.length : 0;
        add(new Block(capture, before, fits ? body : null));
    }

    @Override
    public void tooLong(int capture) {
        add(new Block(capture, 0, null));
    }

    private void add(Block block) {
        if (blocks.size() < MOST) {
            blocks.add(block);
        }
    }

    /** Adds those of a split, now that its capture and the number of packets before it are known. */
    void add(Secrets split, int capture, long before) {
        for (Block block : split.blocks) {
            byte[] body = block.body;
            if (body == null) {
                tooLong(capture);
            } else {
                block(capture, before + block.before, body);
            }
        }
    }

    /** Tells all of them. */
    void tell(SecretBlocks to) {
        for (Block block : blocks) {
            byte[] body = block.body;
            if (body == null) {
                to.tooLong(block.capture);
            } else {
                to.block(block.capture, block.before, body);
            }
        }
    }
}
