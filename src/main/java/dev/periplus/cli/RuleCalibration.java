package dev.periplus.cli;

import dev.periplus.command.Calibrate;
import dev.periplus.command.UsageException;
import java.io.IOException;
import java.nio.file.Path;

/** {@code periplus rules calibrate DIR…}: measures labels against captures whose flows are known. */
final class RuleCalibration extends Command {
    RuleCalibration() {
        super("calibrate", "DIR...: measure how often labels are right");
    }

    @Override
    Arguments options() {
        return PathOptions.declare("periplus rules calibrate [-w TSV] DIR... (captures with truth.tsv and labels.tsv)")
                .value(null, "adjudicated", "FILE", "errors of the references; a DIR may have an adjudicated.tsv too")
                .value("w", "write", "TSV", "write the counts to TSV, calibration.tsv in a folder of rules")
                .flag("v", "verbose", "every label, and every wrong one with its flow and rule");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal) throws UsageException, IOException {
        if (parsed.rest().isEmpty()) {
            throw new UsageException("rules calibrate needs a folder of captures with truth.tsv and labels.tsv");
        }
        String adjudicated = parsed.get("adjudicated");
        String table = parsed.get("write");
        return Exit.of(new Calibrate(
                        PathOptions.reading(parsed),
                        parsed.rest().stream().map(Path::of).toList())
                .adjudicated(adjudicated == null ? null : Path.of(adjudicated))
                .table(table == null ? null : Path.of(table))
                .everyLabel(parsed.has("verbose"))
                .run(console(parsed, terminal)));
    }
}
