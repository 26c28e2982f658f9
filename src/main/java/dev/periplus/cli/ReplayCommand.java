package dev.periplus.cli;

import dev.periplus.command.Plugins;
import dev.periplus.command.Reading;
import dev.periplus.command.Replay;
import dev.periplus.command.UsageException;
import dev.periplus.command.Writing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code periplus replay FILE…}: identifies the flows of captures. */
final class ReplayCommand extends Command {
    ReplayCommand() {
        super("replay", "FILE...: identify the flows of captures");
    }

    @Override
    Arguments options() {
        return CaptureOptions.declare(MonitoringOptions.declare(
                                OutputOptions.declare(
                                        PathOptions.declare(
                                                "periplus replay [options] FILE... (pcap or pcapng, also in gzip or zstd;"
                                                        + " folders; - for standard input)"),
                                        Writing.Of.FLOWS),
                                "with --speed, ")
                        .value(
                                null,
                                "speed",
                                "FACTOR",
                                "replay as if live: 1 at capture speed, 10 ten times as fast, or max")
                        .value(null, "loop", "N", "with --speed, replay N times in sequence"))
                .flag(null, "each", "read every capture on its own; otherwise flows may span them")
                .flag("n", "numeric", "accepted for compatibility; names are never looked up")
                .example("periplus capture.pcap -Y 'standing == not-as-registered'")
                .example("periplus capture.pcap -o json=flows.json -o html=report.html")
                .example("tcpdump -w - | periplus -");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal) throws UsageException, IOException {
        String added = added(parsed);
        Reading reading = PathOptions.reading(parsed);
        Writing writing = OutputOptions.writing(parsed);
        Replay replay = added == null
                ? new Replay(reading, writing, CaptureOptions.of(parsed))
                : Replay.ofAddOn(reading, writing, added);
        if (!parsed.has("speed")) {
            refuseOptionsOfPace(parsed);
            return Exit.of(replay.each(parsed.has("each")).run(console(parsed, terminal)));
        }
        if (added != null) {
            throw new UsageException("--speed replays captures, not " + added);
        }
        pace(parsed, replay);
        return Exit.of(replay.run(LiveCommand.watched(parsed, terminal)));
    }

    private static void refuseOptionsOfPace(Arguments parsed) throws UsageException {
        for (String live : List.of(
                "loop",
                "active-timeout",
                "stats-interval",
                "ring-buffer",
                "metrics",
                "otlp",
                "otlp-settings",
                "top",
                "no-top")) {
            if (parsed.has(live)) {
                throw new UsageException("--" + live + " needs --speed");
            }
        }
    }

    /** The packets of an add-on that the words name in place of captures; null for captures. */
    private static @Nullable String added(Arguments parsed) throws UsageException {
        List<String> words = new ArrayList<>(parsed.all("read"));
        words.addAll(parsed.rest());
        List<String> added = words.stream().filter(Plugins::isInput).toList();
        if (!added.isEmpty() && words.size() + parsed.all("list").size() > 1) {
            throw new UsageException(added.get(0) + " comes from an add-on, and must be read alone");
        }
        return added.isEmpty() ? null : added.get(0);
    }

    private static void pace(Arguments parsed, Replay replay) throws UsageException {
        String text = String.valueOf(parsed.get("speed"));
        if (!text.matches("max|\\d{1,6}(\\.\\d{1,6})?") || text.matches("0+(\\.0+)?")) {
            throw new UsageException("--speed takes a factor such as 1 or 10, or max, not '" + text + "'");
        }
        double speed = text.equals("max") ? 0 : Double.parseDouble(text);
        replay.paced(speed, (int) parsed.number("loop", 1, 1, 1_000_000), MonitoringOptions.of(parsed));
    }
}
