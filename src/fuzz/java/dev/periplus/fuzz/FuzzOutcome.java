package dev.periplus.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a target did.
 *
 * @param edges branches of the program that were taken
 * @param inputs inputs kept because they took new branches
 * @param status of the process; 0 if nothing broke
 * @param finding file of the input that broke something, "" if there is none
 * @param log output of Jazzer
 */
record FuzzOutcome(String target, long executions, long edges, long inputs, int status, String finding, Path log) {
    private static final Pattern STATE = Pattern.compile("#(\\d+)\\s.* cov: (\\d+) ft: \\d+ corp: (\\d+)/");
    private static final Pattern UNITS = Pattern.compile("stat::number_of_executed_units: (\\d+)");
    private static final Pattern FINDING = Pattern.compile("Test unit written to (\\S+)");

    /** Reads the output of Jazzer. */
    static FuzzOutcome of(String target, int status, Path log) throws IOException {
        long executions = 0;
        long edges = 0;
        long inputs = 0;
        String finding = "";
        for (String line : Files.readString(log, StandardCharsets.ISO_8859_1).split("\n")) {
            Matcher state = STATE.matcher(line);
            Matcher units = UNITS.matcher(line);
            Matcher found = FINDING.matcher(line);
            if (state.lookingAt()) {
                executions = Long.parseLong(state.group(1));
                edges = Long.parseLong(state.group(2));
                inputs = Long.parseLong(state.group(3));
            } else if (units.lookingAt()) {
                executions = Long.parseLong(units.group(1));
            } else if (found.find()) {
                finding = found.group(1);
            }
        }
        return new FuzzOutcome(target, executions, edges, inputs, status, finding, log);
    }

    boolean isSound() {
        return status == 0;
    }

    String line() {
        return String.format("%-12s %,15d %,8d %,6d%s", target, executions, edges, inputs, isSound() ? "" : "  BROKEN");
    }

    /** What broke, and how to see it again. */
    String complaint() {
        String what = target + ": status " + status + ", see " + log;
        return finding.isEmpty()
                ? what
                : what + "\n  mvn -q -P fuzz test-compile exec:exec@fuzz -Dfuzz.targets=\"" + target + " " + finding
                        + "\"";
    }
}
