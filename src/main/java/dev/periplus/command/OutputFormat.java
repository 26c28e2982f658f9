package dev.periplus.command;

import static dev.periplus.command.FormatFacts.file;
import static dev.periplus.command.FormatFacts.folder;
import static dev.periplus.command.FormatFacts.remote;
import static dev.periplus.command.FormatFacts.series;
import static dev.periplus.command.FormatFacts.stream;

import dev.periplus.answer.FlowSink;
import dev.periplus.command.FormatFacts.OnStream;
import dev.periplus.command.FormatFacts.Target;
import dev.periplus.report.Destination;
import dev.periplus.report.DifferenceReport;
import dev.periplus.report.html.HtmlReport;
import dev.periplus.report.json.DiffJson;
import dev.periplus.report.json.HostsJson;
import dev.periplus.report.json.JsonReport;
import dev.periplus.report.peer.DissectorChooser;
import dev.periplus.report.peer.EcsReport;
import dev.periplus.report.peer.EveReport;
import dev.periplus.report.peer.OcsfReport;
import dev.periplus.report.peer.OpenSearchReport;
import dev.periplus.report.peer.PortTruth;
import dev.periplus.report.peer.TimesketchReport;
import dev.periplus.report.peer.ZeekReport;
import dev.periplus.report.sqlite.SqliteReport;
import dev.periplus.report.text.CsvReport;
import dev.periplus.report.text.DiffText;
import dev.periplus.report.text.FindingsText;
import dev.periplus.report.text.LineReport;
import dev.periplus.report.text.TableReport;
import dev.periplus.report.text.TextOptions;
import dev.periplus.report.text.ViewText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The formats of {@code -o}, in the order of help. To add a format, add an entry. */
enum OutputFormat {
    TABLE(stream((out, to) -> new TableReport(out, to))),
    LINES(stream((out, to) -> new LineReport(out, to, true))),
    JSON(stream(JsonReport::new).differences((out, to) -> new DiffJson(out))),
    CSV(stream((out, to) -> new CsvReport(out, to.fields()))),
    EVE(stream(EveReport::new)),
    ECS(stream(EcsReport::new)),
    OCSF(stream(OcsfReport::new)),
    TIMESKETCH(stream(TimesketchReport::new).ending(".jsonl")),
    HTML(file(HtmlReport::in, List::of)),
    SQLITE(file(SqliteReport::at, SqliteReport::files)),
    ZEEK(folder(path -> ZeekReport.in(path, ZeekReport.Form.TSV), ZeekReport::files)),
    ZEEK_JSON(folder(path -> ZeekReport.in(path, ZeekReport.Form.JSON), ZeekReport::files)),
    WIRESHARK_PROFILE(folder(PortTruth::wireshark, PortTruth::files)),
    WIRESHARK_LUA(stream(DissectorChooser::new).ending(".lua")),
    ZEEK_PORTS(stream(PortTruth::zeek)),
    SURICATA_PORTS(stream(PortTruth::suricata)),
    PARQUET(series(Plugins::open, path -> List.of(path.resolve("flows"), path.resolve("run")))),
    KAFKA(remote("BROKERS/TOPIC", Plugins::open)),
    OPENSEARCH(remote("URL/DATASTREAM", OpenSearchReport::open)),
    SERVICES(stream((out, to) -> ViewText.services(out, to))),
    PORTS(stream((out, to) -> ViewText.ports(out, to))),
    HOSTS(stream((out, to) -> ViewText.hosts(out, to)).lines((out, to) -> new HostsJson(out))),
    TIMELINE(stream((out, to) -> ViewText.timeline(out, to))),
    UNKNOWN(stream((out, to) -> ViewText.unknown(out, to))),
    FINDINGS(stream((out, to) -> new FindingsText(out, to))
            .differences((out, to) -> new DiffText(out, to))
            .ofReviews()),
    /** Any format of an add-on, by the add-on's name for it. */
    ADDED(remote("TARGET", Plugins::open));

    private final FormatFacts facts;

    OutputFormat(FormatFacts facts) {
        this.facts = facts;
    }

    /** The formats that have names of their own. */
    static List<OutputFormat> named() {
        return Stream.of(values()).filter(format -> format != ADDED).toList();
    }

    /** Formats that every command can write; others need a review. */
    static List<OutputFormat> ofFlows() {
        return named().stream().filter(format -> !format.facts.review()).toList();
    }

    /** Formats that comparisons can write. */
    static List<OutputFormat> ofDifferences() {
        return Stream.of(values())
                .filter(format -> format.facts.differences() != null)
                .toList();
    }

    /** Lists formats: {@code table, json and html=FILE}. */
    static String names(List<OutputFormat> formats) {
        List<String> names = formats.stream().map(OutputFormat::usage).toList();
        int last = names.size() - 1;
        return String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    /** Name in {@code -o}. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether {@code --limit} applies. */
    boolean hasRows() {
        return switch (this) {
            case TABLE, SERVICES, PORTS, HOSTS, TIMELINE, UNKNOWN -> true;
            default -> false;
        };
    }

    /** Whether it shows facts about hosts. */
    boolean showsHosts() {
        return switch (this) {
            case HTML, SQLITE, HOSTS, FINDINGS, PARQUET -> true;
            default -> false;
        };
    }

    /** What a user types before the path, if it needs one. */
    String word() {
        return isStream() ? id() : id() + "=";
    }

    /** Name with the path it needs. */
    private String usage() {
        return isStream() ? id() : id() + "=" + facts.word();
    }

    /** Whether it can be written to standard output and to rotating files. */
    boolean isStream() {
        return facts.target() == Target.STREAM;
    }

    /** Whether it can be written with {@code -b}: it is a stream, comes in many files anyway, or goes elsewhere. */
    boolean rotates() {
        return isStream() || goesElsewhere();
    }

    /** Whether it is begun at a destination, by {@link #to}. */
    boolean goesElsewhere() {
        return facts.added() != null;
    }

    /** Whether records leave for another machine, so that there is no path. */
    boolean isRemote() {
        return facts.target() == Target.REMOTE;
    }

    /** Whether only a review can write it. */
    boolean isOfReviews() {
        return facts.review();
    }

    /**
     * Checks that the format can be written to a path.
     *
     * @param path null for standard output
     */
    void check(@Nullable String path) throws UsageException {
        Target target = facts.target();
        if (path == null && !isStream()) {
            throw new UsageException(id() + " needs " + target.noun + ": -o " + usage());
        }
        if (path != null && !path.endsWith(facts.ending())) {
            throw new UsageException(id() + " needs " + target.noun + " that ends in " + facts.ending() + ": -o " + id()
                    + "=" + facts.word() + facts.ending());
        }
    }

    /** Returns the files it writes at a path. */
    List<Path> files(Path path) {
        return facts.files().apply(path);
    }

    /**
     * Begins the format on a stream.
     *
     * @throws IllegalStateException if it does not write a stream
     */
    FlowSink on(OutputStream out, TextOptions options) {
        return begin(facts.stream(), out, options);
    }

    /**
     * Begins the format in a file or a folder of its own.
     *
     * @param growing whether a stream is read while it grows; otherwise its file appears once it is whole
     */
    FlowSink at(Path path, TextOptions options, boolean growing) throws IOException {
        FormatFacts.AtPath place = facts.place();
        if (place == null) {
            throw new IllegalStateException(id() + " needs a destination");
        }
        return place.begin(path, options, growing);
    }

    /**
     * Begins the format at a destination.
     *
     * @throws IllegalStateException if {@link #goesElsewhere} is false
     */
    FlowSink to(Destination destination) throws IOException {
        FormatFacts.Added added = facts.added();
        if (added == null) {
            throw new IllegalStateException(id() + " has no destination");
        }
        return added.begin(destination);
    }

    /**
     * Begins a report of differences.
     *
     * @throws IllegalStateException if it does not write differences
     */
    DifferenceReport differences(OutputStream out, TextOptions options) {
        return begin(facts.differences(), out, options);
    }

    private static <R> R begin(@Nullable OnStream<R> begin, OutputStream out, TextOptions options) {
        if (begin == null) {
            throw new IllegalStateException("the command does not allow this format");
        }
        return begin.begin(out, options);
    }
}
