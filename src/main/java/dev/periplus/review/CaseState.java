package dev.periplus.review;

import dev.periplus.answer.Count;
import dev.periplus.answer.Counters;
import dev.periplus.answer.RunSummary.CaptureRead;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What earlier reviews of a case have read, in a folder of its own: one file of saved flows per reading, and an index,
 * {@code readings.tsv}, that lists their captures. It is valid for one version of the program, one set of rules and the
 * same options; otherwise everything is read again.
 */
public final class CaseState {
    private static final String INDEX = "readings.tsv";
    private static final String ABSENT = "-";

    private final Path folder;
    private final String key;
    private final List<Reading> readings = new ArrayList<>();
    private boolean outdated;

    /**
     * A capture that was read.
     *
     * @param sha256 of its bytes
     * @param index of the capture in its reading
     * @param duplicates packets left out because another capture of the reading had them
     */
    public record Input(String sha256, int index, long duplicates, CaptureRead read) {}

    /**
     * Captures read together.
     *
     * @param file that holds their flows
     * @param counters of the reading
     */
    public record Reading(Path file, List<Input> inputs, Counters counters) {
        /** Time of the earliest packet, nanoseconds since the epoch. */
        public long first() {
            return packets().mapToLong(CaptureRead::firstTime).min().orElse(Long.MAX_VALUE);
        }

        /** Time of the latest packet. */
        public long last() {
            return packets().mapToLong(CaptureRead::lastTime).max().orElse(Long.MIN_VALUE);
        }

        private Stream<CaptureRead> packets() {
            return inputs.stream().map(Input::read).filter(read -> read.packets() > 0);
        }
    }

    /**
     * @param folder of the state; may not exist yet
     * @param key everything but the captures that saved flows depend on
     * @throws IOException if the state exists and cannot be read
     */
    public CaseState(Path folder, String key) throws IOException {
        this.folder = folder;
        this.key = key;
        Path index = folder.resolve(INDEX);
        if (Files.exists(index)) {
            try {
                read(Files.readAllLines(index));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                readings.clear();
                outdated = true;
            }
        }
    }

    private void read(List<String> lines) {
        if (lines.isEmpty() || !lines.get(0).equals(key)) {
            outdated = true;
            return;
        }
        List<Input> inputs = new ArrayList<>();
        List<Count> counters = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split("\t", -1);
            switch (fields[0]) {
                case "input" -> inputs.add(input(fields));
                case "counter" -> counters.add(Count.of(fields[1], Long.parseLong(fields[2])));
                default -> {
                    Path file = folder.resolve(fields[1]);
                    if (Files.exists(file)) {
                        readings.add(new Reading(file, List.copyOf(inputs), new Counters(counters)));
                    }
                    inputs.clear();
                    counters.clear();
                }
            }
        }
    }

    private static Input input(String[] fields) {
        int at = 1;
        String sha256 = fields[at++];
        int index = Integer.parseInt(fields[at++]);
        long duplicates = Long.parseLong(fields[at++]);
        return new Input(
                sha256,
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
                        Long.parseLong(fields[at]),
                        sha256));
    }

    private static String text(String field) {
        return URLDecoder.decode(field, StandardCharsets.UTF_8);
    }

    private static @Nullable String orNull(String field) {
        return field.equals(ABSENT) ? null : text(field);
    }

    /** Whether a state exists, but was saved by another version, with other rules or other options, or is damaged. */
    public boolean isOutdated() {
        return outdated;
    }

    /** All readings, oldest first. */
    public List<Reading> readings() {
        return List.copyOf(readings);
    }

    /** Removes a reading and its file. */
    public void remove(Reading reading) throws IOException {
        readings.remove(reading);
        write();
        Files.deleteIfExists(reading.file());
    }

    /** Returns the file for the flows of the next reading, until {@link #add}. */
    public Path next() throws IOException {
        Files.createDirectories(folder);
        return folder.resolve("flows.part");
    }

    /** Adds a reading whose flows are in the file {@link #next} returned. */
    public Reading add(List<Input> inputs, Counters counters) throws IOException {
        if (outdated) {
            clear();
        }
        int number = 1;
        while (Files.exists(folder.resolve("flows-" + number))) {
            number++;
        }
        Path file = folder.resolve("flows-" + number);
        Files.move(next(), file, StandardCopyOption.REPLACE_EXISTING);
        Reading reading = new Reading(file, List.copyOf(inputs), counters);
        readings.add(reading);
        write();
        return reading;
    }

    private void clear() throws IOException {
        outdated = false;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(
                            path -> String.valueOf(path.getFileName()).matches("flows-\\d+"))
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    private void write() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(key);
        for (Reading reading : readings) {
            reading.inputs().forEach(input -> lines.add(line(input)));
            reading.counters().counts().forEach(count -> lines.add("counter\t" + count.id() + "\t" + count.value()));
            lines.add("reading\t" + reading.file().getFileName());
        }
        Path part = folder.resolve(INDEX + ".part");
        Files.write(part, lines);
        Files.move(part, folder.resolve(INDEX), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String line(Input input) {
        CaptureRead read = input.read();
        return String.join(
                "\t",
                "input",
                input.sha256(),
                "" + input.index(),
                "" + input.duplicates(),
                field(read.path()),
                field(read.format()),
                "" + read.packets(),
                "" + read.bytes(),
                "" + read.firstTime(),
                "" + read.lastTime(),
                field(read.damage()),
                "" + read.offset());
    }

    private static String field(@Nullable String text) {
        return text == null
                ? ABSENT
                : URLEncoder.encode(text, StandardCharsets.UTF_8).replace("-", "%2D");
    }
}
