package dev.periplus.cli;

import dev.periplus.command.Captures;
import dev.periplus.command.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The captures that a command line names: as operands, with {@code -r}, and in lists. */
final class CaptureOptions {
    private CaptureOptions() {}

    /** Declares the options that name captures. */
    static Arguments declare(Arguments arguments) {
        return arguments
                .group("Input")
                .value("r", "read", "FILE", "capture to read; repeatable")
                .value(null, "list", "FILE", "read the captures listed in FILE, one path per line")
                .withTrailingFilter(true);
    }

    static Captures of(Arguments arguments) throws UsageException, IOException {
        List<String> named = new ArrayList<>(arguments.all("read"));
        named.addAll(arguments.rest());
        return Captures.of(named, arguments.all("list"));
    }

    /** The captures behind the first operand. */
    static Captures afterFirst(Arguments arguments) throws UsageException, IOException {
        return Captures.of(wordsAfterFirst(arguments), arguments.all("list"));
    }

    /** Whether anything but the first operand names captures. */
    static boolean areNamedAfterFirst(Arguments arguments) {
        return !wordsAfterFirst(arguments).isEmpty() || !arguments.all("list").isEmpty();
    }

    private static List<String> wordsAfterFirst(Arguments arguments) {
        List<String> words =
                new ArrayList<>(arguments.rest().subList(1, arguments.rest().size()));
        words.addAll(arguments.all("read"));
        return words;
    }
}
