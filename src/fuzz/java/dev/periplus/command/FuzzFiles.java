package dev.periplus.command;

import dev.periplus.answer.Counter;
import dev.periplus.answer.FlowSink;
import dev.periplus.fuzz.FuzzInput;
import dev.periplus.fuzz.Must;
import dev.periplus.report.HostileTextTest;
import dev.periplus.report.Json;
import dev.periplus.report.Records;
import dev.periplus.report.text.TextOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Text from traffic in the page and in Zeek's logs. The page has the same tags whatever the text; logs have the same
 * lines, and each record all its fields; nothing has active characters.
 */
public final class FuzzFiles {
    private static final List<OutputFormat> FORMATS =
            List.of(OutputFormat.ZEEK, OutputFormat.ZEEK_JSON, OutputFormat.HTML);
    private static final TextOptions OPTIONS = TextOptions.of(100).with(true, true);
    private static final Pattern TAG = Pattern.compile("<[^>]*>");
    private static final Path FOLDER = Must.folder();
    private static final List<String> HARMLESS =
            FORMATS.stream().map(format -> written(format, "text")).toList();

    private FuzzFiles() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        int which = input.below(FORMATS.size());
        OutputFormat format = FORMATS.get(which);
        String output = written(format, FuzzInput.text(input.rest()));
        String harmless = HARMLESS.get(which);
        Must.bePrintable(output, format == OutputFormat.ZEEK ? "\n\t" : "\n");
        Must.hold(harmless.lines().count() == output.lines().count(), "lines");
        switch (format) {
            case HTML -> Must.equal(tags(harmless), tags(output), "tags");
            case ZEEK -> Must.equal(tabs(harmless), tabs(output), "fields");
            default -> output.lines().forEach(Json::object);
        }
    }

    private static String written(OutputFormat format, String text) {
        try {
            Path path = FOLDER.resolve("out-" + format.id());
            FlowSink sink = format.at(path, OPTIONS, false);
            sink.flow(HostileTextTest.saying(text));
            sink.finding(HostileTextTest.finding(text));
            sink.finish(Records.run(Counter.FLOWS.count(1)));
            StringBuilder all = new StringBuilder();
            for (Path file : format.files(path)) {
                all.append(Files.readString(file));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> tags(String page) {
        return TAG.matcher(page).results().map(MatchResult::group).toList();
    }

    private static List<Long> tabs(String logs) {
        return logs.lines()
                .map(line -> line.chars().filter(c -> c == '\t').count())
                .toList();
    }

    public static List<byte[]> seeds() {
        return FuzzOutputs.seeds(FORMATS.size());
    }
}
