package dev.periplus.report.peer;

import dev.periplus.address.Transport;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.answer.Standing;
import dev.periplus.file.PartFile;
import dev.periplus.report.peer.PortDecoders.Port;
import dev.periplus.view.Services;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes what speaks on ports that are not registered for it, as configuration of other tools: Wireshark's {@code
 * decode_as_entries}, a script of Zeek, ports of Suricata. These tools know ports, not hosts: a port on which several
 * protocols were identified is left out, with a comment. {@code decoders.tsv} names their decoders.
 */
public final class PortTruth implements FlowSink {
    private static final double LEAST = 0.9;
    private static final String PROFILE = "decode_as_entries";

    private final Services services = new Services();
    private final Target target;
    private final Form form;

    /** Opens the file when everything is known. */
    private interface Target {
        OutputStream open() throws IOException;

        default void complete() throws IOException {}
    }

    /** Turns what is known into the lines of a tool. */
    private interface Form {
        List<String> lines(SortedMap<Port, List<String>> labels);
    }

    private PortTruth(Target target, Form form) {
        this.target = target;
        this.form = form;
    }

    /** A folder to be a profile of Wireshark, with {@code decode_as_entries}. */
    public static PortTruth wireshark(Path folder) throws IOException {
        Files.createDirectories(folder);
        PartFile file = PartFile.named(folder.resolve(PROFILE));
        return new PortTruth(
                new Target() {
                    @Override
                    public OutputStream open() {
                        return file.out();
                    }

                    @Override
                    public void complete() throws IOException {
                        file.complete();
                    }
                },
                PortTruth::wireshark);
    }

    /** The files of a profile. */
    public static List<Path> files(Path folder) {
        return List.of(folder.resolve(PROFILE));
    }

    /**
     * A script of Zeek.
     *
     * @param out flushed by {@link #finish} but not closed
     */
    public static PortTruth zeek(OutputStream out) {
        return new PortTruth(() -> out, PortTruth::zeek);
    }

    /** A part of {@code suricata.yaml}. */
    public static PortTruth suricata(OutputStream out) {
        return new PortTruth(() -> out, SuricataPorts::lines);
    }

    @Override
    public void flow(FlowRecord record) {
        services.accept(record);
    }

    @Override
    public void finish(RunSummary run) {
        try {
            OutputStream out = target.open();
            for (String line : form.lines(labels())) {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
            out.flush();
            target.complete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The labels of each port that is not registered for all of them. */
    private SortedMap<Port, List<String>> labels() {
        SortedMap<Port, List<String>> labels = new TreeMap<>();
        SortedMap<Port, Boolean> odd = new TreeMap<>();
        for (Services.Service service : services.rows()) {
            int protocol = service.endpoint().protocol();
            String label = service.label();
            if (label != null
                    && service.confidence() >= LEAST
                    && (protocol == Transport.TCP || protocol == Transport.UDP)) {
                Port port = new Port(service.endpoint().port(), protocol);
                List<String> here = labels.computeIfAbsent(port, key -> new ArrayList<>(1));
                if (!here.contains(label)) {
                    here.add(label);
                }
                odd.merge(port, service.standing() != Standing.AS_REGISTERED, Boolean::logicalOr);
            }
        }
        labels.keySet().removeIf(port -> !odd.getOrDefault(port, false));
        return labels;
    }

    private static List<String> wireshark(SortedMap<Port, List<String>> labels) {
        List<String> lines = new ArrayList<>();
        lines.add("# \"Decode As\" entries of Periplus: what was identified on ports not registered for it.");
        labels.forEach((port, here) -> {
            String decoder = PortDecoders.decoder(here.get(0), 0);
            String remark = PortDecoders.remark(port, here, decoder);
            lines.add(
                    remark.isEmpty()
                            ? "decode_as_entry: " + port.transport() + ".port," + port.number() + ",(none)," + decoder
                            : remark);
        });
        return lines;
    }

    private static List<String> zeek(SortedMap<Port, List<String>> labels) {
        List<String> lines = new ArrayList<>();
        lines.add("# What Periplus identified on ports not registered for it.");
        lines.add("event zeek_init() &priority=-5");
        lines.add("    {");
        labels.forEach((port, here) -> {
            String name = PortDecoders.decoder(here.get(0), 1);
            String decoder = port.protocol() == Transport.UDP ? name.replace("_TCP", "") : name;
            String remark = PortDecoders.remark(port, here, decoder);
            lines.add(
                    remark.isEmpty()
                            ? "    Analyzer::register_for_port(Analyzer::ANALYZER_" + decoder + ", " + port.number()
                                    + "/" + port.transport() + ");"
                            : "    " + remark);
        });
        lines.add("    }");
        return lines;
    }
}
