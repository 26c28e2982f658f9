package dev.periplus.cli;

import dev.periplus.command.Captures;
import dev.periplus.command.Carve;
import dev.periplus.command.UsageException;
import java.io.IOException;

/** {@code periplus carve -Y CONDITION -w OUT FILE…}: copies the packets of matching flows. */
final class CarveCommand extends Command {
    CarveCommand() {
        super("carve", "-Y COND -w OUT FILE...: copy the packets of the flows that match");
    }

    @Override
    Arguments options() {
        Arguments arguments = CaptureOptions.declare(
                PathOptions.declare("periplus carve [options] -Y CONDITION -w OUT.pcapng FILE..."));
        return PacketFile.declareSecrets(OutputOptions.declareFilter(arguments.group("Output"), "flows to copy")
                .value("w", "write", "FILE", "output file, pcapng"));
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal) throws UsageException, IOException {
        if (!parsed.has("result-filter")) {
            throw new UsageException("carve needs a condition, as -Y 'label==ssh'");
        }
        Captures captures = CaptureOptions.of(parsed);
        return Exit.of(new Carve(PathOptions.reading(parsed), captures, PacketFile.of(parsed))
                .withSecrets(parsed.has("with-secrets"))
                .run(console(parsed, terminal)));
    }
}
