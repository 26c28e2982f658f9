package dev.periplus.sockets;

import dev.periplus.address.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads saved socket tables: {@code ss}, {@code netstat} of Linux and Windows, {@code lsof}, {@code
 * Get-NetTCPConnection | ConvertTo-Csv}, and {@code tasklist /fo csv} for process names, which are joined by pid across
 * all files. Formats may be mixed, as each line is recognised by itself. Encodings: UTF-8 and UTF-16.
 */
public final class SocketFiles {
    /** The supported formats, for messages and help. */
    public static final String FORMATS = "ss -tulnp, ss -tanp, netstat -tulnp (Linux), netstat -ano and -abno"
            + " (Windows), lsof -i -nP, Get-NetTCPConnection | ConvertTo-Csv, tasklist /fo csv";

    private final ProcessTable processes = new ProcessTable();

    private record Content(Path file, ParsedTable table, long read, long unread, long unrecognised) {}

    private SocketFiles() {}

    /**
     * Reads the files of one host.
     *
     * @param files at most 256 MiB each
     * @param host addresses of the host; if empty, those that its sockets are bound to
     * @param taken when the files were saved; null for the modification time of each
     * @return one snapshot per file, in the same order
     * @throws SocketFileException if a file is too large or has no line in a known format
     * @throws IOException if a file cannot be read
     */
    public static List<Snapshot> read(List<Path> files, Set<Address> host, @Nullable Instant taken) throws IOException {
        SocketFiles reading = new SocketFiles();
        List<Content> contents = new ArrayList<>();
        for (Path file : files) {
            Content content = reading.content(file);
            if (content.read() == 0) {
                throw new SocketFileException(file, "not the output of a known command; known are " + FORMATS);
            }
            contents.add(content);
        }
        List<Snapshot> snapshots = new ArrayList<>();
        for (Content content : contents) {
            snapshots.add(new Snapshot(
                    content.file().toString(),
                    taken == null ? modified(content.file()) : taken,
                    host,
                    content.table().joined(),
                    content.unread(),
                    content.unrecognised()));
        }
        return snapshots;
    }

    /** Whether most lines of a file are a saved table; false if it cannot be read. */
    static boolean isSocketList(Path file) {
        try {
            Content content = new SocketFiles().content(file);
            return content.read() > content.unread() + content.unrecognised();
        } catch (IOException e) {
            return false;
        }
    }

    private static Instant modified(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant();
    }

    private Content content(Path file) throws IOException {
        List<LineFormat> formats = List.of(
                new WindowsNetstatLines(),
                new SsLines(),
                new NetstatLines(),
                new PowerShellRows(),
                new TasklistRows(),
                new LsofLines());
        ParsedTable table = new ParsedTable(processes);
        long read = 0;
        long unread = 0;
        long unrecognised = 0;
        try (SavedText text = SavedText.open(file)) {
            for (String line = text.next(); line != null; line = text.next()) {
                TableLine words = new TableLine(line);
                LineResult result = read(formats, words, table);
                read += result == LineResult.READ ? 1 : 0;
                unread += result == LineResult.UNREADABLE ? 1 : 0;
                unrecognised += result == LineResult.UNRECOGNISED && !words.isBlank() ? 1 : 0;
            }
            unread += text.tooLong();
        }
        return new Content(file, table, read, unread, unrecognised);
    }

    private static LineResult read(List<LineFormat> formats, TableLine line, ParsedTable table) {
        for (LineFormat format : formats) {
            LineResult result = format.read(line, table);
            if (result != LineResult.UNRECOGNISED) {
                return result;
            }
        }
        return LineResult.UNRECOGNISED;
    }
}
