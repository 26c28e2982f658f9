package dev.periplus.review;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.Counters;
import dev.periplus.answer.RunSummary.CaptureRead;
import dev.periplus.capture.Failures;
import dev.periplus.file.PartFile;
import dev.periplus.natives.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What earlier reviews of a case have read, in a {@link StateFolder}: one file of saved flows per reading, and an index,
 * {@code readings.tsv}, that lists their captures. It is valid for one version of the program, one set of rules and the
 * same options; otherwise everything is read again.
 *
 * <p>How it works. The index names each file of flows with its SHA-256 and ends in a seal ({@link StateSeal}), so that
 * files which are damaged, or which this user did not write, are noticed before anything is read from them. Only names
 * of the index's own form are used. If a file cannot be written, nothing more is kept, and the review goes on.
 */
final class CaseState {
    private static final String INDEX = "readings.tsv";
    private static final String SEAL = "seal\t";
    private static final Pattern FLOWS = Pattern.compile("flows-\\d{1,9}");

    /** Longest index that is read, bytes; about a million captures. */
    private static final int MOST_INDEX = 1 << 28;

    private final StateFolder folder;
    private final String key;
    private final Watcher watcher;
    private final List<Reading> readings = new ArrayList<>();
    private @Nullable String invalid;
    private boolean keeping;

    /**
     * A capture that was read.
     *
     * @param id SHA-256 of its bytes, or another text if they changed while they were read
     * @param index of the capture in its reading
     * @param duplicates packets left out because another capture of the reading had them
     */
    record Input(String id, int index, long duplicates, CaptureRead read) {}

    /**
     * Captures read together.
     *
     * @param file name of the file that holds their flows; null if they are not kept
     * @param sha256 of that file, or an empty text
     * @param counters of the reading
     */
    record Reading(@Nullable String file, String sha256, List<Input> inputs, Counters counters) {
        Reading {
            inputs = List.copyOf(inputs);
        }

        /** Time of the earliest packet, nanoseconds since the epoch. */
        long first() {
            return packets().mapToLong(CaptureRead::firstTime).min().orElse(Long.MAX_VALUE);
        }

        /** Time of the latest packet. */
        long last() {
            return packets().mapToLong(CaptureRead::lastTime).max().orElse(Long.MIN_VALUE);
        }

        private Stream<CaptureRead> packets() {
            return inputs.stream().map(Input::read).filter(read -> read.packets() > 0);
        }
    }

    /** @param key everything but the captures that saved flows depend on */
    CaseState(StateFolder folder, String key, Watcher watcher) {
        this.folder = folder;
        this.key = key;
        this.watcher = watcher;
        keeping = folder.keeps();
        if (keeping && Files.exists(folder.file(INDEX), LinkOption.NOFOLLOW_LINKS)) {
            try (InputStream in = folder.read(INDEX)) {
                read(new String(in.readNBytes(MOST_INDEX), StandardCharsets.UTF_8)
                        .lines()
                        .toList());
            } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
                readings.clear();
                invalid = "saved flows are damaged";
            }
        }
    }

    private void read(List<String> lines) throws IOException {
        int last = lines.size() - 1;
        if (last < 1
                || !lines.get(last).startsWith(SEAL)
                || !folder.seal().holds(lines.get(last).substring(SEAL.length()), lines.subList(0, last))) {
            invalid = "saved flows are damaged, or this user did not write them";
            return;
        }
        if (!lines.get(0).equals(key)) {
            invalid = "saved flows are from another version, other rules or other options";
            return;
        }
        int damaged = 0;
        for (Reading reading : StateIndex.readings(lines.subList(1, last))) {
            if (isWhole(reading)) {
                readings.add(reading);
            } else {
                damaged += reading.inputs().size();
            }
        }
        if (damaged > 0) {
            watcher.note("saved flows of " + Amounts.count(damaged, "capture") + " are damaged; read again");
        }
        removeOthers();
    }

    private boolean isWhole(Reading reading) {
        String name = reading.file();
        try {
            return name != null
                    && FLOWS.matcher(name).matches()
                    && Files.isRegularFile(folder.file(name), LinkOption.NOFOLLOW_LINKS)
                    && Sha256.of(folder.file(name), read -> {}).equals(reading.sha256());
        } catch (IOException e) {
            return false;
        }
    }

    /** Why saved flows are not used, as a clause; null if they are, or if there are none. */
    @Nullable
    String invalid() {
        return invalid;
    }

    /** All readings, oldest first. */
    List<Reading> readings() {
        return List.copyOf(readings);
    }

    /** Opens the saved flows of a reading. */
    InputStream open(Reading reading) throws IOException {
        if (reading.file() == null) {
            throw new IOException("the flows of a reading were not kept");
        }
        return folder.read(reading.file());
    }

    /** Bytes of the saved flows of a reading. */
    long size(Reading reading) throws IOException {
        return reading.file() == null ? 0 : Files.size(folder.file(reading.file()));
    }

    /** Removes a reading and its file. */
    void remove(Reading reading) {
        readings.remove(reading);
        if (keeping && reading.file() != null) {
            write();
            try {
                Files.deleteIfExists(folder.file(reading.file()));
            } catch (IOException e) {
                keepNoMore(e);
            }
        }
    }

    /** Forgets all readings, without removing what is kept of them, and keeps nothing from now on. */
    void abandon() {
        readings.clear();
        keeping = false;
    }

    /** Begins the file for the flows of the next reading; null if nothing is kept. */
    @Nullable
    PartFile begin() {
        if (!keeping) {
            return null;
        }
        try {
            int number = 1;
            while (Files.exists(folder.file("flows-" + number), LinkOption.NOFOLLOW_LINKS)) {
                number++;
            }
            return PartFile.begin(folder.file("flows-" + number));
        } catch (IOException e) {
            keepNoMore(e);
            return null;
        }
    }

    /** Adds a reading; its flows are in the completed file that {@link #begin} returned, or not kept. */
    Reading add(List<Input> inputs, Counters counters, @Nullable PartFile flows) {
        Reading reading = new Reading(null, "", inputs, counters);
        if (flows != null && keeping) {
            try {
                flows.complete();
                String name = String.valueOf(flows.target().getFileName());
                reading = new Reading(name, Sha256.of(flows.target(), read -> {}), inputs, counters);
            } catch (IOException e) {
                keepNoMore(e);
            }
        }
        readings.add(reading);
        if (reading.file() != null) {
            write();
            removeOthers();
        }
        return reading;
    }

    /** Notes that a file of the state cannot be written, and keeps nothing from now on. */
    void keepNoMore(IOException e) {
        if (keeping) {
            keeping = false;
            watcher.note("nothing more is kept for the next review: " + Failures.sentence(e));
        }
    }

    /** Removes files of flows that the index does not name: of an older state, or of a review that was killed. */
    private void removeOthers() {
        Set<String> named = readings.stream().map(Reading::file).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(folder.file(INDEX).toAbsolutePath().getParent())) {
            for (Path file : List.copyOf(files.toList())) {
                String name = String.valueOf(file.getFileName());
                if (FLOWS.matcher(name).matches() && !named.contains(name)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            keepNoMore(e);
        }
    }

    private void write() {
        List<String> lines = new ArrayList<>(List.of(key));
        lines.addAll(StateIndex.lines(readings));
        lines.add(SEAL + folder.seal().of(lines));
        try (PartFile part = PartFile.begin(folder.file(INDEX))) {
            part.out().write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
            part.complete();
            invalid = null;
        } catch (IOException e) {
            keepNoMore(e);
        }
    }
}
