package dev.periplus.outputs.parquet;

import dev.periplus.report.RotatingSink.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * A folder of files with the same schema, one after another: {@code
 * flows/20260105091244-5e1f0c9a-00001.parquet}. Files of earlier runs stay.
 */
final class Table {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path folder;
    private final MessageType schema;
    private final Map<String, String> facts;
    private final Limits limits;
    private final String name;
    private final Deque<Path> complete = new ArrayDeque<>();
    private @Nullable TableFile file;
    private Instant began = Instant.EPOCH;
    private int number;

    /**
     * @param root folder of the tables
     * @param facts kept in every file's footer
     * @param limits of a file; of those complete, the oldest are deleted
     * @param now when the run begins
     */
    Table(Path root, MessageType schema, Map<String, String> facts, Limits limits, Instant now) {
        this.folder = root.resolve(schema.getName());
        this.schema = schema;
        this.facts = facts;
        this.limits = limits;
        name = TIME.format(now) + "-"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }

    /**
     * Writes the object that the parser has come to the start of.
     *
     * @param now the time by the clock of the run
     */
    void write(JsonParser json, Instant now) throws IOException {
        TableFile to = file;
        if (to == null) {
            Files.createDirectories(folder);
            number++;
            to = new TableFile(
                    folder.resolve(String.format(Locale.ROOT, "%s-%05d.parquet", name, number)), schema, facts);
            began = now;
            file = to;
        }
        to.write(json);
        if (limits.bytes() > 0 && to.written() >= limits.bytes()) {
            complete();
        }
    }

    /** Completes the file if it is old enough. */
    void tick(Instant now) throws IOException {
        if (limits.nanos() > 0 && !now.isBefore(began.plusNanos(limits.nanos()))) {
            complete();
        }
    }

    /** Completes the file, if there is one. */
    void complete() throws IOException {
        TableFile last = file;
        if (last != null) {
            file = null;
            last.complete();
            complete.add(last.path());
            while (limits.files() > 0 && complete.size() > limits.files()) {
                Files.deleteIfExists(complete.remove());
            }
        }
    }
}
