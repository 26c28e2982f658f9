package dev.periplus.cli;

import dev.periplus.report.CsvReport;
import dev.periplus.report.FindingsText;
import dev.periplus.report.FlowSink;
import dev.periplus.report.JsonReport;
import dev.periplus.report.LineReport;
import dev.periplus.report.TableReport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where and how records are written: {@code FORMAT} or {@code FORMAT=PATH}.
 *
 * @param path null for standard output
 */
record Output(Format format, @Nullable Path path) {
    enum Format {
        LINES,
        TABLE,
        JSON,
        CSV,
        FINDINGS
    }

    static Output parse(String text) throws UsageException {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        for (Format format : Format.values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(name)) {
                return new Output(format, equals < 0 ? null : Path.of(text.substring(equals + 1)));
            }
        }
        throw new UsageException("unknown format '" + name + "'; there are lines, table, json and csv");
    }

    /** Several outputs; the usual one where none is asked for. At most one may go to standard output. */
    static List<Output> parseAll(List<String> texts, Format usual) throws UsageException {
        if (texts.isEmpty()) {
            return List.of(new Output(usual, null));
        }
        List<Output> outputs = new ArrayList<>();
        for (String text : texts) {
            outputs.add(parse(text));
        }
        if (outputs.stream().filter(output -> output.path == null).count() > 1) {
            throw new UsageException("two formats cannot both go to standard output; give one a path: -o json=FILE");
        }
        long paths = outputs.stream().map(Output::path).filter(Objects::nonNull).count();
        if (outputs.stream()
                        .map(Output::path)
                        .filter(Objects::nonNull)
                        .map(Path::toAbsolutePath)
                        .map(Path::normalize)
                        .distinct()
                        .count()
                < paths) {
            throw new UsageException("two formats cannot both go to one file");
        }
        return outputs;
    }

    /** An output must not take the place of what is to be read. */
    void keepsAwayFrom(List<String> captures) throws UsageException, IOException {
        if (path != null) {
            keepAway(path, captures);
        }
    }

    static void keepAway(Path path, List<String> captures) throws UsageException, IOException {
        for (String capture : captures) {
            if (!capture.equals("-")
                    && Files.exists(path)
                    && Files.exists(Path.of(capture))
                    && Files.isSameFile(path, Path.of(capture))) {
                throw new UsageException(path + " is to be read; it cannot be written to as well");
            }
        }
    }

    /** The format on a stream of its own, or on standard output. */
    FlowSink on(OutputStream out, Terminal terminal, boolean evidence, boolean all) {
        boolean colour = path == null && terminal.colour();
        return switch (format) {
            case LINES -> new LineReport(out, terminal.width(), colour, true);
            case JSON -> new JsonReport(out);
            case CSV -> new CsvReport(out);
            case FINDINGS -> new FindingsText(out, terminal.width(), colour, all);
            case TABLE -> new TableReport(out, terminal.width(), colour, evidence, all);
        };
    }
}
