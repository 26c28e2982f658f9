package dev.periplus.cli;

import dev.periplus.answer.Amounts;
import dev.periplus.rulefile.Packed;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often each label was right and wrong when it was measured: {@code rules/calibration-labels.tsv}, a row for each
 * label with the numbers of flows in the columns {@code right} and {@code wrong}. Lines that begin with {@code #} and
 * other columns are remarks. A label without a row has no record, nor has any if there is no table.
 */
final class MeasuredLabels {
    private static final String TABLE = "/rules/calibration-labels.tsv";

    private final Map<String, String> records = new HashMap<>();

    private MeasuredLabels() {}

    static MeasuredLabels packaged() {
        return of(Packed.exists(TABLE) ? new String(Packed.bytes(TABLE), StandardCharsets.UTF_8) : "");
    }

    static MeasuredLabels of(String table) {
        MeasuredLabels measured = new MeasuredLabels();
        List<List<String>> rows = table.lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> Arrays.asList(line.split("\t", -1)))
                .toList();
        if (!rows.isEmpty()) {
            int label = rows.get(0).indexOf("label");
            int right = rows.get(0).indexOf("right");
            int wrong = rows.get(0).indexOf("wrong");
            rows.subList(1, rows.size()).forEach(row -> {
                long failed = Long.parseLong(row.get(wrong));
                long all = failed + Long.parseLong(row.get(right));
                measured.records.put(
                        row.get(label), Amounts.count(failed) + " wrong of " + Amounts.count(all) + " elsewhere");
            });
        }
        return measured;
    }

    /** Returns {@code 3 wrong of 412 elsewhere}, or null if the label was not measured. */
    @Nullable
    String record(String label) {
        return records.get(label);
    }
}
