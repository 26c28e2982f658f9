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
 * Reads saved socket tables, in any mixture and each line by its own shape: {@code ss}, {@code netstat} of Linux and
 * Windows, {@code lsof}, {@code Get-NetTCPConnection | ConvertTo-Csv}, and {@code tasklist /fo csv} for the names of
 * processes, which are joined by pid over all files. Encodings: UTF-8 and UTF-16.
 */
public final class SocketFiles {
    /** What is understood, for messages and help. */
    public static final String FORMATS = "ss -tulnp, ss -tanp, netstat -tulnp (Linux), netstat -ano and -abno"
            + " (Windows), lsof -i -nP, Get-NetTCPConnection | ConvertTo-Csv, tasklist /fo csv";

    private final ProcessTable processes = new ProcessTable();

    private record Content(Path file, Entries entries, long read, long unread, long unrecognised) {}

    private SocketFiles() {}

    /**
     * Reads the files of one host.
     *
     * @param files at most 256 MiB each
     * @param host its addresses; where none are given, those that its sockets are bound to
     * @param taken when the files were saved, or null: then each when it was last modified
     * @return one snapshot a file, in their order
     * @throws SocketFileException where a file is too large or nothing in it is of a known format
     * @throws IOException where a file cannot be read
     */
    public static List<Snapshot> read(List<Path> files, Set<Address> host, @Nullable Instant taken) throws IOException {
        SocketFiles reading = new SocketFiles();
        List<Content> contents = new ArrayList<>();
        for (Path file : files) {
            Content content = reading.content(file);
            if (content.read() == 0) {
                throw new SocketFileException(
                        file, "nothing in it is the output of a known command; understood are " + FORMATS);
            }
            contents.add(content);
        }
        List<Snapshot> snapshots = new ArrayList<>();
        for (Content content : contents) {
            snapshots.add(new Snapshot(
                    content.file().toString(),
                    taken == null ? modified(content.file()) : taken,
                    host,
                    content.entries().joined(),
                    content.unread(),
                    content.unrecognised()));
        }
        return snapshots;
    }

    /** Whether most of a file is a saved table; one that cannot be read is none. */
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
        Entries entries = new Entries(processes);
        long read = 0;
        long unread = 0;
        long unrecognised = 0;
        try (SavedText text = SavedText.open(file)) {
            for (String line = text.next(); line != null; line = text.next()) {
                Line words = new Line(line);
                Taken taken = taken(formats, words, entries);
                read += taken == Taken.READ ? 1 : 0;
                unread += taken == Taken.BROKEN ? 1 : 0;
                unrecognised += taken == Taken.NO && !words.isBlank() ? 1 : 0;
            }
            unread += text.tooLong();
        }
        return new Content(file, entries, read, unread, unrecognised);
    }

    private static Taken taken(List<LineFormat> formats, Line line, Entries entries) {
        for (LineFormat format : formats) {
            Taken taken = format.take(line, entries);
            if (taken != Taken.NO) {
                return taken;
            }
        }
        return Taken.NO;
    }
}
