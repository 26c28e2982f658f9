package dev.periplus.command;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.ExhibitTaker;
import dev.periplus.answer.ReportedFlow;
import dev.periplus.capture.Failures;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Engine;
import dev.periplus.engine.Knowledge;
import dev.periplus.file.Archive;
import dev.periplus.file.Signatures;
import dev.periplus.natives.Sha256;
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

/**
 * Checks that captures still hold the bytes that a report rests on: a report of {@code -o json=} or {@code -o sqlite=}, or an
 * archive of {@link Exhibit}.
 */
public final class Verify extends Operation {
    private final Reading reading;
    private final Path report;
    private @Nullable Path folder;
    private @Nullable Path signer;
    private @Nullable Path stamp;
    private boolean confined;
    private long failures;

    /** @param reading rules, add-ons and secrets that the report was made with */
    public Verify(Reading reading, Path report) {
        this.reading = reading;
        this.report = report;
    }

    /** Where the captures are now, by their names; null for where the report says. */
    public Verify in(@Nullable Path captures) {
        folder = captures;
        return this;
    }

    /** Whether no capture outside that folder is read. */
    public Verify confined(boolean toFolder) {
        confined = toFolder;
        return this;
    }

    /** The Ed25519 public key (PEM) by which an archive must be signed; null for any or none. */
    public Verify signer(@Nullable Path key) {
        signer = key;
        return this;
    }

    /** An RFC 3161 time stamp that must be of the archive's manifest; null for none. */
    public Verify stamp(@Nullable Path file) {
        stamp = file;
        return this;
    }

    /** What did not hold in the last run; each was a line of its results. */
    public long failures() {
        return failures;
    }

    @Override
    Ending perform(Console console) throws UsageException, IOException, FilterException, InvalidRulesException {
        failures = 0;
        if (!report.toString().endsWith(".zip")) {
            if (signer != null || stamp != null) {
                throw new UsageException("--signer and --stamp are for archives that exhibit wrote (.zip)");
            }
            return verify(report, folder, console);
        }
        try (Scratch unpacked = Scratch.create()) {
            Archive.read(report, unpacked.path()).forEach(says -> failed(says, console));
            vouched(unpacked.path(), console);
            return verify(unpacked.path().resolve(Exhibit.REPORT), unpacked.path(), console);
        }
    }

    /** Checks who signed an archive, and when it was stamped, as far as the user asks. */
    private void vouched(Path unpacked, Console console) throws IOException {
        byte[] manifest = Files.readAllBytes(unpacked.resolve(Archive.MANIFEST));
        Path signature = unpacked.resolve(Archive.SIGNATURE);
        boolean signed = Files.exists(signature);
        if (signer != null && !(signed && Signatures.isBy(Files.readAllBytes(signature), manifest, signer))) {
            failed(
                    Archive.MANIFEST + (signed ? ": not signed with the key " : ": not signed; expected ") + signer,
                    console);
        } else if (signer == null && signed && !console.isQuiet()) {
            console.out().println("signed; --signer KEY.pem checks by whom");
        }
        if (stamp != null && !Signatures.isImprintOf(stamp, manifest)) {
            failed(stamp + ": a time stamp of something else than " + Archive.MANIFEST, console);
        }
    }

    /** @param at where the captures are now, null for where the report says */
    private Ending verify(Path lines, @Nullable Path at, Console console)
            throws IOException, FilterException, InvalidRulesException {
        Exhibits exhibits = new Exhibits();
        Knowledge knowledge = reading.knowledge(false);
        RuleSet rules = knowledge.rules();
        Rereading again = new Rereading(exhibits);
        Report parts = new Report(exhibits, again, new ReportedLabels(rules, says -> failed(says, console)));
        if (SqliteExhibits.isDatabase(lines)) {
            SqliteExhibits.read(lines, parts);
        } else {
            try {
                JsonExhibits.read(lines, parts);
            } catch (CharacterCodingException e) {
                throw new IOException(lines + " is no report; verify reads what -o json=FILE or -o sqlite=FILE wrote");
            }
        }
        digests(exhibits.digests(), at, console);
        exhibits.compare(path -> allowed(path, at), says -> failed(says, console));
        again.read(
                Engine.Settings.of(knowledge, 1)
                        .with(reading.keyLogs())
                        .with(reading.plugins().additions()),
                parts.version,
                path -> allowed(path, at),
                says -> failed(says, console));
        if (!console.isQuiet()) {
            console.out()
                    .println(Amounts.count(exhibits.digests().size(), "capture") + " by SHA-256, "
                            + Amounts.count(exhibits.count(), "exhibit") + ": "
                            + (exhibits.confirmed() + again.confirmed())
                            + " confirmed, " + again.confirmed() + " of them by reading the captures again; "
                            + Amounts.count(parts.flows, "flow") + " by addresses and evidence, " + failures
                            + " failed");
        }
        return failures == 0 ? Ending.DONE : Ending.UNREADABLE;
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

    private void digests(Map<String, String> digests, @Nullable Path at, Console console) {
        digests.forEach((path, digest) -> {
            Path capture = Path.of(allowed(path, at));
            if (Files.exists(capture) && !Files.isRegularFile(capture)) {
                failed(path + ": not a regular file", console);
                return;
            }
            try {
                if (!Sha256.of(capture, more -> {}).equals(digest)) {
                    failed(path + ": the file has changed (different SHA-256)", console);
                }
            } catch (IOException e) {
                failed(path + ": " + Failures.sentence(e), console);
            }
        });
    }

    /** Returns where a capture of the report is now; a folder, which cannot be read, if that place is out of bounds. */
    private String allowed(String path, @Nullable Path at) {
        String found = found(path, at);
        return at == null || !confined || isIn(at, Path.of(found)) ? found : at.toString();
    }

    static String found(String path, @Nullable Path at) {
        Path name = Path.of(path).getFileName();
        Path moved = at == null || name == null ? Path.of(path) : at.resolve(name);
        return Files.exists(moved) ? moved.toString() : path;
    }

    private static boolean isIn(Path at, Path file) {
        try {
            return file.toRealPath().startsWith(at.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    private void failed(String says, Console console) {
        failures++;
        console.out().println("failed: " + Printable.of(says));
    }
}
