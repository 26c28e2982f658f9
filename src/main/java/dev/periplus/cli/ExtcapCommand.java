package dev.periplus.cli;

import dev.periplus.answer.FlowRecord;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.Interfaces;
import dev.periplus.capture.LiveCapture;
import dev.periplus.capture.LiveOptions;
import dev.periplus.capture.Recording;
import dev.periplus.engine.CommentedPackets;
import dev.periplus.engine.Engine;
import dev.periplus.engine.RecordTaker;
import dev.periplus.engine.Version;
import dev.periplus.report.text.PacketComment;
import dev.periplus.ring.PacketRing.WhenFull;
import dev.periplus.rulefile.InvalidRulesException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * {@code periplus extcap}: an external capture source of Wireshark (its developer's guide, "Extcap: Developer Guide"). Packets
 * reach Wireshark six seconds late, with label and evidence as a comment on the packet that proves it.
 */
final class ExtcapCommand extends Command {
    private static final String PREFIX = "periplus-";
    private static final long SECOND = 1_000_000_000L;
    private static final long PAUSE_NANOS = 2 * SECOND;
    private static final long HOLD_NANOS = 6 * SECOND;
    private static final int ETHERNET = 1;

    ExtcapCommand() {
        super("extcap", "capture source for Wireshark: packets with their labels as comments");
    }

    @Override
    Arguments options() {
        return PathOptions.declare("periplus extcap [options of Wireshark]")
                .group("Wireshark")
                .flag(null, "extcap-interfaces", "list the interfaces")
                .value(null, "extcap-version", "VERSION", "version of Wireshark")
                .value(null, "extcap-interface", "NAME", "interface to ask about, or to capture on")
                .flag(null, "extcap-dlts", "list the link types of the interface")
                .flag(null, "extcap-config", "list the settings of the interface")
                .flag(null, "capture", "capture")
                .value(null, "fifo", "PIPE", "where packets go")
                .value(null, "extcap-capture-filter", "EXPR", "only packets that pass this BPF filter");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        if (parsed.has("extcap-interfaces")) {
            list(terminal.out());
            return Exit.DONE;
        }
        String name = parsed.get("extcap-interface");
        if (name == null) {
            throw new UsageException("extcap is started by Wireshark, with --extcap-interfaces or --extcap-interface");
        }
        if (parsed.has("extcap-dlts")) {
            terminal.out().println("dlt {number=" + ETHERNET + "}{name=EN10MB}{display=Ethernet}");
            return Exit.DONE;
        }
        if (parsed.has("extcap-config")) {
            terminal.out()
                    .println("arg {number=0}{call=--rules}{display=Rules}{tooltip=Folder of additional rules}"
                            + "{type=string}{required=false}");
            return Exit.DONE;
        }
        String pipe = parsed.get("fifo");
        if (!parsed.has("capture") || pipe == null || !name.startsWith(PREFIX)) {
            throw new UsageException("extcap needs --capture, --fifo and an interface such as " + PREFIX + "eth0");
        }
        return capture(parsed, name.substring(PREFIX.length()), Path.of(pipe), terminal);
    }

    private static void list(PrintStream out) throws IOException {
        out.println("extcap {version=" + Version.text() + "}{display=Periplus}");
        for (Interfaces.Interface one : Interfaces.all()) {
            String safe = one.name().replaceAll("[{}\\p{Cntrl}]", "_");
            out.println("interface {value=" + PREFIX + safe + "}{display=Periplus: " + safe + "}");
        }
    }

    private static Exit capture(Arguments parsed, String name, Path pipe, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        Engine.Settings given =
                PathOptions.settings(parsed).live(SECOND, SECOND).showingHosts(false);
        Engine.Settings settings = given.with(given.flow().withPauses(PAUSE_NANOS));
        List<String> names = List.of(name);
        LiveOptions options = LiveOptions.DEFAULT.with(parsed.get("extcap-capture-filter"));
        try (Interrupt interrupt = new Interrupt();
                LiveCapture live = new LiveCapture(
                        names, options, sentence -> terminal.err().println("periplus: " + sentence));
                CommentedPackets packets =
                        new CommentedPackets(pipe, names, options.snapLength(), HOLD_NANOS, Clock.systemUTC());
                Engine engine = new Engine(settings, WhenFull.DROP)) {
            interrupt.stops(live);
            List<CaptureOutcome> outcomes =
                    engine.run(new Recording(live, packets, 0), names::get, new Commenting(packets));
            boolean failed = Captures.printProblems(outcomes, "periplus: ", terminal.err());
            if (packets.hurried() > 0) {
                terminal.err()
                        .println("periplus: " + packets.hurried() + " packets went on before their flow was known");
            }
            return Exit.DONE.or(packets.hurried() > 0, Exit.PARTIAL).or(failed, Exit.UNREADABLE);
        } catch (UncheckedIOException e) {
            terminal.err().println("periplus: Wireshark has closed the pipe");
            return Exit.DONE;
        }
    }

    /** Comments the packets of labelled flows. */
    private record Commenting(CommentedPackets packets) implements RecordTaker {
        @Override
        public void flow(FlowRecord record) {
            if (record.verdict().label() != null) {
                packets.comment(PacketComment.place(record), PacketComment.of(record));
            }
        }

        @Override
        public void goesOn(FlowRecord record) {
            flow(record);
        }
    }
}
