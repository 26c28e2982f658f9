package dev.periplus.cli;

import dev.periplus.answer.Amounts;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Engine;
import dev.periplus.engine.PacketCopy;
import dev.periplus.report.ResultFilter;
import dev.periplus.rulefile.InvalidRulesException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code periplus carve -Y CONDITION -w OUT FILE…}: copies the packets of matching flows. Reads the
 * captures three times: to find the flows, to mark their packets, and to copy these.
 */
final class CarveCommand extends Command {
    CarveCommand() {
        super("carve", "-Y COND -w OUT FILE...: copy the packets of the flows that match");
    }

    @Override
    Arguments options() {
        Arguments arguments =
                Captures.declare(PathOptions.declare("periplus carve [options] -Y CONDITION -w OUT.pcapng FILE..."));
        return CopiedSecrets.declare(Outputs.declareFilter(arguments.group("Output"), "flows to copy")
                .value("w", "write", "FILE", "output file, pcapng"));
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        if (!parsed.has("result-filter")) {
            throw new UsageException("carve needs a condition, as -Y 'label==ssh'");
        }
        List<String> captures = Captures.named(parsed);
        Captures.canBeReadAgain(captures, "carve");
        Path out = Outputs.packetFile(parsed, captures);
        Engine.Settings settings = PathOptions.settings(parsed);
        ResultFilter wanted = Outputs.filter(parsed, settings.rules());
        Carving carving = new Carving(settings, captures, wanted, CopiedSecrets.of(parsed));
        carving.run();
        if (carving.flows() == 0) {
            boolean unreadable = Captures.printProblems(carving.outcomes(), "periplus: ", terminal.err());
            return unreadable
                    ? Exit.UNREADABLE
                    : RunYield.of(carving.outcomes(), carving.all(), 0)
                            .exit(parsed, wanted, "; nothing was written", terminal);
        }
        PacketCopy copy = carving.copy();
        copy.writeTo(out);
        if (!parsed.has("quiet")) {
            terminal.out()
                    .println(Amounts.count(copy.packets(), "packet") + " of " + Amounts.count(carving.flows(), "flow")
                            + " in " + out);
        }
        boolean unreadable = Captures.printProblems(carving.outcomes(), "periplus: ", terminal.err());
        return Exit.DONE.or(carving.partial(), Exit.PARTIAL).or(unreadable, Exit.UNREADABLE);
    }
}
