package dev.periplus.cli;

import dev.periplus.answer.FlowSink;
import dev.periplus.report.html.HtmlReport;
import dev.periplus.report.json.JsonReport;
import dev.periplus.report.peer.EcsReport;
import dev.periplus.report.peer.EveReport;
import dev.periplus.report.peer.TimesketchReport;
import dev.periplus.report.peer.ZeekReport;
import dev.periplus.report.sqlite.SqliteReport;
import dev.periplus.report.text.CsvReport;
import dev.periplus.report.text.FindingsText;
import dev.periplus.report.text.LineReport;
import dev.periplus.report.text.TableReport;
import dev.periplus.report.text.ViewText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where and how records are written: {@code FORMAT} or {@code FORMAT=PATH}.
 *
 * @param path null for standard output; a directory where {@link #isDirectory}
 */
record Output(Format format, @Nullable Path path) {
    static final String NAMES =
            "table, lines, json, csv, eve, ecs, timesketch, html=FILE, sqlite=FILE, zeek=DIR, zeek-json=DIR,"
                    + " services, ports, hosts, timeline and unknown";

    enum Format {
        LINES,
        TABLE,
        JSON,
        CSV,
        FINDINGS,
        SERVICES,
        PORTS,
        HOSTS,
        TIMELINE,
        UNKNOWN,
        ZEEK,
        ZEEK_JSON,
        EVE,
        ECS,
        TIMESKETCH,
        SQLITE,
        HTML;

        /** As it is asked for. */
        String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static Output parse(String text) throws UsageException {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        for (Format format : Format.values()) {
            if (format.id().equals(name)) {
                Output output = new Output(format, equals < 0 ? null : Path.of(text.substring(equals + 1)));
                output.check();
                return output;
            }
        }
        throw new UsageException("unknown format '" + name + "'; there are " + NAMES);
    }

    private void check() throws UsageException {
        if (isDirectory() && path == null) {
            throw new UsageException(
                    format.id() + " writes several logs; give it a directory: -o " + format.id() + "=DIR");
        }
        if (format == Format.SQLITE && path == null) {
            throw new UsageException("sqlite writes a database; give it a file: -o sqlite=FILE");
        }
        if (format == Format.HTML && path == null) {
            throw new UsageException("a page is written to a file; give it a path: -o html=report.html");
        }
        if (format == Format.TIMESKETCH && path != null && !path.toString().endsWith(".jsonl")) {
            throw new UsageException("Timesketch takes files by their ending; the path must end in .jsonl");
        }
    }

    /** Whether the path is that of a directory with several files. */
    private boolean isDirectory() {
        return format == Format.ZEEK || format == Format.ZEEK_JSON;
    }

    /** Whether it is written whole, at the end of the run. */
    boolean isWhole() {
        return isDirectory() || format == Format.SQLITE || format == Format.HTML;
    }

    /** What is written to; empty for standard output. */
    private List<Path> files() {
        if (path == null) {
            return List.of();
        }
        return isDirectory()
                ? ZeekReport.files(path)
                : format == Format.SQLITE ? SqliteReport.files(path) : List.of(path);
    }

    /** Several outputs; the usual one where none is asked for. At most one may go to standard output. */
    static List<Output> parseAll(List<String> texts, Format usual) throws UsageException {
        if (texts.isEmpty()) {
            return List.of(new Output(usual, null));
        }
        List<Output> outputs = new ArrayList<>();
        for (String text : texts) {
            outputs.add(parse(text));
            if (outputs.get(outputs.size() - 1).format == Format.FINDINGS && usual != Format.FINDINGS) {
                throw new UsageException("findings are those of a review: periplus review FOLDER");
            }
        }
        if (outputs.stream().filter(output -> output.path == null).count() > 1) {
            throw new UsageException("two formats cannot both go to standard output; give one a path: -o json=FILE");
        }
        List<Path> files = outputs.stream()
                .flatMap(output -> output.files().stream())
                .map(file -> file.toAbsolutePath().normalize())
                .toList();
        if (files.stream().distinct().count() < files.size()) {
            throw new UsageException("two formats cannot both go to one file");
        }
        return outputs;
    }

    /** An output must not take the place of what is to be read. */
    void keepsAwayFrom(List<String> captures) throws UsageException, IOException {
        for (Path file : files()) {
            keepAway(file, captures);
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

    /** The format with a file of its own. */
    FlowSink open(Path to, Terminal terminal, boolean evidence, boolean all) throws IOException {
        return switch (format) {
            case ZEEK -> ZeekReport.in(to, ZeekReport.Form.TSV);
            case ZEEK_JSON -> ZeekReport.in(to, ZeekReport.Form.JSON);
            case SQLITE -> SqliteReport.at(to);
            case HTML -> HtmlReport.in(to);
            default -> on(Files.newOutputStream(to), terminal, evidence, all);
        };
    }

    /** The format, where it is one stream, on that stream. */
    FlowSink on(OutputStream out, Terminal terminal, boolean evidence, boolean all) {
        boolean colour = path == null && terminal.colour();
        return switch (format) {
            case LINES -> new LineReport(out, terminal.width(), colour, true);
            case JSON -> new JsonReport(out);
            case CSV -> new CsvReport(out);
            case FINDINGS -> new FindingsText(out, terminal.width(), colour, all);
            case SERVICES -> ViewText.services(out, terminal.width(), colour);
            case PORTS -> ViewText.ports(out, terminal.width(), colour);
            case HOSTS -> ViewText.hosts(out, terminal.width(), colour);
            case TIMELINE -> ViewText.timeline(out, terminal.width(), colour);
            case UNKNOWN -> ViewText.unknown(out, terminal.width(), colour);
            case EVE -> new EveReport(out);
            case ECS -> new EcsReport(out);
            case TIMESKETCH -> new TimesketchReport(out);
            case TABLE -> new TableReport(out, terminal.width(), colour, evidence, all);
            case ZEEK, ZEEK_JSON, SQLITE, HTML -> throw new IllegalStateException("no stream");
        };
    }
}
