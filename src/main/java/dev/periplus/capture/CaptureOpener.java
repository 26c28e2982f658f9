package dev.periplus.capture;

import dev.periplus.natives.BundledLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/** Opens captures, recognising the format by content, never by name. */
final class CaptureOpener {
    /** The path that stands for standard input. */
    static final String STANDARD_INPUT = "-";

    private static final int GZIP = 0x1f8b;
    private static final int ZSTD = 0x28b52ffd;
    private static final int ZSTD_SKIPPABLE = 0x502a4d18;

    private final BufferPool pool;
    private final InputStream standardInput;

    CaptureOpener(int buffer, InputStream standardInput) {
        this.pool = new BufferPool(buffer);
        this.standardInput = standardInput;
    }

    /** An open capture: its packets and its format, with the compression if any. */
    record Opened(Records records, String format) {}

    /** Whether a capture can be opened twice. */
    static boolean isRepeatable(String path) {
        try {
            return !path.equals(STANDARD_INPUT) && Files.isRegularFile(Path.of(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Size of a regular file in bytes; 0 for anything else. */
    static long sizeOf(String path) {
        try {
            return isRepeatable(path) ? Files.size(Path.of(path)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Opens a capture. Leaves nothing open on failure.
     *
     * @param retire receives the action that frees a buffer, to run once no packet in it is needed
     */
    Opened open(String path, Consumer<Runnable> retire) throws IOException {
        ReadableByteChannel channel = channel(path);
        try {
            return open(channel, retire);
        } catch (IOException | RuntimeException e) {
            Failures.closeQuietly(channel);
            throw e;
        }
    }

    private ReadableByteChannel channel(String path) throws IOException {
        if (path.equals(STANDARD_INPUT)) {
            return Channels.newChannel(standardInput);
        }
        Path file;
        try {
            file = Path.of(path);
        } catch (InvalidPathException e) {
            throw new RefusedException("no such file");
        }
        if (Files.isDirectory(file)) {
            Files.newDirectoryStream(file).close(); // throws what keeps it from being read
            throw new RefusedException("is a directory");
        }
        return FileChannel.open(file);
    }

    /** Same, for a channel, which this leaves open on failure. */
    Opened open(ReadableByteChannel channel, Consumer<Runnable> retire) throws IOException {
        RawFeed raw = new RawFeed(channel);
        int magic = raw.look(4) ? raw.ahead().getInt(raw.ahead().position()) : 0;
        if (magic >>> 16 == GZIP) {
            return records(new Windows(new GzipFeed(raw), pool, retire), " in gzip");
        }
        if (magic == ZSTD || (magic & 0xf0ffffff) == ZSTD_SKIPPABLE) {
            BundledLibrary.loadZstd();
            return records(new Windows(new ZstdFeed(raw), pool, retire), " in zstd");
        }
        return records(new Windows(raw, pool, retire), "");
    }

    private static Opened records(Windows windows, String packing) throws IOException {
        boolean section = windows.has(4) && Numbers.i32(windows.bytes, windows.position) == PcapngRecords.SECTION;
        byte[] head = head(windows, section ? PcapngRecords.LOOK : 4);
        if (isCapture(head)) {
            Records records = records(windows);
            return new Opened(records, records.format() + packing);
        }
        head = head(windows, ForeignFile.LOOK);
        String failure = windows.failure;
        windows.close();
        if (head.length == 0 && failure != null) {
            throw new RefusedException(failure);
        }
        String packed = packing.isEmpty() ? "" : packing.substring(" in ".length()) + " of ";
        boolean empty = packed.isEmpty() && head.length == 0;
        throw new RefusedException(
                empty ? "empty file" : "not a capture; it looks like " + packed + ForeignFile.looksLike(head));
    }

    /** Reads the header at the position; there is one. */
    static Records records(Windows windows) {
        boolean section = Numbers.i32(windows.bytes, windows.position) == PcapngRecords.SECTION;
        return section ? new PcapngRecords(windows) : new PcapRecords(windows);
    }

    /** Returns the first {@code count} bytes, or fewer if there are fewer. */
    private static byte[] head(Windows windows, int count) {
        windows.has(count);
        int there = Math.min(count, windows.limit - windows.position);
        return Arrays.copyOfRange(windows.bytes, windows.position, windows.position + there);
    }

    private static boolean isCapture(byte[] head) {
        if (head.length < 4) {
            return false;
        }
        int magic = Numbers.i32(head, 0);
        return PcapRecords.begins(magic) || magic == PcapngRecords.SECTION && PcapngRecords.ordersBytes(head);
    }
}
