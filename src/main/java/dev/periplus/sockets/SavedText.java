package dev.periplus.sockets;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a saved file. A UTF-16 byte order mark, or a zero among the first two bytes, selects UTF-16;
 * anything else is read as UTF-8, with or without a mark. Invalid bytes, such as letters of a Windows code page, become
 * U+FFFD.
 */
final class SavedText implements Closeable {
    static final long LARGEST = 256L << 20;
    static final int LONGEST_LINE = 64 << 10;

    private static final int BUFFER = 1 << 16;
    private static final char MARK = '\ufeff';

    private final Path file;
    private final InputStream in;
    private final Reader reader;
    private final char[] buffer = new char[BUFFER];
    private final StringBuilder line = new StringBuilder();
    private final long largest;
    private int at;
    private int filled;
    private long bytes;
    private long tooLong;

    private SavedText(Path file, InputStream in, Charset charset, long largest) {
        this.file = file;
        this.in = in;
        this.largest = largest;
        reader = new InputStreamReader(new Counted(), charset);
    }

    static SavedText open(Path file) throws IOException {
        return open(file, LARGEST);
    }

    static SavedText open(Path file, long largest) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            in.mark(2);
            int first = in.read();
            int second = in.read();
            in.reset();
            return new SavedText(file, in, charset(first, second), largest);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static Charset charset(int first, int second) {
        boolean little = first == 0xff && second == 0xfe || first > 0 && second == 0;
        boolean big = first == 0xfe && second == 0xff || first == 0 && second > 0;
        return little ? UTF_16LE : big ? UTF_16BE : UTF_8;
    }

    /**
     * Returns the next line without its line end, or null after the last. Skips and counts lines longer than 64 Ki
     * characters.
     *
     * @throws SocketFileException if the file is too large
     */
    @Nullable
    String next() throws IOException {
        line.setLength(0);
        boolean whole = true;
        while (fill()) {
            int end = at;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            whole &= line.length() + end - at <= LONGEST_LINE;
            if (whole) {
                line.append(buffer, at, end - at);
            }
            boolean ended = end < filled;
            at = ended ? end + 1 : end;
            if (ended && whole) {
                return text();
            } else if (ended) {
                tooLong++;
                line.setLength(0);
                whole = true;
            }
        }
        tooLong += whole ? 0 : 1;
        return whole && line.length() > 0 ? text() : null;
    }

    private String text() {
        int start = line.length() > 0 && line.charAt(0) == MARK ? 1 : 0;
        int end = line.length() > start && line.charAt(line.length() - 1) == '\r' ? line.length() - 1 : line.length();
        return line.substring(start, end);
    }

    private boolean fill() throws IOException {
        if (at == filled) {
            at = 0;
            filled = Math.max(0, reader.read(buffer));
        }
        return at < filled;
    }

    long tooLong() {
        return tooLong;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** Stops reading beyond the limit, whatever size the file system reports. */
    private final class Counted extends InputStream {
        @Override
        public int read() throws IOException {
            return counted(in.read(), 1);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = in.read(into, offset, length);
            return counted(read, read);
        }

        private int counted(int result, int read) throws IOException {
            bytes += result < 0 ? 0 : read;
            if (bytes > largest) {
                throw new SocketFileException(
                        file, "larger than " + (largest >> 20) + " MiB; saved socket tables are smaller");
            }
            return result;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
