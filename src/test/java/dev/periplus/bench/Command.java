package dev.periplus.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A command that reads a capture.
 *
 * @param words its words, where {@code {}} stands for the name of the capture
 */
record Command(List<String> words) {
    private static final String CAPTURE = "{}";

    Command {
        words = List.copyOf(words);
    }

    /** Parses a command from words separated by blanks. */
    static Command parse(String text) {
        if (!text.contains(CAPTURE)) {
            throw new IllegalArgumentException("the command '" + text + "' has no {} for the name of the capture");
        }
        return new Command(split(text));
    }

    static List<String> split(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    Command with(Collection<String> more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(more);
        return new Command(all);
    }

    ProcessRun run(Path capture) throws IOException, InterruptedException {
        return ProcessRun.of(words.stream()
                .map(word -> word.replace(CAPTURE, capture.toString()))
                .toList());
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
