package dev.periplus.classify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs of bytes that are put away until they are asked for: the first in memory, the rest in a temporary file that only
 * the owner can read and that has no name where the system allows it. Where the file cannot be written, they stay in
 * memory. For use by one thread at a time.
 */
final class ByteStore implements AutoCloseable {
    private static final int CHUNK_BITS = 16;
    private static final int CHUNK = 1 << CHUNK_BITS;

    /** Chunks of the file that are kept once read. */
    private static final int CACHED = 64;

    private final int mostInMemory;

    /** Null where the chunk is in the file. */
    private final List<byte @Nullable []> chunks = new ArrayList<>();

    private long[] places = new long[16];
    private byte[] filling = new byte[CHUNK];
    private int filled;
    private @Nullable FileChannel file;
    private boolean fileFailed;

    private final byte @Nullable [][] cache = new byte[CACHED][];
    private final int[] cached = new int[CACHED];

    /** @param bytesInMemory before the file is used */
    ByteStore(long bytesInMemory) {
        mostInMemory = (int) Math.max(1, bytesInMemory / CHUNK);
        Arrays.fill(cached, -1);
    }

    /** Puts bytes away; gives their place. */
    long put(byte[] bytes, int length) {
        if (length > filling.length - filled) {
            seal();
            if (length > filling.length) {
                filling = new byte[length];
            }
        }
        long place = (long) chunks.size() << CHUNK_BITS | filled;
        System.arraycopy(bytes, 0, filling, filled, length);
        filled += length;
        return place;
    }

    private void seal() {
        if (filled == 0) {
            return;
        }
        boolean inFile = chunks.size() >= mostInMemory && filling.length == CHUNK && write();
        chunks.add(inFile ? null : filling);
        filling = inFile ? filling : new byte[CHUNK];
        filled = 0;
    }

    private boolean write() {
        if (fileFailed) {
            return false;
        }
        try {
            FileChannel to = file == null ? open() : file;
            file = to;
            int chunk = chunks.size();
            if (chunk >= places.length) {
                places = Arrays.copyOf(places, 2 * chunk);
            }
            places[chunk] = to.size();
            ByteBuffer bytes = ByteBuffer.wrap(filling);
            while (bytes.hasRemaining()) {
                to.write(bytes, places[chunk] + bytes.position());
            }
            return true;
        } catch (IOException e) {
            fileFailed = true;
            return false;
        }
    }

    private static FileChannel open() throws IOException {
        Path path = Files.createTempFile("periplus", ".findings");
        FileChannel opened = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        try {
            Files.delete(path);
        } catch (IOException e) {
            // Some systems keep the name of an open file; it goes when the file is closed.
            path.toFile().deleteOnExit();
        }
        return opened;
    }

    /** The bytes around a place: they begin at {@link #offset}. Valid until the next call. */
    byte[] at(long place) {
        int chunk = (int) (place >>> CHUNK_BITS);
        byte[] kept = chunk == chunks.size() ? filling : chunks.get(chunk);
        return kept == null ? fromFile(chunk) : kept;
    }

    static int offset(long place) {
        return (int) place & CHUNK - 1;
    }

    private byte[] fromFile(int chunk) {
        int slot = chunk % CACHED;
        byte[] here = cache[slot];
        if (here == null) {
            here = new byte[CHUNK];
            cache[slot] = here;
        }
        FileChannel from = file;
        if (cached[slot] != chunk && from != null) {
            cached[slot] = -1;
            try {
                ByteBuffer bytes = ByteBuffer.wrap(here);
                while (bytes.hasRemaining()) {
                    if (from.read(bytes, places[chunk] + bytes.position()) < 0) {
                        throw new IOException("the temporary file of findings is shorter than it was");
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            cached[slot] = chunk;
        }
        return here;
    }

    /** Forgets everything. */
    void clear() {
        chunks.clear();
        filled = 0;
        Arrays.fill(cached, -1);
        close();
    }

    @Override
    public void close() {
        FileChannel open = file;
        file = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
