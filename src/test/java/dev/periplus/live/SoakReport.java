package dev.periplus.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A long run over a veth pair: 50,000 packets and 2,000 new flows per second. {@code SoakReport [MINUTES]}, one hour by
 * default; prints memory every minute and the counters at the end. Needs root.
 */
public final class SoakReport {
    private static final int RATE = 50_000;
    private static final int SIZE = 100;
    private static final int MINUTE = 60;
    private static final int PATIENCE_SECONDS = 60;
    private static final int POLL_MILLIS = 100;

    private SoakReport() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int minutes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : MINUTE;
        Path folder = Files.createTempDirectory("periplus-soak");
        Path printed = folder.resolve("printed.txt");
        try (Namespaces namespaces = new Namespaces()) {
            Process live = namespaces.farTo(
                    List.of(
                            "./periplus",
                            "live",
                            "-i",
                            Namespaces.FAR,
                            "--user",
                            "root",
                            "--no-processes",
                            "--stats-interval",
                            "" + MINUTE,
                            "-b",
                            "duration:" + MINUTE,
                            "-b",
                            "files:2",
                            "-o",
                            "json=" + folder.resolve("flows.json")),
                    printed);
            while (!Files.readString(printed).contains("capturing on")) {
                Thread.sleep(POLL_MILLIS);
            }
            Process sender = namespaces.near(Namespaces.java(
                    Sender.class, Namespaces.NEAR, "" + SIZE, "" + (long) RATE * MINUTE * minutes, "" + RATE, "new"));
            for (int minute = 1; !sender.waitFor(MINUTE, TimeUnit.SECONDS); minute++) {
                System.out.printf(Locale.ROOT, "minute %d: %s%n", minute, memory(live));
            }
            System.out.println("sent " + Namespaces.finish(sender).strip());
            System.out.println(memory(live));
            LossReport.stop(live, "-TERM", PATIENCE_SECONDS);
        }
        System.out.println(Files.readString(printed));
        try (Stream<Path> files = Files.list(folder)) {
            Path last = files.filter(file -> file.toString().endsWith(".json"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            Files.lines(last).reduce((before, line) -> line).ifPresent(System.out::println);
        }
    }

    /** Returns resident memory, and the heap in use after the last full collection. */
    private static String memory(Process live) throws IOException {
        long pid = live.descendants().mapToLong(ProcessHandle::pid).findFirst().orElse(live.pid());
        List<String> status = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
        String resident = status.stream()
                .filter(line -> line.startsWith("VmRSS"))
                .findFirst()
                .orElse("");
        Process heap = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), "" + pid, "GC.heap_info")
                .redirectErrorStream(true)
                .start();
        String said = new String(heap.getInputStream().readAllBytes());
        String old = said.lines()
                .filter(line -> line.contains("tenured generation"))
                .findFirst()
                .orElse("");
        return resident.replaceAll("\\s+", " ") + "; "
                + old.strip().replaceAll("\\[.*", "").replaceAll("\\s+", " ");
    }
}
