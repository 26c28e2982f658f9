package dev.periplus.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Decompresses gzip (RFC 1952), member after member. Zero bytes after the last member are padding. */
final class GzipFeed implements Feed {
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final RawFeed packed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private boolean inMember;
    private long members;
    private @Nullable IOException pending;

    GzipFeed(RawFeed packed) {
        this.packed = packed;
        packed.lookFurther();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (pending != null) {
            throw pending;
        }
        int start = into.position();
        try {
            while (into.position() == start) {
                if (!inMember && !beginMember()) {
                    return -1;
                }
                inflate(into);
            }
        } catch (IOException e) {
            if (into.position() == start) {
                throw e;
            }
            pending = e;
        }
        return into.position() - start;
    }

    private void inflate(ByteBuffer into) throws IOException {
        boolean input = packed.look(1);
        int start = into.position();
        inflater.setInput(packed.ahead());
        try {
            inflater.inflate(into);
        } catch (DataFormatException e) {
            throw new IOException("the gzip data is damaged at byte " + position() + " of the file");
        }
        crc.update(into.duplicate().limit(into.position()).position(start));
        if (inflater.finished()) {
            endMember();
        } else if (inflater.needsDictionary()) {
            throw new IOException("the gzip data needs a dictionary");
        } else if (!input && into.position() == start) {
            throw new IOException("the gzip data is truncated");
        }
    }

    /** Reads a member's header (RFC 1952 section 2.3); returns false at the end of the file. */
    private boolean beginMember() throws IOException {
        long at = skipPadding();
        if (!packed.look(1)) {
            return false;
        }
        if (!packed.look(10) || u16() != 0x8b1f || packed.next() != 8) {
            throw new IOException("the data at byte " + at + " of the file is not gzip");
        }
        int flags = packed.next();
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(u16());
        }
        for (int texts = Integer.bitCount(flags & (NAME | COMMENT)); texts > 0; texts--) {
            while (byteOf() != 0) {
                continue;
            }
        }
        if ((flags & HEADER_CRC) != 0) {
            skip(2);
        }
        inflater.reset();
        crc.reset();
        members++;
        inMember = true;
        return true;
    }

    private long skipPadding() throws IOException {
        ByteBuffer ahead = packed.ahead();
        while (members > 0 && packed.look(1) && ahead.get(ahead.position()) == 0) {
            ahead.get();
        }
        return position();
    }

    private void endMember() throws IOException {
        inMember = false;
        long expected = u16() | (long) u16() << 16;
        long length = u16() | (long) u16() << 16;
        if (expected != crc.getValue() || length != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new IOException(
                    "the gzip checksum before byte " + position() + " of the file is wrong: the data is damaged");
        }
    }

    private int byteOf() throws IOException {
        int next = packed.next();
        if (next < 0) {
            throw new IOException("the gzip data is truncated");
        }
        return next;
    }

    private int u16() throws IOException {
        int low = byteOf();
        return low | byteOf() << 8;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            byteOf();
        }
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
        inflater.end();
        packed.close();
    }
}
