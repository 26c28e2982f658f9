package dev.periplus.cli;

import dev.periplus.command.Annotate;
import dev.periplus.command.Captures;
import dev.periplus.command.UsageException;
import java.io.IOException;

/** {@code periplus annotate -w OUT FILE…}: copies captures with results as comments on the packets that prove them. */
final class AnnotateCommand extends Command {
    AnnotateCommand() {
        super("annotate", "-w OUT FILE...: a copy with labels and evidence as packet comments");
    }

    @Override
    Arguments options() {
        Arguments arguments =
                CaptureOptions.declare(PathOptions.declare("periplus annotate [options] -w OUT.pcapng FILE..."));
        return PacketFile.declareSecrets(
                OutputOptions.declareFilter(arguments.group("Output"), "comment only matching flows")
                        .value("w", "write", "FILE", "output file, pcapng"));
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal) throws UsageException, IOException {
        Captures captures = CaptureOptions.of(parsed);
        return Exit.of(new Annotate(PathOptions.reading(parsed), captures, PacketFile.of(parsed))
                .withSecrets(parsed.has("with-secrets"))
                .run(console(parsed, terminal)));
    }
}
