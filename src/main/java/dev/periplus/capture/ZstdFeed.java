package dev.periplus.capture;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Decompresses Zstandard (RFC 8878), frame after frame; skips skippable frames. */
final class ZstdFeed implements Feed {
    private static final int UNPACKED = 128 * 1024;

    private final RawFeed packed;
    private final ZstdDecompressCtx context = new ZstdDecompressCtx();

    /** Decompressed bytes not yet used; direct, because the library accepts only direct buffers. */
    private final ByteBuffer unpacked = ByteBuffer.allocateDirect(UNPACKED).limit(0);

    private boolean between = true;
    private boolean holdsMore;
    private @Nullable IOException pending;

    ZstdFeed(RawFeed packed) {
        this.packed = packed;
        packed.lookFurther();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (!unpacked.hasRemaining() && !unpack()) {
            return -1;
        }
        int count = Math.min(unpacked.remaining(), into.remaining());
        int before = into.position();
        into.put(before, unpacked, unpacked.position(), count).position(before + count);
        unpacked.position(unpacked.position() + count);
        return count;
    }

    /** Decompresses at least one byte; returns false at the end. Bytes decompressed before damage are valid. */
    private boolean unpack() throws IOException {
        if (pending != null) {
            throw pending;
        }
        unpacked.clear();
        try {
            while (unpacked.position() == 0) {
                if (!holdsMore && !packed.look(1)) {
                    if (between) {
                        return false;
                    }
                    throw new IOException("the zstd data is truncated");
                }
                between = context.decompressDirectByteBufferStream(unpacked, packed.ahead());
                holdsMore = !between && !unpacked.hasRemaining();
            }
        } catch (ZstdException e) {
            pending = new IOException(
                    "the zstd data is damaged near byte " + position() + " of the file (" + e.getMessage() + ")");
        } catch (IOException e) {
            pending = e;
        } finally {
            unpacked.flip();
        }
        if (pending != null && !unpacked.hasRemaining()) {
            throw pending;
        }
        return true;
    }

    @Override
    public long position() {
        return packed.position();
    }

    @Override
    public boolean unpacks() {
        return true;
    }

    @Override
    public void close() {
        context.close();
        packed.close();
    }
}
