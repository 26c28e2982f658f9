package dev.periplus.classify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Stores byte arrays until they are read back: the first in memory, the rest in a temporary file that only the owner
 * can read and that is unlinked if the system allows it. If the file cannot be written, everything stays in memory. For
 * use by one thread at a time.
 *
 * <p>How it works. Arrays are appended to chunks; a full chunk goes to memory or to the file. Once all arrays of a
 * chunk have been taken, its number and its place in the file are reused.
 */
final class ByteStore implements AutoCloseable {
    private static final int CHUNK_BITS = 13;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int FIRST_CHUNKS = 16;

    /** File chunks cached after a read. */
    private static final int CACHED = 256;

    private final int mostInMemory;

    /** Indexed by chunk number: its bytes, null if they are in the file; its place there; the arrays that it holds. */
    private byte @Nullable [][] chunks = new byte[FIRST_CHUNKS][];

    private long[] places = new long[FIRST_CHUNKS];
    private int[] runs = new int[FIRST_CHUNKS];
    private final Numbers freeChunks = new Numbers();
    private final Numbers freePlaces = new Numbers();
    private int used;
    private int inMemory;

    private byte[] filling = new byte[CHUNK];
    private int filled;
    private int current;
    private @Nullable FileChannel file;
    private boolean fileFailed;

    private final byte @Nullable [][] cache = new byte[CACHED][];
    private final int[] cached = new int[CACHED];

    /** A stack of numbers to reuse. */
    private static final class Numbers {
        private long[] numbers = new long[FIRST_CHUNKS];
        private int count;

        void push(long number) {
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            numbers[count++] = number;
        }

        long pop() {
            return numbers[--count];
        }
    }

    /** @param bytesInMemory limit before the file is used */
    ByteStore(long bytesInMemory) {
        mostInMemory = (int) Math.max(1, bytesInMemory / CHUNK);
        clear();
    }

    /** Stores {@code length} bytes; returns their place. */
    long put(byte[] bytes, int length) {
        if (length > filling.length - filled) {
            seal();
            if (length > filling.length) {
                filling = new byte[length];
            }
        }
        long place = (long) current << CHUNK_BITS | filled;
        System.arraycopy(bytes, 0, filling, filled, length);
        filled += length;
        runs[current]++;
        return place;
    }

    private void seal() {
        if (runs[current] > 0) {
            if (inMemory >= mostInMemory && filling.length == CHUNK && write()) {
                chunks[current] = null;
            } else {
                chunks[current] = filling;
                filling = new byte[CHUNK];
                inMemory++;
            }
            current = number();
        }
        filled = 0;
    }

    private int number() {
        if (freeChunks.count > 0) {
            return (int) freeChunks.pop();
        }
        if (used == chunks.length) {
            chunks = Arrays.copyOf(chunks, 2 * used);
            places = Arrays.copyOf(places, 2 * used);
            runs = Arrays.copyOf(runs, 2 * used);
        }
        return used++;
    }

    private boolean write() {
        if (fileFailed) {
            return false;
        }
        try {
            FileChannel to = file == null ? open() : file;
            file = to;
            long place = freePlaces.count > 0 ? freePlaces.pop() : to.size();
            places[current] = place;
            ByteBuffer bytes = ByteBuffer.wrap(filling);
            while (bytes.hasRemaining()) {
                to.write(bytes, place + bytes.position());
            }
            return true;
        } catch (IOException e) {
            fileFailed = true;
            return false;
        }
    }

    private static FileChannel open() throws IOException {
        Path path = Files.createTempFile("periplus", ".inspections");
        FileChannel opened = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        try {
            Files.delete(path);
        } catch (IOException e) {
            // Some systems cannot unlink an open file; it is deleted when closed.
            path.toFile().deleteOnExit();
        }
        return opened;
    }

    /** Returns the buffer that holds a place; the bytes start at {@link #offset}. Valid until the next call. */
    byte[] at(long place) {
        int chunk = chunk(place);
        byte[] kept = chunk == current ? filling : chunks[chunk];
        return kept == null ? fromFile(chunk) : kept;
    }

    static int offset(long place) {
        return (int) place & CHUNK - 1;
    }

    private static int chunk(long place) {
        return (int) (place >>> CHUNK_BITS);
    }

    byte[] copy(long place, int length) {
        int offset = offset(place);
        return Arrays.copyOfRange(at(place), offset, offset + length);
    }

    /** Returns and forgets stored bytes. */
    byte[] take(long place, int length) {
        byte[] run = copy(place, length);
        int chunk = chunk(place);
        if (--runs[chunk] == 0 && chunk != current) {
            if (chunks[chunk] == null) {
                freePlaces.push(places[chunk]);
                cached[chunk % CACHED] = -1;
            } else {
                chunks[chunk] = null;
                inMemory--;
            }
            freeChunks.push(chunk);
        }
        return run;
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
                        throw new IOException("temporary inspection file was truncated");
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            cached[slot] = chunk;
        }
        return here;
    }

    /** Number of chunks, in use or free for reuse. */
    int chunks() {
        return used;
    }

    /** Forgets everything. */
    void clear() {
        Arrays.fill(chunks, null);
        Arrays.fill(runs, 0);
        Arrays.fill(cached, -1);
        freeChunks.count = 0;
        freePlaces.count = 0;
        inMemory = 0;
        used = 0;
        filled = 0;
        current = number();
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
