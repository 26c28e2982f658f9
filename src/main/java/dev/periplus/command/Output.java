package dev.periplus.command;

import dev.periplus.answer.FlowSink;
import dev.periplus.report.text.TextOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A format and its destination: {@code FORMAT} or {@code FORMAT=TARGET}.
 *
 * @param name of the format, as given
 * @param target a path, or what a remote format takes; null for standard output
 */
record Output(OutputFormat format, String name, @Nullable String target) {
    /** First bytes of pcap, with microseconds or nanoseconds, in either byte order, and of pcapng. */
    private static final Set<String> CAPTURES = Set.of("a1b2c3d4", "d4c3b2a1", "a1b23c4d", "4d3cb2a1", "0a0d0d0a");

    /** Names of formats: lower case with hyphens. */
    private static final Pattern ADDED = Pattern.compile("[a-z][a-z0-9-]*");

    /**
     * @param among formats the command can write
     * @param added whether other names may be formats of add-ons
     */
    private static Output parse(String text, List<OutputFormat> among, boolean added) throws UsageException {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        String target = equals < 0 ? null : text.substring(equals + 1);
        for (OutputFormat format : OutputFormat.named()) {
            if (format.id().equals(name)) {
                if (!among.contains(format)) {
                    throw new UsageException(
                            format.isOfReviews()
                                    ? name + " needs a review: periplus review FOLDER"
                                    : "this command cannot write " + name + "; choose from "
                                            + OutputFormat.names(among));
                }
                format.check(target);
                return new Output(format, name, target);
            }
        }
        if (added && target != null && ADDED.matcher(name).matches()) {
            return new Output(OutputFormat.ADDED, name, target);
        }
        throw new UsageException("unknown format '" + name + "'; choose from " + OutputFormat.names(among));
    }

    /**
     * Parses several outputs; at most one may go to standard output.
     *
     * @param usual format if none is given
     * @param among formats the command can write
     * @param added whether other names may be formats of add-ons
     */
    static List<Output> parseAll(List<String> texts, OutputFormat usual, List<OutputFormat> among, boolean added)
            throws UsageException {
        if (texts.isEmpty()) {
            return List.of(new Output(usual, usual.id(), null));
        }
        List<Output> outputs = new ArrayList<>();
        for (String text : texts) {
            outputs.add(parse(text, among, added));
        }
        if (outputs.stream().filter(output -> output.target == null).count() > 1) {
            throw new UsageException("only one format can go to standard output; give the others a path: -o json=FILE");
        }
        List<Path> files = outputs.stream()
                .flatMap(output -> output.files().stream())
                .map(file -> file.toAbsolutePath().normalize())
                .toList();
        if (files.stream().distinct().count() < files.size()) {
            throw new UsageException("two formats cannot write the same file");
        }
        return outputs;
    }

    /** Where it writes; null for standard output and remote formats. */
    @Nullable
    Path path() {
        String place = target;
        return place == null || format.isRemote() ? null : Path.of(place);
    }

    /** Returns the files it writes; none for standard output. */
    List<Path> files() {
        Path path = path();
        return path == null ? List.of() : format.files(path);
    }

    /** Rejects an output that would overwrite an input. */
    void keepsAwayFrom(List<String> captures) throws UsageException, IOException {
        Path path = path();
        for (Path file : files()) {
            keepAway(file, captures);
            if (path != null && path.equals(file)) {
                requireFolder(file);
            }
            if (isCapture(file)) {
                throw new UsageException(file + " is a capture; choose another output");
            }
        }
    }

    /** Rejects an output in a folder that is not there. */
    static void requireFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new IOException(file + " cannot be written: no folder " + folder);
        }
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder; name a file");
        }
    }

    /** Whether a file that exists begins like a capture: results never replace one. */
    private static boolean isCapture(Path file) throws IOException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return CAPTURES.contains(HexFormat.of().formatHex(in.readNBytes(4)));
        }
    }

    static void keepAway(Path path, List<String> captures) throws UsageException, IOException {
        for (String capture : captures) {
            if (!capture.equals("-")
                    && Files.exists(path)
                    && Files.exists(Path.of(capture))
                    && Files.isSameFile(path, Path.of(capture))) {
                throw new UsageException(path + " is an input file; choose another output");
            }
        }
    }

    /**
     * Begins the format at its path, or on standard output.
     *
     * @param growing whether a file is read while it grows
     */
    FlowSink open(Console console, TextOptions options, boolean growing) throws IOException {
        Path path = path();
        return path == null ? format.on(console.out(), options) : format.at(path, options.plain(), growing);
    }
}
