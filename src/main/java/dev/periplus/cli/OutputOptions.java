package dev.periplus.cli;

import dev.periplus.command.UsageException;
import dev.periplus.command.Writing;
import java.nio.file.Path;

/** The options about results, and what they choose. */
final class OutputOptions {
    private static final String SETTINGS = "-settings";

    private OutputOptions() {}

    /** @param what the command can write */
    static Arguments declare(Arguments arguments, Writing.Of what) {
        arguments
                .group("Output")
                .value("o", "output", "FORMAT[=PATH]", Writing.formats(what) + "; repeatable")
                .value(null, "title", "TEXT", "name of the case, at the head of -o html and in -o json")
                .flag("v", "evidence", "in tables, print all evidence for and against each label")
                .flag(null, "all", "in tables, list every flow in full")
                .flag("V", "details", "the same as --evidence --all");
        for (String format : Writing.remote()) {
            arguments.value(null, format + SETTINGS, "FILE", "properties of -o " + format + ": TLS, passwords ...");
        }
        arguments.value(null, "sensor", "NAME", "marks records sent to other machines (default: name of this machine)");
        FieldChoice.declare(arguments)
                .value(null, "sort", "KEY", "in tables, sort each section by " + String.join(", ", Writing.SORT_KEYS))
                .value(null, "limit", "N", "in tables and views, at most N rows in each section");
        return declareFilter(arguments, "only matching flows");
    }

    /** Declares {@code -Y}, and the zone of its times. */
    static Arguments declareFilter(Arguments arguments, String about) {
        return TimeZoneOption.declare(arguments.value(
                "Y",
                "result-filter",
                "CONDITION",
                about + ", such as 'ssh && tcp.port != 22' (periplus help fields lists the fields)"));
    }

    /** What the options choose. */
    static Writing writing(Arguments arguments) throws UsageException {
        Writing writing = new Writing()
                .to(FieldChoice.outputs(arguments))
                .fields(FieldChoice.fields(arguments))
                .title(arguments.get("title"))
                .evidence(arguments.has("evidence") || arguments.has("details"))
                .all(arguments.has("all") || arguments.has("details"))
                .sort(arguments.get("sort"))
                .limit((int) arguments.number("limit", 0, 1, Integer.MAX_VALUE))
                .rotate(arguments.all("ring-buffer"))
                .sensor(arguments.get("sensor"));
        for (String format : Writing.remote()) {
            String file = arguments.get(format + SETTINGS);
            if (file != null) {
                writing.settings(format, Path.of(file));
            }
        }
        return TimeZoneOption.applied(arguments, writing);
    }
}
