package dev.periplus.cli;

import dev.periplus.api.CaptureInterface;
import dev.periplus.api.Periplus;
import dev.periplus.api.Release;
import dev.periplus.command.CommentedCapture;
import dev.periplus.command.Reading;
import dev.periplus.command.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * {@code periplus extcap}: an external capture source of Wireshark (its developer's guide, "Extcap: Developer Guide"). Packets
 * reach Wireshark six seconds late, with label and evidence as a comment on the packet that proves it.
 */
final class ExtcapCommand extends Command {
    private static final String PREFIX = "periplus-";
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
    Exit run(Arguments parsed, Terminal terminal) throws UsageException, IOException {
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
        Reading reading = PathOptions.reading(parsed).filter(parsed.get("extcap-capture-filter"));
        return Exit.of(new CommentedCapture(reading, name.substring(PREFIX.length()), Path.of(pipe))
                .run(console(parsed, terminal)));
    }

    private static void list(PrintStream out) throws IOException {
        out.println("extcap {version=" + Release.current().version() + "}{display=Periplus}");
        for (CaptureInterface one : Periplus.interfaces()) {
            String safe = one.name().replaceAll("[{}\\p{Cntrl}]", "_");
            out.println("interface {value=" + PREFIX + safe + "}{display=Periplus: " + safe + "}");
        }
    }
}
