package dev.periplus.cli;

import dev.periplus.command.Captures;
import dev.periplus.command.Review;
import dev.periplus.command.UsageException;
import dev.periplus.command.Writing;
import java.io.IOException;
import java.nio.file.Path;

/** {@code periplus review CASE}: reviews a folder of captures. */
final class ReviewCommand extends Command {
    ReviewCommand() {
        super("review", "FOLDER|FILE...: review a case of many captures, findings first");
    }

    @Override
    Arguments options() {
        return indicators(OutputOptions.declare(
                                CaptureOptions.declare(PathOptions.declare("periplus review [options] FOLDER|FILE...")),
                                Writing.Of.REVIEWS)
                        .group("Review"))
                .flag(null, "fresh", "read everything again")
                .value(
                        null,
                        "state",
                        "FOLDER",
                        "where to keep results between reviews (default: ~/.local/state/periplus)")
                .value(null, "fail-on", "LEVEL", "exit with 1 for a finding of this severity or above");
    }

    /** Declares the option that names lists of indicators. */
    static Arguments indicators(Arguments arguments) {
        return arguments.value(
                null,
                "indicators",
                "FILE",
                "addresses, networks, names, JA3, JA4, SHA-256: text, CSV, STIX 2.1 or MISP; may be given several times");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal) throws UsageException, IOException {
        Captures captures = CaptureOptions.of(parsed);
        String state = parsed.get("state");
        Review review = new Review(PathOptions.reading(parsed), OutputOptions.writing(parsed), captures)
                .indicators(parsed.all("indicators"))
                .state(state == null ? null : Path.of(state))
                .fresh(parsed.has("fresh"));
        String severity = parsed.get("fail-on");
        return Exit.of((severity == null ? review : review.warnedFrom(severity)).run(console(parsed, terminal)));
    }
}
