package dev.periplus.command;

import dev.periplus.answer.FlowSink;
import dev.periplus.capture.FilterException;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Identifies flows on interfaces as they happen. Takes the right to open these, and gives up the rights of root once they are
 * open.
 */
public final class Live extends Operation {
    /** Which packets of an interface count. */
    public enum Direction {
        /** To this host. */
        IN,
        /** From this host. */
        OUT,
        /** Both. */
        INOUT
    }

    /** How packets come from the system. */
    public enum Means {
        /** The faster one that works. */
        BEST,
        /** Through libpcap. */
        PCAP,
        /** Memory shared with the kernel; Linux. */
        MMAP
    }

    private final Reading reading;
    private final Writing writing;
    private final Monitoring monitoring;
    private final List<String> interfaces;
    private int buffer = LiveOptions.DEFAULT.bufferBytes();
    private boolean promiscuous = true;
    private boolean monitorMode;
    private boolean untilDown;
    private Direction direction = Direction.INOUT;
    private Means means = Means.BEST;
    private Duration lasting = Duration.ZERO;
    private @Nullable Path packets;
    private long mostBytes;
    private boolean processes = true;
    private @Nullable String user;

    /**
     * @param writing formats of {@link Writing.Of#FLOWS}
     * @param interfaces names
     */
    public Live(Reading reading, Writing writing, Monitoring monitoring, List<String> interfaces) {
        this.reading = reading;
        this.writing = writing;
        this.monitoring = monitoring;
        this.interfaces = List.copyOf(interfaces);
    }

    /** Bytes that a packet has at most. */
    public static int mostSnapLength() {
        return LiveOptions.DEFAULT.snapLength();
    }

    /** Bytes of the kernel's buffer for each interface. */
    public Live buffer(int bytes) {
        buffer = bytes;
        return this;
    }

    /** Whether frames to other hosts are captured too; they are unless set. */
    public Live promiscuous(boolean all) {
        promiscuous = all;
        return this;
    }

    /** Whether a wireless interface is in monitor mode. */
    public Live monitorMode(boolean monitored) {
        monitorMode = monitored;
        return this;
    }

    /** Only packets of this direction; both unless set. */
    public Live direction(Direction of) {
        direction = of;
        return this;
    }

    /** How packets come from the system; {@link Means#BEST} unless set. */
    public Live means(Means by) {
        means = by;
        return this;
    }

    /** Ends after this time; zero for never. */
    public Live lasting(Duration time) {
        lasting = time;
        return this;
    }

    /** Whether to end when the interfaces go down, instead of waiting until they are up again. */
    public Live untilDown(boolean ended) {
        untilDown = ended;
        return this;
    }

    /**
     * Also writes packets into a pcapng file; with a condition, only those of matching flows.
     *
     * @param most bytes of the file at which capture ends; 0 for none
     */
    public Live packets(Path file, long most) {
        packets = file;
        mostBytes = most;
        return this;
    }

    /** Whether the processes behind local ports are looked up; they are unless set. */
    public Live processes(boolean named) {
        processes = named;
        return this;
    }

    /** Becomes this user once the interfaces are open; null: root becomes the caller of sudo, else nobody. */
    public Live user(@Nullable String name) {
        user = name;
        return this;
    }

    @Override
    Ending perform(Console console) throws UsageException, IOException, FilterException, InvalidRulesException {
        Engine.Settings settings = reading.settings(reading.hasSockets() || processes);
        Outputs outputs = checked(settings, console);
        try (LiveCapture capture = new LiveCapture(interfaces, options(), console::problem)) {
            dropPrivileges(outputs, console);
            try (LiveSockets sockets = processes ? LiveSockets.start(Clock.systemUTC()) : null) {
                if (!console.isQuiet()) {
                    console.problem("capturing on " + String.join(", ", interfaces) + "; press Ctrl-C to stop");
                }
                Engine.Settings known =
                        sockets == null || settings.owners() != null ? settings : settings.with(Owners.live(sockets));
                return captured(known, capture, console);
            }
        }
    }

    private LiveOptions options() {
        return new LiveOptions(
                reading.filter(),
                reading.snapLength() == 0 ? mostSnapLength() : reading.snapLength(),
                buffer,
                promiscuous,
                monitorMode,
                LiveOptions.Direction.valueOf(direction.name()),
                LiveOptions.Means.valueOf(means.name()),
                reading.count(),
                lasting.toNanos(),
                untilDown);
    }

    /** Checks what is written before interfaces are opened. */
    private Outputs checked(Engine.Settings settings, Console console) throws UsageException, IOException {
        reading.wanted(settings.rules());
        Outputs outputs = Outputs.of(writing, reading, OutputFormat.LINES, OutputFormat.ofFlows(), console);
        outputs.keepAwayFrom(List.of());
        if (packets != null) {
            Output.requireFolder(packets);
        }
        return outputs;
    }

    /** Gives up privileges, then checks that what is left suffices for the run. */
    private void dropPrivileges(Outputs outputs, Console console) throws UsageException, IOException {
        SystemUser became = Privileges.drop(user, System.getenv());
        if (became != null) {
            console.problem("running as user " + became.name() + " (--user root stays root)"
                    + (processes ? "; processes of other users stay unnamed" : ""));
        }
        String name = became == null ? user : became.name();
        OutputPlaces.of(outputs, packets, reading.condition() != null)
                .require("user " + (name == null ? System.getProperty("user.name") : name));
        Path rules = reading.rules();
        if (rules != null && !(Files.isReadable(rules) && Files.isExecutable(rules))) {
            console.problem("this user cannot read " + rules + "; its rules will not be reloaded");
        }
    }

    private Ending captured(Engine.Settings known, LiveCapture capture, Console console)
            throws IOException, UsageException {
        Path file = packets;
        if (file == null) {
            return new LiveRun(reading, writing, monitoring, known, capture, interfaces, List.of())
                    .run(OutputFormat.LINES, console);
        }
        int snap = options().snapLength();
        if (reading.condition() == null) {
            try (PcapngWriter writer = new PcapngWriter(file, interfaces, snap)) {
                return recorded(known, new Recording(capture, writer, mostBytes), List.of(), console);
            }
        }
        try (SelectivePacketFile selected = new SelectivePacketFile(
                file, interfaces, snap, known.decode(), monitoring.active().toNanos(), Clock.systemUTC())) {
            return recorded(known, new Recording(capture, selected, mostBytes), List.of(selected.wanted()), console);
        }
    }

    private Ending recorded(Engine.Settings known, Recording recording, List<FlowSink> besides, Console console)
            throws IOException, UsageException {
        return new LiveRun(reading, writing, monitoring, known, recording, interfaces, besides)
                .run(OutputFormat.LINES, console);
    }
}
