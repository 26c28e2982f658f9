package dev.periplus.command;

import dev.periplus.answer.FlowRecord;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Engine;
import dev.periplus.report.FlowIds;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A flow that a user names by its number or its uid, found in captures.
 *
 * @param record null if a capture could not be read, so that it may be there
 * @param unreadable whether a capture could not be read to its end; the user was told
 */
record NamedFlow(@Nullable FlowRecord record, boolean unreadable) {
    /** @throws UsageException if the name has no such form, or no flow has it */
    static NamedFlow find(String which, Engine.Settings settings, List<String> captures, Console console)
            throws UsageException, FilterException {
        Predicate<FlowRecord> wanted = wanted(which);
        FlowRecord[] found = new FlowRecord[1];
        boolean unreadable;
        try (Engine engine = new Engine(settings)) {
            List<CaptureOutcome> outcomes = engine.run(captures, record -> {
                if (wanted.test(record)) {
                    found[0] = record;
                }
            });
            unreadable = console.problems(outcomes);
        }
        if (found[0] == null && !unreadable) {
            throw new UsageException("no flow " + which + " in " + String.join(", ", captures));
        }
        return new NamedFlow(found[0], unreadable);
    }

    private static Predicate<FlowRecord> wanted(String which) throws UsageException {
        if (which.matches("C[0-9A-Za-z]{17}")) {
            FlowIds ids = new FlowIds();
            return record -> ids.uidText(record.flow()).equals(which);
        }
        if (!which.matches("[1-9]\\d{0,17}")) {
            throw new UsageException("a flow has a number or a uid, not '" + which + "'");
        }
        long number = Long.parseLong(which);
        return record -> record.number() == number;
    }
}
