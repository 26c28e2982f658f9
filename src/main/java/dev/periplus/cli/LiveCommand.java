package dev.periplus.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.periplus.api.CaptureInterface;
import dev.periplus.api.Periplus;
import dev.periplus.command.Console;
import dev.periplus.command.Live;
import dev.periplus.command.Reading;
import dev.periplus.command.UsageException;
import dev.periplus.command.Writing;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code periplus live}: identifies flows on interfaces. */
final class LiveCommand extends Command {
    private static final int MOST_BUFFER = 256 << 20;
    private static final int MEMORY_SHARE = 16;
    private static final long KIBI = 1024;
    private static final String FILE_SIZE = "filesize:[1-9]\\d{0,11}";
    private static final String PACKETS = "packets:\\d{1,15}";
    private static final String DURATION = "duration:\\d{1,9}";

    LiveCommand() {
        super("live", "-i INTERFACE: identify flows on an interface as they happen");
    }

    @Override
    Arguments options() {
        return MonitoringOptions.declare(
                        OutputOptions.declare(
                                PathOptions.declare("periplus live [options] [-i INTERFACE]..."), Writing.Of.FLOWS),
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
    Exit run(Arguments parsed, Terminal terminal) throws UsageException, IOException {
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
        Reading reading = PathOptions.reading(parsed)
                .snapLength((int) parsed.number("snaplen", 0, 0, Live.mostSnapLength()))
                .count(packets(parsed));
        Live live = new Live(reading, OutputOptions.writing(parsed), MonitoringOptions.of(parsed), interfaces(parsed))
                .buffer(buffer(parsed.get("buffer-size")))
                .promiscuous(!parsed.has("no-promiscuous-mode"))
                .monitorMode(parsed.has("monitor-mode"))
                .direction(direction(parsed.get("direction")))
                .means(means(parsed.get("capture")))
                .lasting(duration(parsed))
                .untilDown(parsed.has("until-down"))
                .processes(!parsed.has("no-processes"))
                .user(parsed.get("user"));
        long most = fileSize(parsed);
        String file = parsed.get("write");
        if (file != null) {
            live.packets(Path.of(file), most);
        }
        return Exit.of(live.run(watched(parsed, terminal)));
    }

    /** A console with a live view and rules that are read again on SIGHUP, for runs that last. */
    static Console watched(Arguments parsed, Terminal terminal) {
        Console console = console(parsed, terminal);
        return console.whileStoppable(() -> new Interrupt(console, console::reload))
                .display(() -> TerminalDisplay.open(terminal));
    }

    /** The size of the packet file at which capture ends; 0 for none. */
    private static long fileSize(Arguments parsed) throws UsageException {
        for (String limit : parsed.all("autostop")) {
            if (limit.matches(FILE_SIZE)) {
                if (!parsed.has("write")) {
                    throw new UsageException("-a filesize:KIB needs -w FILE");
                }
                return value(limit) * KIBI;
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
        for (CaptureInterface one : Periplus.interfaces()) {
            if (one.up() && !one.loopback() && !one.addresses().isEmpty()) {
                return List.of(one.name());
            }
        }
        throw new UsageException("no interface is up; name one with -i (periplus interfaces lists them)");
    }

    /** Returns the interface with this number in the list of {@code periplus interfaces}. */
    private static String byNumber(String number) throws IOException, UsageException {
        List<CaptureInterface> all = Periplus.interfaces();
        int index = Integer.parseInt(number) - 1;
        if (all.stream().anyMatch(one -> one.name().equals(number))) {
            return number;
        }
        if (index < 0 || index >= all.size()) {
            throw new UsageException("no interface number " + number + "; periplus interfaces lists " + all.size()
                    + (all.size() == 1 ? " interface" : " interfaces"));
        }
        return all.get(index).name();
    }

    /** Packets after which capture ends; 0 for none. */
    private static long packets(Arguments parsed) throws UsageException {
        long packets = parsed.number("count", 0, 1, Long.MAX_VALUE);
        for (String limit : parsed.all("autostop")) {
            if (limit.matches(PACKETS)) {
                packets = value(limit);
            } else if (!limit.matches(DURATION) && !limit.matches(FILE_SIZE)) {
                throw new UsageException("-a takes duration:SECONDS, packets:N or filesize:KIB, not '" + limit + "'");
            }
        }
        return packets;
    }

    private static Duration duration(Arguments parsed) {
        return parsed.all("autostop").stream()
                .filter(limit -> limit.matches(DURATION))
                .map(limit -> Duration.ofSeconds(value(limit)))
                .reduce(Duration.ZERO, (first, last) -> last);
    }

    private static long value(String limit) {
        return Long.parseLong(limit.substring(limit.indexOf(':') + 1));
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

    private static Live.Direction direction(@Nullable String text) throws UsageException {
        if (text == null) {
            return Live.Direction.INOUT;
        }
        for (Live.Direction direction : Live.Direction.values()) {
            if (direction.name().equalsIgnoreCase(text)) {
                return direction;
            }
        }
        throw new UsageException("--direction takes in, out or inout, not '" + text + "'");
    }

    private static Live.Means means(@Nullable String text) throws UsageException {
        if (text == null) {
            return Live.Means.BEST;
        }
        return switch (text) {
            case "pcap" -> Live.Means.PCAP;
            case "mmap" -> Live.Means.MMAP;
            default -> throw new UsageException("--capture takes pcap or mmap, not '" + text + "'");
        };
    }
}
