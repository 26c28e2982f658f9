package dev.periplus.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the highest packet rate at which a program loses nothing sent to it over a veth pair: steps of rates, each for
 * a few seconds, with Periplus and others in turn. {@code LossReport [SIZE,...] [RATE,...] [COMMAND]...}; {@code {}} in
 * a command stands for the interface, and the command must print how many packets it saw as ndpiReader or tcpdump do.
 * Needs root.
 */
public final class LossReport {
    private static final int SECONDS = 4;
    private static final int READY_MILLIS = 2500;
    private static final int CAUGHT_UP_MILLIS = 1500;
    private static final int PATIENCE_SECONDS = 30;

    /** The patterns that contain the number of packets a program saw. */
    private static final List<Pattern> SEEN = List.of(
            Pattern.compile("\"packets\\.tracked\":(\\d+)"),
            Pattern.compile("IP packets:\\s+(\\d+)"),
            Pattern.compile("(\\d+) packets captured"));

    private final Path records;
    private final Map<String, List<String>> commands = new LinkedHashMap<>();

    private LossReport(Path records, List<String> others) {
        this.records = records;
        commands.put(
                "periplus",
                List.of(("./periplus live -i {} --user root -q --no-processes -o json=" + records).split(" ")));
        others.forEach(command -> commands.put(command, List.of(command.split(" "))));
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        String[] sizes = (arguments.length > 0 ? arguments[0] : "100,1400").split(",");
        String[] rates =
                (arguments.length > 1 ? arguments[1] : "100000,200000,400000,600000,800000,1000000").split(",");
        LossReport report = new LossReport(
                Files.createTempFile("periplus", ".json"),
                List.of(arguments).subList(Math.min(2, arguments.length), arguments.length));
        for (String size : sizes) {
            for (String rate : rates) {
                for (String name : report.commands.keySet()) {
                    System.out.println(report.line(name, Integer.parseInt(size), Long.parseLong(rate)));
                }
            }
        }
    }

    private String line(String name, int size, long rate) throws IOException, InterruptedException {
        try (Namespaces namespaces = new Namespaces()) {
            Path printed = Files.createTempFile("periplus", ".txt");
            List<String> command = new ArrayList<>();
            for (String word : commands.get(name)) {
                command.add(word.replace("{}", Namespaces.FAR));
            }
            Process program = namespaces.farTo(command, printed);
            Thread.sleep(READY_MILLIS);
            String sent = Namespaces.finish(namespaces.near(
                    Namespaces.java(Sender.class, Namespaces.NEAR, "" + size, "" + rate * SECONDS, "" + rate)));
            Thread.sleep(CAUGHT_UP_MILLIS);
            stop(program, "-INT", PATIENCE_SECONDS);
            long count = Long.parseLong(sent.strip().split(" ")[0]);
            long seen = seen(Files.readString(printed) + lastLine());
            return String.format(
                    Locale.ROOT,
                    "%,d bytes, %,d/s asked, %,d/s sent: %s lost %,d of %,d",
                    size,
                    rate,
                    Long.parseLong(sent.strip().split(" ")[1]),
                    name.split(" ")[0],
                    count - seen,
                    count);
        }
    }

    static void stop(Process program, String signal, int patience) throws IOException, InterruptedException {
        List<ProcessHandle> all = new ArrayList<>(program.descendants().toList());
        all.add(program.toHandle());
        for (ProcessHandle process : all) {
            new ProcessBuilder("kill", signal, "" + process.pid()).start().waitFor();
        }
        if (!program.waitFor(patience, TimeUnit.SECONDS)) {
            program.destroyForcibly();
        }
    }

    private String lastLine() throws IOException {
        List<String> lines = Files.readAllLines(records);
        Files.writeString(records, "");
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    private static long seen(String printed) {
        for (Pattern pattern : SEEN) {
            Matcher matcher = pattern.matcher(printed);
            if (matcher.find()) {
                return Long.parseLong(matcher.group(1));
            }
        }
        throw new IllegalStateException("no number of packets in: " + printed);
    }
}
