package dev.periplus.mcp;

import dev.periplus.cli.AddedCommand;
import dev.periplus.cli.CaptureFolder;
import io.modelcontextprotocol.json.McpJsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs the command lines that answer questions, one at a time, over the captures of the folder. */
final class Commands {
    private static final int USAGE = 2;
    private static final int INTERRUPTED = 130;
    private static final int MOST_PROBLEMS = 2_000;

    private final CaptureFolder folder;
    private final List<String> options;
    private final AddedCommand.CommandLine commands;
    private final McpJsonMapper mapper;
    private final Runnable interrupted;

    /**
     * @param options options for each command line
     * @param interrupted told when a signal ended a command line
     */
    Commands(
            CaptureFolder folder,
            List<String> options,
            AddedCommand.CommandLine commands,
            McpJsonMapper mapper,
            Runnable interrupted) {
        this.folder = folder;
        this.options = options;
        this.commands = commands;
        this.mapper = mapper;
        this.interrupted = interrupted;
    }

    /**
     * How a command line ended.
     *
     * @param status its exit status
     * @param problems what it said about that
     * @param leftOut lines that were too long to read
     */
    record Ending(int status, String problems, int leftOut) {
        boolean complete() {
            return status == 0 && leftOut == 0;
        }
    }

    CaptureFolder folder() {
        return folder;
    }

    /** Returns the record in a line of JSON, marked. */
    Map<String, Object> record(String json) {
        return marked(members(json));
    }

    Map<String, Object> marked(Map<?, ?> members) {
        return Marking.of(members, folder.root().toString());
    }

    /** Returns the record in a line of JSON as it is. */
    Map<?, ?> members(String json) {
        try {
            return mapper.readValue(json, Map.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns text of the folder, with paths relative to it. */
    String relative(String text) {
        return text.replace(folder.root() + "/", "");
    }

    /** Runs a command over all captures of the folder. */
    Ending overCaptures(List<String> words, Consumer<String> lines) throws IOException {
        List<String> all = new ArrayList<>(words);
        for (Path capture : folder.captures()) {
            all.add("-r");
            all.add(capture.toString());
        }
        return run(all, lines);
    }

    /** Reviews all captures; as always, what the user's reviews read before is not read again. */
    Ending review(List<String> words, Consumer<String> lines) throws IOException {
        List<String> all = new ArrayList<>(List.of("review", "-q"));
        all.addAll(words);
        return overCaptures(all, lines);
    }

    /** Reviews all captures with an output that is a file. */
    synchronized Ending reviewInto(String format, Consumer<String> lines) throws IOException {
        Path file = Files.createTempFile("periplus", ".ndjson");
        try {
            Ending ending = review(List.of("-o", format + "=" + file), line -> {});
            if (ending.status() != USAGE) {
                try (BufferedReader in = Files.newBufferedReader(file)) {
                    in.lines().forEach(lines);
                }
            }
            return ending;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /**
     * Runs a command line.
     *
     * @throws IllegalArgumentException if it is wrong; the message tells why
     */
    synchronized Ending run(List<String> words, Consumer<String> lines) throws IOException {
        List<String> all = new ArrayList<>(words);
        all.addAll(options);
        Text problems = new Text(MOST_PROBLEMS);
        try (Lines out = new Lines(lines);
                OutputStream err = new Lines(problems)) {
            int status = commands.run(all, out, err);
            if (status == INTERRUPTED) {
                interrupted.run();
            }
            if (status == USAGE) {
                throw new IllegalArgumentException(relative(problems.toString()).strip());
            }
            return new Ending(status, relative(problems.toString()), out.leftOut());
        }
    }

    /** Waits for the command line that runs now. */
    synchronized void finish() {
        interrupted.run();
    }
}
