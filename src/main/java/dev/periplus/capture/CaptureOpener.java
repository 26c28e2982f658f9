package dev.periplus.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens captures by what is in them, never by their names. */
final class CaptureOpener {
    /** The path that means standard input. */
    static final String STANDARD_INPUT = "-";

    private static final int LOOK_AHEAD = 64 * 1024;
    private static final int GZIP = 0x1f8b;
    private static final int ZSTD = 0x28b52ffd;
    private static final int ZSTD_SKIPPABLE = 0x502a4d18;

    private final int window;
    private final BufferPool pool;
    private final InputStream standardInput;

    CaptureOpener(int window, int buffer, int buffers, InputStream standardInput) {
        this.window = window;
        this.pool = new BufferPool(buffer, buffers);
        this.standardInput = standardInput;
    }

    /** An open capture: its packets and what it is packed in. */
    record Opened(Records records, String format) {}

    /** True where a capture can be opened twice. */
    static boolean isRepeatable(String path) {
        try {
            return !path.equals(STANDARD_INPUT) && Files.isRegularFile(Path.of(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Bytes of a regular file; 0 for others. */
    static long sizeOf(String path) {
        try {
            return isRepeatable(path) ? Files.size(Path.of(path)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Opens a capture. Nothing stays open where that fails.
     *
     * @param retire takes what frees a buffer once no packet in it is needed any more
     */
    Opened open(String path, Consumer<Runnable> retire) throws IOException {
        ReadableByteChannel channel = channel(path);
        try {
            return open(channel, retire);
        } catch (LinkageError e) {
            Failures.closeQuietly(channel);
            throw new RefusedException("it is packed with zstd, and the zstd library cannot be loaded here");
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
            throw new RefusedException("there is no such file");
        }
        if (Files.isDirectory(file)) {
            throw new RefusedException("it is a directory");
        }
        return FileChannel.open(file);
    }

    private Opened open(ReadableByteChannel channel, Consumer<Runnable> retire) throws IOException {
        if (channel instanceof FileChannel file && file.size() > 0 && file.position() == 0) {
            Windows mapped = mapped(file, retire);
            if (mapped != null) {
                return records(mapped, "");
            }
        }
        RawFeed raw = new RawFeed(channel, LOOK_AHEAD);
        int magic = raw.look(4) ? raw.ahead().getInt(raw.ahead().position()) : 0;
        if (magic >>> 16 == GZIP) {
            return records(new StreamedWindows(new GzipFeed(raw), pool, retire), " in gzip");
        }
        if (magic == ZSTD || (magic & 0xf0ffffff) == ZSTD_SKIPPABLE) {
            return records(new StreamedWindows(new ZstdFeed(raw), pool, retire), " in zstd");
        }
        return records(new StreamedWindows(raw, pool, retire), "");
    }

    /** Null where the file is not a plain capture, or its file system cannot map it. */
    private @Nullable Windows mapped(FileChannel file, Consumer<Runnable> retire) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(PcapngRecords.LOOK);
        int count = file.read(head, 0);
        if (count < 4 || !isCapture(head.flip())) {
            return null;
        }
        try {
            return new MappedWindows(file, window, retire);
        } catch (IOException e) {
            return null;
        }
    }

    private static Opened records(Windows windows, String packing) throws IOException {
        int look = windows.has(4) && windows.bytes.getInt(windows.position) == PcapngRecords.SECTION
                ? PcapngRecords.LOOK
                : 4;
        windows.has(look);
        ByteBuffer head = headOf(windows);
        if (isCapture(head)) {
            boolean pcapng = head.getInt(head.position()) == PcapngRecords.SECTION;
            Records records = pcapng ? new PcapngRecords(windows) : new PcapRecords(windows);
            return new Opened(records, records.format() + packing);
        }
        windows.has(ForeignFile.LOOK);
        head = headOf(windows);
        String failure = windows.failure;
        String looks = ForeignFile.looksLike(head);
        windows.close();
        if (!head.hasRemaining() && failure != null) {
            throw new RefusedException(failure);
        }
        String packed = packing.isEmpty() ? "" : packing.substring(" in ".length()) + " of ";
        boolean empty = packed.isEmpty() && !head.hasRemaining();
        throw new RefusedException(
                empty ? "it is an empty file" : "it is not a capture: it looks like " + packed + looks);
    }

    private static ByteBuffer headOf(Windows windows) {
        return windows.bytes.duplicate().limit(windows.limit).position(windows.position);
    }

    private static boolean isCapture(ByteBuffer head) {
        if (head.remaining() < 4) {
            return false;
        }
        int magic = head.getInt(head.position());
        return PcapRecords.begins(magic) || magic == PcapngRecords.SECTION && PcapngRecords.ordersBytes(head);
    }
}
