package dev.periplus.cli;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.ExhibitTaker;
import dev.periplus.answer.ReportedFlow;
import dev.periplus.capture.Failures;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.Sha256;
import dev.periplus.engine.Engine;
import dev.periplus.engine.Knowledge;
import dev.periplus.file.Archive;
import dev.periplus.file.Signatures;
import dev.periplus.report.json.JsonExhibits;
import dev.periplus.report.sqlite.SqliteExhibits;
import dev.periplus.review.Exhibits;
import dev.periplus.review.Rereading;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.text.Printable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code periplus verify REPORT}: checks that captures still hold the bytes of a report. */
final class VerifyCommand extends Command {
    private long failures;
    private boolean confined;

    VerifyCommand() {
        super("verify", "REPORT|CASE.zip: check that captures still hold the bytes of a report");
    }

    @Override
    Arguments options() {
        return new Arguments("periplus verify [options] REPORT|CASE.zip (of -o json=, -o sqlite= or exhibit)")
                .withPlugins()
                .value(null, "in", "FOLDER", "where the captures are now")
                .flag(null, "confined", "with --in, read no capture outside that folder")
                .value(null, "rules", "DIR", "rules that the report was made with")
                .value(null, "keylog", "FILE", "secrets that the report was made with; repeatable")
                .value(null, "signer", "KEY.pem", "the Ed25519 public key by which an archive must be signed")
                .value(null, "stamp", "FILE", "an RFC 3161 time stamp that must be of the archive's manifest");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        if (parsed.rest().size() != 1) {
            throw new UsageException("verify takes one report, written by -o json=report.json or -o sqlite=case.db");
        }
        failures = 0;
        confined = parsed.has("confined");
        if (confined && !parsed.has("in")) {
            throw new UsageException("--confined needs --in FOLDER");
        }
        Path report = Path.of(parsed.rest().get(0));
        if (!report.toString().endsWith(".zip")) {
            if (parsed.has("signer") || parsed.has("stamp")) {
                throw new UsageException("--signer and --stamp are for archives that exhibit wrote (.zip)");
            }
            return verify(report, parsed.get("in"), parsed, terminal);
        }
        try (Scratch unpacked = Scratch.create()) {
            Archive.read(report, unpacked.path()).forEach(says -> failed(says, terminal));
            vouched(parsed, unpacked.path(), terminal);
            return verify(
                    unpacked.path().resolve(ExhibitCommand.REPORT),
                    unpacked.path().toString(),
                    parsed,
                    terminal);
        }
    }

    /** Checks who signed an archive, and when it was stamped, as far as the user asks. */
    private void vouched(Arguments parsed, Path folder, Terminal terminal) throws IOException {
        byte[] manifest = Files.readAllBytes(folder.resolve(Archive.MANIFEST));
        Path signature = folder.resolve(Archive.SIGNATURE);
        boolean signed = Files.exists(signature);
        String signer = parsed.get("signer");
        if (signer != null && !(signed && Signatures.isBy(Files.readAllBytes(signature), manifest, Path.of(signer)))) {
            failed(
                    Archive.MANIFEST + (signed ? ": not signed with the key " : ": not signed; expected ") + signer,
                    terminal);
        } else if (signer == null && signed && !parsed.has("quiet")) {
            terminal.out().println("signed; --signer KEY.pem checks by whom");
        }
        String stamp = parsed.get("stamp");
        if (stamp != null && !Signatures.isImprintOf(Path.of(stamp), manifest)) {
            failed(stamp + ": a time stamp of something else than " + Archive.MANIFEST, terminal);
        }
    }

    /** @param folder where the captures are now, null for where the report says */
    private Exit verify(Path report, @Nullable String folder, Arguments parsed, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        Exhibits exhibits = new Exhibits();
        Knowledge knowledge = PathOptions.knowledge(parsed, false);
        RuleSet rules = knowledge.rules();
        Rereading again = new Rereading(exhibits);
        Report parts = new Report(exhibits, again, new ReportedLabels(rules, says -> failed(says, terminal)));
        if (SqliteExhibits.isDatabase(report)) {
            SqliteExhibits.read(report, parts);
        } else {
            try {
                JsonExhibits.read(report, parts);
            } catch (CharacterCodingException e) {
                throw new IOException(report + " is no report; verify reads what -o json=FILE or -o sqlite=FILE wrote");
            }
        }
        digests(exhibits.digests(), folder, terminal);
        exhibits.compare(path -> allowed(path, folder), says -> failed(says, terminal));
        again.read(
                Engine.Settings.of(knowledge, 1)
                        .with(PathOptions.keyLogs(parsed))
                        .with(parsed.plugins().additions()),
                parts.version,
                path -> allowed(path, folder),
                says -> failed(says, terminal));
        if (!parsed.has("quiet")) {
            terminal.out()
                    .println(Amounts.count(exhibits.digests().size(), "capture") + " by SHA-256, "
                            + Amounts.count(exhibits.count(), "exhibit") + ": "
                            + (exhibits.confirmed() + again.confirmed())
                            + " confirmed, " + again.confirmed() + " of them by reading the captures again; "
                            + Amounts.count(parts.flows, "flow") + " by addresses and evidence, " + failures
                            + " failed");
        }
        return failures == 0 ? Exit.DONE : Exit.UNREADABLE;
    }

    /** Passes the parts of a report to what compares them. */
    private static final class Report implements ExhibitTaker {
        private final Exhibits exhibits;
        private final ReportedLabels labels;
        private final Rereading again;
        private long flows;
        private String version = "";

        Report(Exhibits exhibits, Rereading again, ReportedLabels labels) {
            this.exhibits = exhibits;
            this.again = again;
            this.labels = labels;
        }

        @Override
        public void flow(ReportedFlow flow) {
            flows++;
            again.flow(flow);
            labels.check(flow);
        }

        @Override
        public void digest(String capture, String sha256) {
            exhibits.digest(capture, sha256);
        }

        @Override
        public void exhibit(
                String capture,
                String uid,
                long packet,
                long offset,
                byte @Nullable [] bytes,
                String label,
                String rule) {
            exhibits.exhibit(capture, uid, packet, offset, bytes, label, rule);
        }

        @Override
        public void version(String wrote) {
            version = wrote;
        }
    }

    private void digests(Map<String, String> digests, @Nullable String folder, Terminal terminal) {
        digests.forEach((path, digest) -> {
            Path capture = Path.of(allowed(path, folder));
            if (Files.exists(capture) && !Files.isRegularFile(capture)) {
                failed(path + ": not a regular file", terminal);
                return;
            }
            try {
                if (!Sha256.of(capture, more -> {}).equals(digest)) {
                    failed(path + ": the file has changed (different SHA-256)", terminal);
                }
            } catch (IOException e) {
                failed(path + ": " + Failures.sentence(e), terminal);
            }
        });
    }

    /** Returns where a capture of the report is now; a folder, which cannot be read, if that place is out of bounds. */
    private String allowed(String path, @Nullable String folder) {
        String found = found(path, folder);
        return folder == null || !confined || isIn(folder, Path.of(found)) ? found : folder;
    }

    static String found(String path, @Nullable String folder) {
        Path name = Path.of(path).getFileName();
        Path moved =
                folder == null || name == null ? Path.of(path) : Path.of(folder).resolve(name);
        return Files.exists(moved) ? moved.toString() : path;
    }

    private static boolean isIn(String folder, Path file) {
        try {
            return file.toRealPath().startsWith(Path.of(folder).toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    private void failed(String says, Terminal terminal) {
        failures++;
        terminal.out().println("failed: " + Printable.of(says));
    }
}
