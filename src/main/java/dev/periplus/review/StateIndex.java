package dev.periplus.review;

import dev.periplus.answer.Count;
import dev.periplus.answer.Counters;
import dev.periplus.answer.RunSummary.CaptureRead;
import dev.periplus.review.CaseState.Input;
import dev.periplus.review.CaseState.Reading;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of a {@link CaseState}'s index: for each reading that is kept, one line per capture, one per counter, and a
 * line that names the file of flows. Fields are separated by tabs; texts are encoded as in a URL.
 */
final class StateIndex {
    private static final String ABSENT = "-";

    private StateIndex() {}

    /** Returns the lines of the readings that are kept. */
    static List<String> lines(List<Reading> readings) {
        List<String> lines = new ArrayList<>();
        for (Reading reading : readings) {
            if (reading.file() != null) {
                reading.inputs().forEach(input -> lines.add(line(input)));
                reading.counters()
                        .counts()
                        .forEach(count -> lines.add("counter\t" + count.id() + "\t" + count.value()));
                lines.add("reading\t" + reading.file() + "\t" + reading.sha256());
            }
        }
        return lines;
    }

    /**
     * Returns the readings of the lines.
     *
     * @throws IllegalArgumentException or {@link IndexOutOfBoundsException} if a line is damaged
     */
    static List<Reading> readings(List<String> lines) {
        List<Reading> readings = new ArrayList<>();
        List<Input> inputs = new ArrayList<>();
        List<Count> counters = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split("\t", -1);
            switch (fields[0]) {
                case "input" -> inputs.add(input(fields));
                case "counter" -> counters.add(Count.of(fields[1], Long.parseLong(fields[2])));
                default -> {
                    readings.add(new Reading(fields[1], fields[2], inputs, new Counters(counters)));
                    inputs.clear();
                    counters.clear();
                }
            }
        }
        return readings;
    }

    private static Input input(String[] fields) {
        int at = 1;
        String id = fields[at++];
        int index = Integer.parseInt(fields[at++]);
        long duplicates = Long.parseLong(fields[at++]);
        return new Input(
                id,
                index,
                duplicates,
                new CaptureRead(
                        text(fields[at++]),
                        orNull(fields[at++]),
                        Long.parseLong(fields[at++]),
                        Long.parseLong(fields[at++]),
                        Long.parseLong(fields[at++]),
                        Long.parseLong(fields[at++]),
                        orNull(fields[at++]),
                        Long.parseLong(fields[at++]),
                        orNull(fields[at])));
    }

    private static String text(String field) {
        return URLDecoder.decode(field, StandardCharsets.UTF_8);
    }

    private static @Nullable String orNull(String field) {
        return field.equals(ABSENT) ? null : text(field);
    }

    private static String line(Input input) {
        CaptureRead read = input.read();
        return String.join(
                "\t",
                "input",
                input.id(),
                "" + input.index(),
                "" + input.duplicates(),
                field(read.path()),
                field(read.format()),
                "" + read.packets(),
                "" + read.bytes(),
                "" + read.firstTime(),
                "" + read.lastTime(),
                field(read.damage()),
                "" + read.offset(),
                field(read.sha256()));
    }

    private static String field(@Nullable String text) {
        return text == null
                ? ABSENT
                : URLEncoder.encode(text, StandardCharsets.UTF_8).replace("-", "%2D");
    }
}
