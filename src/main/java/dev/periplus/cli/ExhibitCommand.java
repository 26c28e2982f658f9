package dev.periplus.cli;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.Sha256;
import dev.periplus.engine.Engine;
import dev.periplus.engine.SmallestCapture;
import dev.periplus.engine.Version;
import dev.periplus.file.Archive;
import dev.periplus.file.Signatures;
import dev.periplus.report.FlowIds;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code periplus exhibit FLOW -w case.zip FILE…}: packs what proves the label of a flow: the smallest capture that still gives it,
 * the report on it, and the hashes of all. {@code periplus verify case.zip} checks it elsewhere.
 */
final class ExhibitCommand extends Command {
    static final String CAPTURE = "exhibit.pcapng";
    static final String REPORT = "report.json";
    private static final String ABOUT = "about.txt";

    ExhibitCommand() {
        super("exhibit", "FLOW -w CASE.zip FILE...: pack what proves the label of a flow, for others to verify");
    }

    @Override
    Arguments options() {
        return Captures.declare(PathOptions.declare("periplus exhibit [options] N|UID -w CASE.zip FILE..."))
                .group("Output")
                .value("w", "write", "FILE", "archive to write")
                .value(null, "sign", "KEY.pem", "sign the manifest with this Ed25519 private key (PKCS #8)")
                .example("periplus exhibit 1 -w case.zip capture.pcap");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        if (parsed.rest().isEmpty()) {
            throw new UsageException("exhibit takes the number or uid of a flow, then captures");
        }
        List<String> words =
                new ArrayList<>(parsed.rest().subList(1, parsed.rest().size()));
        words.addAll(parsed.all("read"));
        List<String> captures = Captures.named(words, parsed.all("list"));
        Captures.canBeReadAgain(captures, "exhibit");
        Path out = Outputs.packetFile(parsed, captures);
        Engine.Settings settings = PathOptions.settings(parsed);
        NamedFlow found = NamedFlow.find(parsed.rest().get(0), settings, captures, terminal);
        FlowRecord record = found.record();
        if (record == null) {
            return Exit.UNREADABLE;
        }
        try (Scratch work = Scratch.create();
                Scratch packed = Scratch.create()) {
            SmallestCapture smallest = new SmallestCapture(settings, record, work.path());
            Map<String, Path> files = new LinkedHashMap<>();
            Path capture = add(files, packed, CAPTURE);
            smallest.write(captures, capture);
            report(parsed, capture, add(files, packed, REPORT), terminal);
            Files.writeString(add(files, packed, ABOUT), about(record, captures, smallest, settings.rules()));
            Path manifest = packed.path().resolve(Archive.MANIFEST);
            Files.write(manifest, Archive.manifest(files));
            files.put(Archive.MANIFEST, manifest);
            String key = parsed.get("sign");
            if (key != null) {
                Path signature = add(files, packed, Archive.SIGNATURE);
                Files.write(signature, Signatures.sign(Files.readAllBytes(manifest), Path.of(key)));
            }
            Archive.write(out, files);
            if (!parsed.has("quiet")) {
                terminal.out()
                        .println(Amounts.count(smallest.packets(), "packet") + " of flow " + record.number() + " in "
                                + out
                                + (smallest.yieldsLabel() ? "" : "; they alone do not give its label")
                                + (key == null ? "" : "; signed"));
            }
            return Exit.DONE.or(found.unreadable(), Exit.UNREADABLE);
        }
    }

    private static Path add(Map<String, Path> files, Scratch folder, String name) {
        Path file = folder.path().resolve(name);
        files.put(name, file);
        return file;
    }

    /** The report on the capture, as replay writes it with the same rules. */
    private static void report(Arguments parsed, Path capture, Path report, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        List<String> words = new ArrayList<>(List.of("-q", "-o", "json=" + report, capture.toString()));
        Path rules = PathOptions.directory(parsed);
        if (rules != null) {
            words.addAll(List.of("--rules", rules.toString()));
        }
        parsed.all("plugin").forEach(plugin -> words.addAll(List.of("--plugin", plugin)));
        if (parsed.has("show-secrets")) {
            words.add("--show-secrets");
        }
        new ReplayCommand().run(words, terminal);
    }

    private static String about(FlowRecord record, List<String> captures, SmallestCapture smallest, RuleSet rules)
            throws IOException {
        StringBuilder about = new StringBuilder();
        line(about, "made", Instant.now().toString());
        line(about, "by", "periplus " + Version.text());
        line(about, "flow", new FlowIds().uidText(record.flow()));
        line(about, "label", String.valueOf(record.verdict().label()));
        line(about, "packets", smallest.packets() + " of the flow");
        line(about, "yields the label by itself", smallest.yieldsLabel() ? "yes" : "no, it rests on other flows too");
        for (Evidence piece : record.evidence()) {
            String says = piece.weight() + " decibans, " + piece.rule() + ": " + piece.says();
            line(about, "evidence for " + piece.label(), says);
        }
        for (String label : record.protocols()) {
            Protocol protocol = rules.protocol(label);
            for (String clause : protocol == null ? List.<String>of() : protocol.references()) {
                line(about, "clause for " + label, clause);
            }
        }
        for (String capture : captures) {
            line(about, "from", Sha256.of(Path.of(capture), more -> {}) + "  " + capture);
        }
        return about.toString();
    }

    private static void line(StringBuilder about, String key, String value) {
        about.append(key).append(": ").append(Printable.of(value)).append('\n');
    }
}
