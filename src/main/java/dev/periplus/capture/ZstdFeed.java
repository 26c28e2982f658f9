package dev.periplus.capture;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Unpacks Zstandard (RFC 8878), frame after frame; skippable frames are skipped. */
final class ZstdFeed implements Feed {
    private final RawFeed packed;
    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private boolean between = true;
    private boolean holdsMore;
    private @Nullable IOException pending;

    ZstdFeed(RawFeed packed) {
        this.packed = packed;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (pending != null) {
            throw pending;
        }
        int start = into.position();
        try {
            while (into.position() == start) {
                if (!holdsMore && !packed.look(1)) {
                    if (between) {
                        return -1;
                    }
                    throw new IOException("the zstd data ends in the middle");
                }
                between = context.decompressDirectByteBufferStream(into, packed.ahead());
                holdsMore = !between && !into.hasRemaining();
            }
        } catch (ZstdException e) {
            fail(
                    into,
                    start,
                    new IOException("the zstd data is damaged near byte " + position() + " of the file ("
                            + e.getMessage() + ")"));
        } catch (IOException e) {
            fail(into, start, e);
        }
        return into.position() - start;
    }

    private void fail(ByteBuffer into, int start, IOException cause) throws IOException {
        if (into.position() == start) {
            throw cause;
        }
        pending = cause;
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
