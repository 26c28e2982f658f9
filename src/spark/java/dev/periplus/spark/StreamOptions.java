package dev.periplus.spark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Options of a {@link StreamJob}.
 *
 * @param kafka options of Spark's reader
 * @param waitSeconds how long a flow waits for records of other sensors after its end, in time of the flows
 * @param clockSeconds by how much clocks of sensors may differ
 * @param everySeconds how often records are read
 * @param caseSeconds how long a case lasts, in time of the flows; 0 if each batch is one
 * @param rules folder of additional rules on every machine; empty for none
 * @param isOneNetwork whether a private address is the same host for all sensors
 * @param untilNow whether the job ends once it has read what is there
 * @param iceberg whether what is appended is committed to Iceberg tables too
 */
record StreamOptions(
        Map<String, String> kafka,
        int waitSeconds,
        int clockSeconds,
        int everySeconds,
        int caseSeconds,
        String rules,
        boolean isOneNetwork,
        boolean untilNow,
        boolean iceberg) {
    private static final Pattern SOURCE =
            Pattern.compile("([^/]+:\\d{1,5}(?:,[^/]+:\\d{1,5})*)/([a-zA-Z0-9._-]{1,249})");

    private static final int WAIT = 300;
    private static final int CLOCK = 2;
    private static final int EVERY = 60;
    private static final int CASE = 3600;
    private static final int MOST = 1_000_000;

    /**
     * Reads them.
     *
     * @param source brokers and topic, as in {@code -o kafka}
     * @throws IllegalArgumentException if something is wrong; the message tells what
     * @throws IOException if the properties of Kafka cannot be read
     */
    static StreamOptions of(String source, Map<String, String> given) throws IOException {
        Matcher target = SOURCE.matcher(source);
        if (!target.matches()) {
            throw new IllegalArgumentException(
                    "expected BROKERS/TOPIC, such as broker1:9092,broker2:9092/flows, not '" + source + "'");
        }
        Map<String, String> left = new HashMap<>(given);
        Map<String, String> kafka = new HashMap<>();
        String settings = left.remove("settings");
        if (settings != null) {
            Properties properties = new Properties();
            try (InputStream in = Files.newInputStream(Path.of(settings))) {
                properties.load(in);
            }
            properties.forEach((name, value) -> kafka.put("kafka." + name, value.toString()));
        }
        kafka.putAll(Map.of(
                "kafka.bootstrap.servers", target.group(1),
                "subscribe", target.group(2),
                "includeHeaders", "true",
                "startingOffsets", "earliest",
                "maxOffsetsPerTrigger", String.valueOf(number(left, "most", MOST)),
                "failOnDataLoss", String.valueOf(!"skip".equals(word(left, "expired", "fail", "skip")))));
        boolean untilNow = "now".equals(word(left, "until", "stopped", "now"));
        String rules = left.remove("rules");
        StreamOptions options = new StreamOptions(
                kafka,
                number(left, "wait", WAIT),
                number(left, "clock", CLOCK),
                number(left, "every", EVERY),
                number(left, "case", untilNow ? 0 : CASE),
                rules == null ? "" : rules,
                "one".equals(word(left, "network", "several", "one")),
                untilNow,
                "yes".equals(word(left, "iceberg", "no", "yes")));
        if (!left.isEmpty()) {
            throw new IllegalArgumentException(
                    "no option '" + left.keySet().iterator().next() + "'");
        }
        return options;
    }

    /** How tasks read rules. */
    Options rulesOption() {
        return new Options("", Tables.FINDINGS, true, rules, 0, 0, 0);
    }

    private static int number(Map<String, String> left, String name, int usual) {
        String text = left.remove(name);
        if (text != null && !text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException(name + " takes a number, not '" + text + "'");
        }
        return text == null ? usual : Integer.parseInt(text);
    }

    /** Takes an option that has one of two values. */
    static String word(Map<String, String> left, String name, String usual, String other) {
        String text = left.remove(name);
        if (text != null && !text.equals(usual) && !text.equals(other)) {
            throw new IllegalArgumentException(name + " takes " + usual + " or " + other + ", not '" + text + "'");
        }
        return text == null ? usual : text;
    }
}
