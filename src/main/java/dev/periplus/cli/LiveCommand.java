package dev.periplus.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.FlowSink;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.Interfaces;
import dev.periplus.capture.LiveCapture;
import dev.periplus.capture.LiveOptions;
import dev.periplus.capture.PcapngWriter;
import dev.periplus.capture.Recording;
import dev.periplus.engine.Engine;
import dev.periplus.engine.SelectivePacketFile;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.sockets.LiveSockets;
import dev.periplus.sockets.Owners;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code periplus live}: identifies flows on interfaces. */
final class LiveCommand extends Command {
    private static final long SECOND = 1_000_000_000L;
    private static final int MOST_BUFFER = 256 << 20;
    private static final int MEMORY_SHARE = 16;
    private static final long KIBI = 1024;
    private static final String FILE_SIZE = "filesize:[1-9]\\d{0,11}";

    LiveCommand() {
        super("live", "-i INTERFACE: identify flows on an interface as they happen");
    }

    @Override
    Arguments options() {
        return LiveRun.declare(
                        Outputs.declare(
                                PathOptions.declare("periplus live [options] [-i INTERFACE]..."),
                                OutputFormat.ofFlows()),
                        "")
                .group("Capture")
                .value(
                        "i",
                        "interface",
                        "NAME",
                        "interface to capture on, by name or number; repeatable; any for all (Linux)")
                .value(
                        "B",
                        "buffer-size",
                        "SIZE",
                        "kernel buffer per interface: 512k, 64m (default 256m, or a 16th of the memory)")
                .flag("p", "no-promiscuous-mode", "capture only frames addressed to this host")
                .flag("I", "monitor-mode", "monitor mode of a wireless interface")
                .value("Q", "direction", "DIR", "in, out or inout (default)")
                .value(null, "capture", "MEANS", "pcap or mmap (Linux); default: the faster one that works")
                .value("a", "autostop", "LIMIT", "stop after duration:SECONDS, packets:N, or with -w filesize:KIB")
                .value(
                        "w",
                        "write",
                        "FILE",
                        "also write packets to FILE, pcapng; with -Y only packets of matching flows")
                .flag("D", "list-interfaces", "list interfaces and their link types, as periplus interfaces does")
                .flag("L", "list-data-link-types", "the same")
                .flag(null, "until-down", "end when the interfaces go down, instead of waiting until they are up again")
                .flag(null, "no-processes", "do not look up the processes behind local ports")
                .value(
                        "Z",
                        "user",
                        "NAME",
                        "become this user once the interfaces are open (root becomes the caller of sudo,"
                                + " else nobody; root stays root)")
                .flag("n", "numeric", "accepted for compatibility; names are never looked up")
                .flag("l", "line-buffered", "accepted for compatibility; output is never buffered")
                .withTrailingFilter(false)
                .example("sudo periplus live -i eth0")
                .example("sudo periplus live -i eth0 -f 'not port 22' -o json=flows.json -b duration:3600");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        if (parsed.has("list-interfaces") || parsed.has("list-data-link-types")) {
            return new InterfacesCommand().run(List.of(), terminal);
        }
        if (!parsed.rest().isEmpty()) {
            String word = parsed.rest().get(0);
            throw new UsageException(
                    Files.isRegularFile(Path.of(word))
                            ? "live captures on interfaces; periplus " + word + " reads a capture"
                            : "unexpected argument '" + word + "'; did you mean -i " + word + "?");
        }
        boolean withProcesses = parsed.has("sockets") || !parsed.has("no-processes");
        Engine.Settings settings = PathOptions.settings(parsed, withProcesses);
        LiveOptions options = options(parsed);
        long size = fileSize(parsed);
        List<String> names = interfaces(parsed);
        Outputs outputs = LiveRun.checked(parsed, settings.rules(), terminal);
        try (LiveCapture capture =
                new LiveCapture(names, options, sentence -> terminal.err().println("periplus: " + sentence))) {
            dropPrivileges(parsed, outputs, terminal);
            try (LiveSockets sockets = parsed.has("no-processes") ? null : LiveSockets.start(Clock.systemUTC())) {
                if (!parsed.has("quiet")) {
                    terminal.err()
                            .println("periplus: capturing on " + String.join(", ", names) + "; press Ctrl-C to stop");
                }
                Engine.Settings known =
                        sockets == null || settings.owners() != null ? settings : settings.with(Owners.live(sockets));
                return captured(parsed, known, capture, names, size, terminal);
            }
        }
    }

    /** Gives up privileges, then checks that what is left suffices for the run. */
    private static void dropPrivileges(Arguments parsed, Outputs outputs, Terminal terminal)
            throws UsageException, IOException {
        SystemUser user = Privileges.drop(parsed.get("user"), System.getenv());
        if (user != null) {
            String processes = parsed.has("no-processes") ? "" : "; processes of other users stay unnamed";
            terminal.err()
                    .println("periplus: running as user " + user.name() + " (--user root stays root)" + processes);
        }
        String name = user == null ? parsed.get("user") : user.name();
        String file = parsed.get("write");
        OutputPlaces.of(outputs, file == null ? null : Path.of(file), parsed.has("result-filter"))
                .require("user " + (name == null ? System.getProperty("user.name") : name));
        Path rules = PathOptions.directory(parsed);
        if (rules != null && !(Files.isReadable(rules) && Files.isExecutable(rules))) {
            terminal.err().println("periplus: this user cannot read " + rules + "; its rules will not be reloaded");
        }
    }

    private static Exit captured(
            Arguments parsed,
            Engine.Settings known,
            LiveCapture capture,
            List<String> names,
            long size,
            Terminal terminal)
            throws IOException, UsageException {
        String file = parsed.get("write");
        if (file == null) {
            return new LiveRun(parsed, known, capture, names, List.of()).run(OutputFormat.LINES, terminal);
        }
        Path path = Path.of(file);
        int snap = options(parsed).snapLength();
        if (!parsed.has("result-filter")) {
            try (PcapngWriter writer = new PcapngWriter(path, names, snap)) {
                return recorded(parsed, known, new Recording(capture, writer, size), names, List.of(), terminal);
            }
        }
        try (SelectivePacketFile selected = new SelectivePacketFile(
                path, names, snap, known.decode(), LiveRun.activeNanos(parsed), Clock.systemUTC())) {
            return recorded(
                    parsed, known, new Recording(capture, selected, size), names, List.of(selected.wanted()), terminal);
        }
    }

    private static Exit recorded(
            Arguments parsed,
            Engine.Settings settings,
            Recording recording,
            List<String> names,
            List<FlowSink> besides,
            Terminal terminal)
            throws IOException, UsageException {
        return new LiveRun(parsed, settings, recording, names, besides).run(OutputFormat.LINES, terminal);
    }

    /** The size of the packet file at which capture ends; 0 for none. */
    private static long fileSize(Arguments parsed) throws UsageException {
        for (String limit : parsed.all("autostop")) {
            if (limit.matches(FILE_SIZE)) {
                if (!parsed.has("write")) {
                    throw new UsageException("-a filesize:KIB needs -w FILE");
                }
                return Long.parseLong(limit.substring(limit.indexOf(':') + 1)) * KIBI;
            }
        }
        return 0;
    }

    private static List<String> interfaces(Arguments parsed) throws IOException, UsageException {
        List<String> names = parsed.all("interface");
        if (!names.isEmpty()) {
            List<String> found = new ArrayList<>();
            for (String name : names) {
                found.add(name.matches("\\d{1,4}") ? byNumber(name) : name);
            }
            return found;
        }
        for (Interfaces.Interface one : Interfaces.all()) {
            if (one.up() && !one.loopback() && !one.addresses().isEmpty()) {
                return List.of(one.name());
            }
        }
        throw new UsageException("no interface is up; name one with -i (periplus interfaces lists them)");
    }

    /** Returns the interface with this number in the list of {@code periplus interfaces}. */
    private static String byNumber(String number) throws IOException, UsageException {
        List<Interfaces.Interface> all = Interfaces.all();
        int index = Integer.parseInt(number) - 1;
        if (all.stream().anyMatch(one -> one.name().equals(number))) {
            return number;
        }
        if (index < 0 || index >= all.size()) {
            throw new UsageException("no interface number " + number + "; periplus interfaces lists "
                    + Amounts.count(all.size(), "interface"));
        }
        return all.get(index).name();
    }

    private static LiveOptions options(Arguments parsed) throws UsageException {
        LiveOptions usual = LiveOptions.DEFAULT;
        long packets = parsed.number("count", 0, 1, Long.MAX_VALUE);
        long nanos = 0;
        for (String limit : parsed.all("autostop")) {
            if (limit.matches("duration:\\d{1,9}")) {
                nanos = Long.parseLong(limit.substring(limit.indexOf(':') + 1)) * SECOND;
            } else if (limit.matches("packets:\\d{1,15}")) {
                packets = Long.parseLong(limit.substring(limit.indexOf(':') + 1));
            } else if (!limit.matches(FILE_SIZE)) {
                throw new UsageException("-a takes duration:SECONDS, packets:N or filesize:KIB, not '" + limit + "'");
            }
        }
        int snap = (int) parsed.number("snaplen", 0, 0, usual.snapLength());
        return new LiveOptions(
                parsed.get("filter"),
                snap == 0 ? usual.snapLength() : snap,
                buffer(parsed.get("buffer-size")),
                !parsed.has("no-promiscuous-mode"),
                parsed.has("monitor-mode"),
                direction(parsed.get("direction")),
                means(parsed.get("capture")),
                packets,
                nanos,
                parsed.has("until-down"));
    }

    private static int buffer(@Nullable String text) throws UsageException {
        if (text == null) {
            long memory = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                    .getTotalMemorySize();
            return (int) Math.min(MOST_BUFFER, memory / MEMORY_SHARE);
        }
        if (!text.toLowerCase(Locale.ROOT).matches("\\d{1,9}[kmg]?")) {
            throw new UsageException(
                    "-B takes a size such as 512k, 64m or 1g (a plain number is KiB), not '" + text + "'");
        }
        String digits = text.replaceAll("\\D", "");
        int shift = switch (text.toLowerCase(Locale.ROOT).charAt(text.length() - 1)) {
            case 'm' -> 20;
            case 'g' -> 30;
            default -> 10;
        };
        long bytes = Long.parseLong(digits) << shift;
        if (bytes < 1 || bytes > Integer.MAX_VALUE) {
            throw new UsageException("-B takes a size from 1k to 2047m, not '" + text + "'");
        }
        return (int) bytes;
    }

    private static LiveOptions.Direction direction(@Nullable String text) throws UsageException {
        if (text == null) {
            return LiveOptions.Direction.INOUT;
        }
        for (LiveOptions.Direction direction : LiveOptions.Direction.values()) {
            if (direction.name().equalsIgnoreCase(text)) {
                return direction;
            }
        }
        throw new UsageException("--direction takes in, out or inout, not '" + text + "'");
    }

    private static LiveOptions.Means means(@Nullable String text) throws UsageException {
        if (text == null) {
            return LiveOptions.Means.BEST;
        }
        return switch (text) {
            case "pcap" -> LiveOptions.Means.PCAP;
            case "mmap" -> LiveOptions.Means.MMAP;
            default -> throw new UsageException("--capture takes pcap or mmap, not '" + text + "'");
        };
    }
}
