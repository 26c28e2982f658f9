package dev.periplus.cli;

import dev.periplus.command.Reading;
import dev.periplus.command.UsageException;
import dev.periplus.command.Verify;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** {@code periplus verify REPORT}: checks that captures still hold the bytes of a report. */
final class VerifyCommand extends Command {
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
    Exit run(Arguments parsed, Terminal terminal) throws UsageException, IOException {
        if (parsed.rest().size() != 1) {
            throw new UsageException("verify takes one report, written by -o json=report.json or -o sqlite=case.db");
        }
        if (parsed.has("confined") && !parsed.has("in")) {
            throw new UsageException("--confined needs --in FOLDER");
        }
        Reading reading = new Reading()
                .rules(PathOptions.directory(parsed))
                .keyLogs(parsed.all("keylog").stream().map(Path::of).toList())
                .plugins(parsed.plugins());
        return Exit.of(new Verify(reading, Path.of(parsed.rest().get(0)))
                .in(path(parsed, "in"))
                .confined(parsed.has("confined"))
                .signer(path(parsed, "signer"))
                .stamp(path(parsed, "stamp"))
                .run(console(parsed, terminal)));
    }

    private static @Nullable Path path(Arguments parsed, String option) {
        String given = parsed.get(option);
        return given == null ? null : Path.of(given);
    }
}
