package dev.periplus.command;

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
 * Packs what proves the label of a flow, or a finding, into an archive: the smallest captures that still give it, the report on
 * them, and the hashes of all. {@link Verify} checks it elsewhere.
 */
public final class Exhibit extends Operation {
    static final String REPORT = "report.json";
    private static final String CAPTURE = "exhibit";
    private static final String SUFFIX = ".pcapng";
    private static final String ABOUT = "about.txt";
    private static final String FINDING = "finding.json";
    private static final String OTHERS = "others.txt";

    private final Reading reading;
    private final Captures captures;
    private final String which;
    private final Path out;
    private List<String> indicators = List.of();
    private @Nullable Path key;
    private boolean others;

    /**
     * @param which number or uid of a flow, or id of a finding
     * @param out archive to write
     */
    public Exhibit(Reading reading, Captures captures, String which, Path out) {
        this.reading = reading;
        this.captures = captures;
        this.which = which;
        this.out = out;
    }

    /** Lists of indicators, as the review that found the finding had them. */
    public Exhibit indicators(List<String> lists) {
        indicators = List.copyOf(lists);
        return this;
    }

    /** Signs the manifest with this Ed25519 private key (PKCS #8, PEM); null for no signature. */
    public Exhibit sign(@Nullable Path pem) {
        key = pem;
        return this;
    }

    /** Whether to add what tshark and ndpiReader say of the packets, if they are installed. */
    public Exhibit others(boolean asked) {
        others = asked;
        return this;
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
    Ending perform(Console console) throws UsageException, IOException, FilterException, InvalidRulesException {
        captures.canBeReadAgain("exhibit");
        Outputs.check(out, captures);
        try (Scratch work = Scratch.create();
                Scratch packed = Scratch.create()) {
            Packing packing = new Packing(packed, new LinkedHashMap<>(), new ArrayList<>());
            ExhibitText about = new ExhibitText();
            about.made();
            Making making = new Making(work, packing, about, console);
            Boolean unreadable = NamedFinding.isId(which) ? making.finding(which) : making.flow(which);
            if (unreadable == null) {
                return Ending.UNREADABLE;
            }
            about.from(captures.files());
            report(packing.paths(), packing.add(REPORT), console);
            Files.writeString(packing.add(ABOUT), about.toString());
            if (others) {
                OtherTools.ofUser().write(packing.captures(), work.path(), packing.add(OTHERS));
            }
            seal(packing);
            Archive.write(out, packing.files());
            if (!console.isQuiet()) {
                console.out()
                        .println(
                                about.summary() + " in " + out + about.reservation() + (key == null ? "" : "; signed"));
            }
            return Ending.DONE.or(unreadable, Ending.UNREADABLE);
        }
    }

    /** An exhibit that is being made. */
    private final class Making {
        private final Scratch work;
        private final Packing packing;
        private final ExhibitText about;
        private final Console console;

        Making(Scratch work, Packing packing, ExhibitText about, Console console) {
            this.work = work;
            this.packing = packing;
            this.about = about;
            this.console = console;
        }

        /** Adds what proves the label of a flow; returns whether a capture was unreadable, or null if the flow may be there. */
        @Nullable
        Boolean flow(String name) throws UsageException, IOException, FilterException, InvalidRulesException {
            Engine.Settings settings = reading.settings();
            NamedFlow found = NamedFlow.find(name, settings, captures.files(), console);
            FlowRecord record = found.record();
            if (record == null) {
                return null;
            }
            SmallestCapture smallest = new SmallestCapture(settings, List.of(record), work.path());
            smallest.write(captures.files(), packing.addCapture());
            about.flow(record, smallest, settings.rules());
            return found.unreadable();
        }

        /**
         * Adds what proves a finding: of each example the smallest capture; or, if these are not enough for it, all packets of all
         * flows that it rests on.
         */
        @Nullable
        Boolean finding(String id) throws UsageException, IOException, FilterException, InvalidRulesException {
            Engine.Settings settings = reading.settings().withFiles();
            NamedFinding found = NamedFinding.find(id, indicators, reading, settings, captures.files(), console);
            Finding finding = found.finding();
            if (finding == null) {
                return null;
            }
            about.finding(id, finding);
            long packets = 0;
            for (FlowRecord example : finding.examples()) {
                SmallestCapture smallest = new SmallestCapture(settings, List.of(example), work.path());
                smallest.write(captures.files(), packing.addCapture());
                packets += smallest.packets();
                about.flow(example, smallest, settings.rules());
            }
            boolean yields = NamedFinding.isYielded(finding, indicators, reading, settings, packing.paths());
            int flows = finding.examples().size();
            for (List<String> from : List.of(found.captures(captures.files()), captures.files())) {
                if (!yields && !found.flows().isEmpty()) {
                    packing.clear();
                    SmallestCapture whole = new SmallestCapture(settings, found.flows(), work.path());
                    whole.writeWhole(from, packing.addCapture());
                    packets = whole.packets();
                    flows = found.flows().size();
                    yields = NamedFinding.isYielded(finding, indicators, reading, settings, packing.paths());
                }
            }
            about.findingRestsOn(id, packets, flows, yields);
            Files.writeString(packing.add(FINDING), JsonFinding.line(finding));
            return found.unreadable();
        }
    }

    /** Adds the manifest and, with a key, its signature. */
    private void seal(Packing packing) throws IOException {
        byte[] lines = Archive.manifest(packing.files());
        Files.write(packing.add(Archive.MANIFEST), lines);
        if (key != null) {
            Files.write(packing.add(Archive.SIGNATURE), Signatures.sign(lines, key));
        }
    }

    /** The report on the captures, as replay writes it with the same rules. */
    private void report(List<String> packed, Path report, Console console) throws UsageException, IOException {
        new Replay(reading.again(), new Writing().to("json=" + report), new Captures(packed, packed)).run(console);
    }
}
