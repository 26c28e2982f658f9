package dev.periplus.cli;

import static dev.periplus.cli.FormatFacts.file;
import static dev.periplus.cli.FormatFacts.folder;
import static dev.periplus.cli.FormatFacts.stream;

import dev.periplus.answer.FlowSink;
import dev.periplus.cli.FormatFacts.OnStream;
import dev.periplus.cli.FormatFacts.Target;
import dev.periplus.report.DifferenceReport;
import dev.periplus.report.html.HtmlReport;
import dev.periplus.report.json.DiffJson;
import dev.periplus.report.json.JsonReport;
import dev.periplus.report.peer.EcsReport;
import dev.periplus.report.peer.EveReport;
import dev.periplus.report.peer.TimesketchReport;
import dev.periplus.report.peer.ZeekReport;
import dev.periplus.report.sqlite.SqliteReport;
import dev.periplus.report.text.CsvReport;
import dev.periplus.report.text.DiffText;
import dev.periplus.report.text.FindingsText;
import dev.periplus.report.text.LineReport;
import dev.periplus.report.text.TableReport;
import dev.periplus.report.text.ViewText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The formats that {@code -o} names, in the order of help. An entry is all that a format needs here. */
enum OutputFormat {
    TABLE(stream((out, to) -> new TableReport(out, to.width(), to.colour(), to.evidence(), to.all()))),
    LINES(stream((out, to) -> new LineReport(out, to.width(), to.colour(), true))),
    JSON(stream(JsonReport::new).differences((out, to) -> new DiffJson(out))),
    CSV(stream(CsvReport::new)),
    EVE(stream(EveReport::new)),
    ECS(stream(EcsReport::new)),
    TIMESKETCH(stream(TimesketchReport::new).ending(".jsonl")),
    HTML(file(HtmlReport::in, List::of)),
    SQLITE(file(SqliteReport::at, SqliteReport::files)),
    ZEEK(folder(path -> ZeekReport.in(path, ZeekReport.Form.TSV), ZeekReport::files)),
    ZEEK_JSON(folder(path -> ZeekReport.in(path, ZeekReport.Form.JSON), ZeekReport::files)),
    SERVICES(stream((out, to) -> ViewText.services(out, to.width(), to.colour()))),
    PORTS(stream((out, to) -> ViewText.ports(out, to.width(), to.colour()))),
    HOSTS(stream((out, to) -> ViewText.hosts(out, to.width(), to.colour()))),
    TIMELINE(stream((out, to) -> ViewText.timeline(out, to.width(), to.colour()))),
    UNKNOWN(stream((out, to) -> ViewText.unknown(out, to.width(), to.colour()))),
    FINDINGS(stream((out, to) -> new FindingsText(out, to.width(), to.colour(), to.all()))
            .differences((out, to) -> new DiffText(out, to.width(), to.colour(), to.all()))
            .ofReviews());

    private final FormatFacts facts;

    OutputFormat(FormatFacts facts) {
        this.facts = facts;
    }

    /** What commands other than reviews can write. */
    static List<OutputFormat> ofFlows() {
        return Stream.of(values()).filter(format -> !format.facts.review()).toList();
    }

    /** What comparisons can write. */
    static List<OutputFormat> ofDifferences() {
        return Stream.of(values())
                .filter(format -> format.facts.differences() != null)
                .toList();
    }

    /** {@code table, json and html=FILE}. */
    static String names(List<OutputFormat> formats) {
        List<String> names = formats.stream().map(OutputFormat::usage).toList();
        int last = names.size() - 1;
        return String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    /** As it is asked for. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** With what it needs. */
    private String usage() {
        return isStream() ? id() : id() + "=" + facts.target().word;
    }

    /** Whether it can go to standard output, or to files that follow one another. */
    boolean isStream() {
        return facts.target() == Target.STREAM;
    }

    /** Whether a review alone has something for it. */
    boolean isOfReviews() {
        return facts.review();
    }

    /** @param path that was asked for, or null */
    void check(@Nullable Path path) throws UsageException {
        Target target = facts.target();
        if (path == null && !isStream()) {
            throw new UsageException(id() + " needs " + target.noun + ": -o " + usage());
        }
        if (path != null && !path.toString().endsWith(facts.ending())) {
            throw new UsageException(id() + " needs " + target.noun + " that ends in " + facts.ending() + ": -o " + id()
                    + "=" + target.word + facts.ending());
        }
    }

    /** The files that it writes. */
    List<Path> files(Path path) {
        return facts.files().apply(path);
    }

    /** @throws IllegalStateException where it writes no stream */
    FlowSink on(OutputStream out, TextOptions options) {
        return begin(facts.stream(), out, options);
    }

    /** In a file or a folder of its own. */
    FlowSink at(Path path, TextOptions options) throws IOException {
        return facts.place().begin(path, options);
    }

    /** @throws IllegalStateException where it writes no differences */
    DifferenceReport differences(OutputStream out, TextOptions options) {
        return begin(facts.differences(), out, options);
    }

    private static <R> R begin(@Nullable OnStream<R> begin, OutputStream out, TextOptions options) {
        if (begin == null) {
            throw new IllegalStateException("the command allows no such format");
        }
        return begin.begin(out, options);
    }
}
