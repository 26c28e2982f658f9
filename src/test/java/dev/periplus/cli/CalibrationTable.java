package dev.periplus.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Measures how reliable confidence is, and prints {@code rules/calibration.tsv}: for each band of confidence, how many
 * labels are right according to third-party references, and how many flows of noise were labelled.
 *
 * <p>Arguments: a folder of captures with {@code truth.tsv} (columns capture, transport, a_ip, a_port, b_ip, b_port,
 * protocol, application, class, also) and {@code labels.tsv} (reference_label, accepted_ids); then, for each band from
 * the lowest, how many flows of noise out of how many were labelled, as {@code N/FLOWS}. At most 20 flows count for
 * each capture and reference label.
 */
final class CalibrationTable {
    private static final double[] BANDS = {0.5, 0.7, 0.9, 0.99, 1.01};
    private static final int MOST = 20;

    private final int[] given = new int[BANDS.length - 1];
    private final int[] right = new int[BANDS.length - 1];

    private CalibrationTable() {}

    public static void main(String[] arguments) throws IOException {
        CalibrationTable table = new CalibrationTable();
        table.measure(Path.of(arguments[0]).toRealPath());
        System.out.println("# Labels per confidence band, and how many of them agree with reference labels.");
        System.out.println(
                "# A reference label comes from another engine that looked at the bytes; not all are correct.");
        System.out.println("confidence\tflows\taccepted\tshare\tnoise_labelled\tnoise_flows");
        for (int band = 0; band < table.given.length; band++) {
            String[] noise = arguments[1 + band].split("/", 2);
            String share = table.given[band] == 0
                    ? "-"
                    : String.format(Locale.ROOT, "%.4f", table.right[band] / (double) table.given[band]);
            System.out.println(String.join(
                    "\t",
                    BANDS[band] + "-" + Math.min(1, BANDS[band + 1]),
                    "" + table.given[band],
                    "" + table.right[band],
                    share,
                    noise[0],
                    noise[1]));
        }
    }

    private void measure(Path folder) throws IOException {
        Map<String, Set<String>> accepted = new HashMap<>();
        for (Map<String, String> row : rows(folder.resolve("labels.tsv"))) {
            accepted.put(row.get("reference_label"), words(row.get("accepted_ids")));
        }
        List<Map<String, String>> truth = rows(folder.resolve("truth.tsv"));
        Map<String, Map<String, Object>> records = records(folder, truth);
        Map<List<String>, Integer> taken = new HashMap<>();
        for (Map<String, String> row : truth) {
            boolean counted = row.get("class").equals("dpi") && accepted.containsKey(row.get("protocol"));
            List<String> slot = List.of(row.get("capture"), row.get("protocol"), row.get("application"));
            if (!counted || taken.merge(slot, 1, Integer::sum) > MOST) {
                continue;
            }
            Map<String, Object> record = records.get(key(
                    row.get("capture"),
                    row.get("transport"),
                    row.get("a_ip") + " " + row.get("a_port"),
                    row.get("b_ip") + " " + row.get("b_port")));
            if (record != null && record.get("label") != null) {
                Set<String> fine = new HashSet<>(accepted.get(row.get("protocol")));
                fine.addAll(accepted.getOrDefault(row.get("application"), Set.of()));
                fine.addAll(words(row.getOrDefault("also", "")));
                count(record, fine);
            }
        }
    }

    private void count(Map<String, Object> record, Set<String> fine) {
        double confidence = ((Number) record.get("confidence")).doubleValue();
        int band = 0;
        while (confidence >= BANDS[band + 1]) {
            band++;
        }
        given[band]++;
        boolean accepted =
                Stream.of("label", "protocol", "application").anyMatch(key -> fine.contains(record.get(key)));
        right[band] += accepted ? 1 : 0;
    }

    private static Map<String, Map<String, Object>> records(Path folder, List<Map<String, String>> truth) {
        Map<String, Map<String, Object>> records = new HashMap<>();
        for (String capture :
                truth.stream().map(row -> row.get("capture")).distinct().toList()) {
            Run run = Run.of(folder.resolve(capture).toString(), "-o", "json");
            for (Map<String, Object> record : run.records()) {
                records.putIfAbsent(
                        key(capture, "" + record.get("transport"), end(record, "client"), end(record, "server")),
                        record);
            }
        }
        return records;
    }

    private static String end(Map<String, Object> record, String side) {
        Map<String, Object> end = Run.object(record, side);
        return end.get("ip") + " " + end.get("port");
    }

    private static String key(String capture, String transport, String one, String other) {
        boolean ordered = one.compareTo(other) < 0;
        return String.join(" ", capture, transport, ordered ? one : other, ordered ? other : one);
    }

    private static Set<String> words(String text) {
        return new HashSet<>(Arrays.asList(text.split(" ")));
    }

    private static List<Map<String, String>> rows(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        String[] names = lines.get(0).split("\t", -1);
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split("\t", -1);
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < names.length; i++) {
                row.put(names[i], i < values.length ? values[i] : "");
            }
            rows.add(row);
        }
        return rows;
    }
}
