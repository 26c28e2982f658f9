package dev.periplus.cli;

import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Engine;
import dev.periplus.engine.SmallestCapture;
import dev.periplus.file.Archive;
import dev.periplus.file.Signatures;
import dev.periplus.report.json.JsonFinding;
import dev.periplus.rulefile.InvalidRulesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code periplus exhibit FLOW|FINDING -w case.zip FILE…}: packs what proves the label of a flow, or a finding: the smallest
 * captures that still give it, the report on them, and the hashes of all. {@code periplus verify case.zip} checks it elsewhere.
 */
final class ExhibitCommand extends Command {
    static final String REPORT = "report.json";
    private static final String CAPTURE = "exhibit";
    private static final String SUFFIX = ".pcapng";
    private static final String ABOUT = "about.txt";
    private static final String FINDING = "finding.json";
    private static final String OTHERS = "others.txt";

    ExhibitCommand() {
        super(
                "exhibit",
                "FLOW|FINDING -w CASE.zip FILE...: pack what proves a label or a finding, for others to verify");
    }

    @Override
    Arguments options() {
        return ReviewCommand.indicators(Captures.declare(
                                PathOptions.declare("periplus exhibit [options] N|UID|FINDING -w CASE.zip FILE..."))
                        .group("Output")
                        .value("w", "write", "FILE", "archive to write")
                        .value(null, "sign", "KEY.pem", "sign the manifest with this Ed25519 private key (PKCS #8)")
                        .flag(
                                null,
                                "others",
                                "add what tshark and ndpiReader say of the packets, if they are installed")
                        .group("Findings"))
                .example("periplus exhibit 1 -w case.zip capture.pcap")
                .example("periplus exhibit F0123456789a -w case.zip captures/");
    }

    /** What the archive is made of. */
    private record Packing(Scratch folder, Map<String, Path> files, List<Path> captures) {
        Path add(String name) {
            Path file = folder.path().resolve(name);
            files.put(name, file);
            return file;
        }

        Path addCapture() {
            String number = captures.isEmpty() ? "" : "-" + (captures.size() + 1);
            Path file = add(CAPTURE + number + SUFFIX);
            captures.add(file);
            return file;
        }

        /** Takes the captures out again. */
        void clear() throws IOException {
            for (Path capture : captures) {
                Files.delete(capture);
                files.remove(String.valueOf(capture.getFileName()));
            }
            captures.clear();
        }

        List<String> paths() {
            return captures.stream().map(Path::toString).toList();
        }
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        if (parsed.rest().isEmpty()) {
            throw new UsageException(
                    "exhibit takes the number or uid of a flow, or the id of a finding, then captures");
        }
        List<String> words =
                new ArrayList<>(parsed.rest().subList(1, parsed.rest().size()));
        words.addAll(parsed.all("read"));
        List<String> captures = Captures.named(words, parsed.all("list"));
        Captures.canBeReadAgain(captures, "exhibit");
        Path out = Outputs.packetFile(parsed, captures);
        String which = parsed.rest().get(0);
        try (Scratch work = Scratch.create();
                Scratch packed = Scratch.create()) {
            Packing packing = new Packing(packed, new LinkedHashMap<>(), new ArrayList<>());
            ExhibitText about = new ExhibitText();
            about.made();
            Making making = new Making(parsed, captures, work, packing, about, terminal);
            Boolean unreadable = NamedFinding.isId(which) ? making.finding(which) : making.flow(which);
            if (unreadable == null) {
                return Exit.UNREADABLE;
            }
            about.from(captures);
            report(parsed, packing.paths(), packing.add(REPORT), terminal);
            Files.writeString(packing.add(ABOUT), about.toString());
            if (parsed.has("others")) {
                OtherTools.ofUser().write(packing.captures(), work.path(), packing.add(OTHERS));
            }
            boolean signed = seal(parsed.get("sign"), packing);
            Archive.write(out, packing.files());
            if (!parsed.has("quiet")) {
                terminal.out()
                        .println(about.summary() + " in " + out + about.reservation() + (signed ? "; signed" : ""));
            }
            return Exit.DONE.or(unreadable, Exit.UNREADABLE);
        }
    }

    /** An exhibit that is being made. */
    private record Making(
            Arguments parsed,
            List<String> captures,
            Scratch work,
            Packing packing,
            ExhibitText about,
            Terminal terminal) {
        /** Adds what proves the label of a flow; returns whether a capture was unreadable, or null if the flow may be there. */
        @Nullable
        Boolean flow(String which) throws UsageException, IOException, FilterException, InvalidRulesException {
            Engine.Settings settings = PathOptions.settings(parsed);
            NamedFlow found = NamedFlow.find(which, settings, captures, terminal);
            FlowRecord record = found.record();
            if (record == null) {
                return null;
            }
            SmallestCapture smallest = new SmallestCapture(settings, List.of(record), work.path());
            smallest.write(captures, packing.addCapture());
            about.flow(record, smallest, settings.rules());
            return found.unreadable();
        }

        /**
         * Adds what proves a finding: of each example the smallest capture; or, if these are not enough for it, all packets of all
         * flows that it rests on.
         */
        @Nullable
        Boolean finding(String id) throws UsageException, IOException, FilterException, InvalidRulesException {
            Engine.Settings settings = PathOptions.settings(parsed).withFiles();
            NamedFinding found = NamedFinding.find(id, parsed, settings, captures, terminal);
            Finding finding = found.finding();
            if (finding == null) {
                return null;
            }
            about.finding(id, finding);
            long packets = 0;
            for (FlowRecord example : finding.examples()) {
                SmallestCapture smallest = new SmallestCapture(settings, List.of(example), work.path());
                smallest.write(captures, packing.addCapture());
                packets += smallest.packets();
                about.flow(example, smallest, settings.rules());
            }
            boolean yields = NamedFinding.isYielded(finding, parsed, settings, packing.paths());
            int flows = finding.examples().size();
            for (List<String> from : List.of(found.captures(captures), captures)) {
                if (!yields && !found.flows().isEmpty()) {
                    packing.clear();
                    SmallestCapture whole = new SmallestCapture(settings, found.flows(), work.path());
                    whole.writeWhole(from, packing.addCapture());
                    packets = whole.packets();
                    flows = found.flows().size();
                    yields = NamedFinding.isYielded(finding, parsed, settings, packing.paths());
                }
            }
            about.findingRestsOn(id, packets, flows, yields);
            Files.writeString(packing.add(FINDING), JsonFinding.line(finding));
            return found.unreadable();
        }
    }

    /** Adds the manifest and, with a key, its signature; returns whether there is one. */
    private static boolean seal(@Nullable String key, Packing packing) throws IOException {
        byte[] lines = Archive.manifest(packing.files());
        Files.write(packing.add(Archive.MANIFEST), lines);
        if (key != null) {
            Files.write(packing.add(Archive.SIGNATURE), Signatures.sign(lines, Path.of(key)));
        }
        return key != null;
    }

    /** The report on the captures, as replay writes it with the same rules. */
    private static void report(Arguments parsed, List<String> captures, Path report, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        List<String> words = new ArrayList<>(List.of("-q", "-o", "json=" + report));
        words.addAll(captures);
        Path rules = PathOptions.directory(parsed);
        if (rules != null) {
            words.addAll(List.of("--rules", rules.toString()));
        }
        for (String option : List.of("plugin", "keylog")) {
            parsed.all(option).forEach(value -> words.addAll(List.of("--" + option, value)));
        }
        if (parsed.has("show-secrets")) {
            words.add("--show-secrets");
        }
        new ReplayCommand().run(words, terminal);
    }
}
