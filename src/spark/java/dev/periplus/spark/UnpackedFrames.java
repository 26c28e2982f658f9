package dev.periplus.spark;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.periplus.natives.BundledLibrary;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** What frames of a zstd file unpack to, from any offset on. A frame of another size than its index says is an error. */
final class UnpackedFrames extends InputStream {
    private final InputStream packed;
    private final Frames frames;
    private final byte[] one = new byte[1];
    private int frame;

    /** Offset in the file. */
    private long at;

    /** Offset of the next byte. */
    private long position;

    private @Nullable InputStream current;

    /**
     * @param packed the bytes of the file from the beginning of the frame that holds the position; closed with this
     * @param position offset of the first byte
     */
    UnpackedFrames(InputStream packed, Frames frames, long position) throws IOException {
        BundledLibrary.loadZstd();
        this.packed = packed;
        this.frames = frames;
        frame = frames.frame(position);
        at = frames.begins()[frame];
        this.position = frames.unpacked()[frame];
        skipNBytes(Math.min(position, frames.end()) - this.position);
    }

    /** The packed bytes of the frame. */
    private final class Bounded extends FilterInputStream {
        private final long end = frames.ends()[frame];

        Bounded() {
            super(packed);
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = at >= end ? -1 : super.read(into, from, (int) Math.min(length, end - at));
            at += Math.max(0, read);
            return read;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("zstd reads many bytes at a time");
        }

        @Override
        public void close() {}
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        while (length > 0 && frame < frames.count()) {
            InputStream unpacking = current;
            if (unpacking == null) {
                packed.skipNBytes(frames.begins()[frame] - at);
                at = frames.begins()[frame];
                unpacking = new ZstdInputStreamNoFinalizer(new Bounded());
                current = unpacking;
            }
            int read = unpacking.read(into, from, length);
            if (read > 0) {
                position += read;
                return read;
            }
            unpacking.close();
            current = null;
            frame++;
            if (position != frames.unpacked()[frame]) {
                throw new IOException("a zstd frame has another size than the index says");
            }
        }
        return length == 0 ? 0 : -1;
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public void close() throws IOException {
        InputStream unpacking = current;
        if (unpacking != null) {
            unpacking.close();
        }
        packed.close();
    }
}
