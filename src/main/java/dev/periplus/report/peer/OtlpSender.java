package dev.periplus.report.peer;

import dev.periplus.report.Destination;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends metrics of a run to a collector of OpenTelemetry, by OTLP over HTTP in JSON.
 *
 * <p>How it works. A thread of its own sends every interval, and once more when the run ends. Values count from the start of
 * the run, so what a collector missed is in what it gets next: a request that failed is not repeated, except the last one,
 * which is tried for ten seconds. A collector that is away is told of once, and once when it takes metrics again.
 */
public final class OtlpSender implements AutoCloseable {
    /** Server with an optional path; without one, the usual path is meant. */
    private static final Pattern SERVER = Pattern.compile("https?://[^/@?#]+(/[^?#]*)?");

    private static final Pattern WITHOUT_PATH = Pattern.compile("https?://[^/]+/?");
    private static final String USUAL_PATH = "/v1/metrics";
    private static final int EVERY = 60;
    private static final int MOST_SECONDS = 86_400;
    private static final int LAST_TRIES = 10;
    private static final int MOST_SHOWN = 200;
    private static final int SUCCESS = 200;
    private static final Duration LONGEST_END = Duration.ofSeconds(15);

    /** A partial success; a collector may send an empty one for a full one. */
    private static final Pattern REJECTED = Pattern.compile("\"rejectedDataPoints\"\\s*:\\s*\"?[1-9]");

    private static final long SECOND = 1_000_000_000L;

    private final ServerClient client;
    private final String server;
    private final Map<String, String> resource = new LinkedHashMap<>();
    private final String version;
    private final Supplier<List<RunMetric>> metrics;
    private final Consumer<String> notes;
    private final long start = now();
    private final int seconds;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "otlp");
    private boolean away;

    /** Whether a text is the address of a collector. */
    public static boolean isServer(String text) {
        return SERVER.matcher(text).matches();
    }

    /**
     * Begins to send.
     *
     * @param server for which {@link #isServer} holds
     * @param settings file of properties: those of {@link ServerClient}, and {@code interval} in seconds (default 60); or null
     * @param origin of the metrics
     * @param metrics returns the values so far; called on the thread of this
     * @param notes takes sentences for the user
     * @throws IOException if the settings cannot be read
     */
    public OtlpSender(
            String server,
            @Nullable Path settings,
            Destination.Origin origin,
            Supplier<List<RunMetric>> metrics,
            Consumer<String> notes)
            throws IOException {
        Properties properties = new Properties();
        if (settings != null) {
            try (var in = Files.newInputStream(settings)) {
                properties.load(in);
            } catch (IllegalArgumentException e) {
                throw new IOException(settings + ": " + e.getMessage(), e);
            }
        }
        String interval = properties.getProperty("interval", Integer.toString(EVERY));
        if (!interval.matches("[1-9]\\d{0,4}") || Integer.parseInt(interval) > MOST_SECONDS) {
            throw new IOException(settings + ": interval is a number of seconds, not '" + interval + "'");
        }
        seconds = Integer.parseInt(interval);
        this.server = WITHOUT_PATH.matcher(server).matches() ? server.replaceAll("/$", "") + USUAL_PATH : server;
        try {
            client = new ServerClient(URI.create(this.server), properties);
        } catch (IllegalArgumentException e) {
            throw new IOException("--otlp " + server + ": " + e.getMessage(), e);
        }
        resource.put("service.name", "periplus");
        resource.put("service.version", origin.version());
        resource.put("service.instance.id", origin.sensor());
        resource.put("periplus.rules", origin.rules());
        version = origin.version();
        this.metrics = metrics;
        this.notes = notes;
        thread.setDaemon(true);
        thread.start();
    }

    private static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * SECOND + now.getNano();
    }

    private void run() {
        try {
            long wait = seconds;
            while (!closing.await(wait, TimeUnit.SECONDS)) {
                wait = Math.max(seconds, send().after());
            }
            Outcome last = send();
            for (int i = 1; i < LAST_TRIES && last.again(); i++) {
                TimeUnit.SECONDS.sleep(1);
                last = send();
            }
            if (last.problem() != null) {
                notes.accept("the last metrics were not sent to " + server);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What became of a request.
     *
     * @param problem null if the collector took all of it
     * @param again whether it makes sense to send it again
     * @param after seconds that the collector wants to be left alone
     */
    private record Outcome(@Nullable String problem, boolean again, int after) {}

    private Outcome send() throws InterruptedException {
        Outcome outcome = sent();
        String problem = outcome.problem();
        if (problem != null && !away) {
            notes.accept("metrics cannot be sent to " + server + ": " + problem);
        } else if (problem == null && away) {
            notes.accept("metrics are sent to " + server + " again");
        }
        away = problem != null;
        return outcome;
    }

    private Outcome sent() throws InterruptedException {
        String request = OtlpJson.of(metrics.get(), resource, version, start, now());
        try {
            ServerClient.Answer answer =
                    client.send("POST", "", "application/json", request.getBytes(StandardCharsets.UTF_8));
            String says = new String(answer.body(), StandardCharsets.UTF_8).strip();
            String shown = says.length() > MOST_SHOWN ? says.substring(0, MOST_SHOWN) + " ..." : says;
            if (answer.status() != SUCCESS) {
                return new Outcome(
                        "status " + answer.status() + " " + shown, isRetryable(answer.status()), answer.retryAfter());
            }
            return new Outcome(REJECTED.matcher(says).find() ? shown : null, false, 0);
        } catch (IOException e) {
            return new Outcome(e.getMessage() == null ? e.toString() : e.getMessage(), true, 0);
        }
    }

    /** As the protocol lists them. */
    private static boolean isRetryable(int status) {
        return switch (status) {
            case 429, 502, 503, 504 -> true;
            default -> false;
        };
    }

    /** Sends once more, and waits for that, at most about a quarter of a minute. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(LONGEST_END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            thread.interrupt();
            notes.accept("the last metrics were not sent to " + server);
        }
    }
}
