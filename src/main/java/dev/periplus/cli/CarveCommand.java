package dev.periplus.cli;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.FlowRecord;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.DecoderSink;
import dev.periplus.engine.Engine;
import dev.periplus.engine.PacketCopy;
import dev.periplus.flow.ChosenFlows;
import dev.periplus.flow.PacketMarks;
import dev.periplus.report.ResultFilter;
import dev.periplus.rulefile.InvalidRulesException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

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
        if (carving.flows == 0) {
            boolean unreadable = Captures.printProblems(carving.outcomes, "periplus: ", terminal.err());
            return unreadable
                    ? Exit.UNREADABLE
                    : RunYield.of(carving.outcomes, carving.all, 0)
                            .exit(parsed, wanted, "; nothing was written", terminal);
        }
        PacketCopy copy = new PacketCopy(captures, carving.marks::has, carving.keyLog);
        copy.writeTo(out);
        if (!parsed.has("quiet")) {
            terminal.out()
                    .println(Amounts.count(copy.packets(), "packet") + " of " + Amounts.count(carving.flows, "flow")
                            + " in " + out);
        }
        boolean unreadable = Captures.printProblems(carving.outcomes, "periplus: ", terminal.err());
        return Exit.DONE.or(carving.partial, Exit.PARTIAL).or(unreadable, Exit.UNREADABLE);
    }

    /** Finds the flows, then marks their packets. */
    private static final class Carving {
        private final Engine.Settings settings;
        private final List<String> captures;
        private final Predicate<FlowRecord> wanted;
        private final ChosenFlows chosen = new ChosenFlows();
        private final PacketMarks marks = new PacketMarks(chosen);
        private List<CaptureOutcome> outcomes = List.of();
        private long flows;
        private long all;
        private boolean partial;
        private final CopiedSecrets secrets;
        private String keyLog = "";

        Carving(Engine.Settings settings, List<String> captures, Predicate<FlowRecord> wanted, CopiedSecrets secrets) {
            this.secrets = secrets;
            this.settings = settings;
            this.captures = captures;
            this.wanted = wanted;
        }

        void run() throws FilterException {
            try (Engine engine = new Engine(settings)) {
                outcomes = engine.run(captures, record -> {
                    all++;
                    if (wanted.test(record)) {
                        flows++;
                        chosen.add(record.flow());
                        secrets.add(record);
                    }
                });
                keyLog = secrets.keyLog(engine.path().keys());
                partial = engine.path().flowCounters().evicted > 0;
            }
            DecoderSink.read(captures, settings, marks);
        }
    }
}
