package dev.periplus.command;

import dev.periplus.answer.Amounts;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Engine;
import dev.periplus.engine.PacketCopy;
import dev.periplus.report.ResultFilter;
import dev.periplus.rulefile.InvalidRulesException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Copies the packets of the flows that match the condition of a {@link Reading} into a pcapng file. Reads the captures three
 * times: to find the flows, to mark their packets, and to copy these.
 */
public final class Carve extends Operation {
    private final Reading reading;
    private final Captures captures;
    private final Path out;
    private boolean withSecrets;

    /** @param out file to write; replaced if it exists, untouched if no flow matches */
    public Carve(Reading reading, Captures captures, Path out) {
        this.reading = reading;
        this.captures = captures;
        this.out = out;
    }

    /** Whether the file takes along the secrets of key logs that open its flows. */
    public Carve withSecrets(boolean added) {
        withSecrets = added;
        return this;
    }

    @Override
    Ending perform(Console console) throws UsageException, IOException, FilterException, InvalidRulesException {
        captures.canBeReadAgain("carve");
        Outputs.check(out, captures);
        Engine.Settings settings = reading.settings();
        ResultFilter wanted = reading.wanted(settings.rules());
        Carving carving = new Carving(settings, captures.files(), wanted, CopiedSecrets.of(withSecrets, reading));
        carving.run();
        if (carving.flows() == 0) {
            return console.problems(carving.outcomes())
                    ? Ending.UNREADABLE
                    : RunYield.of(carving.outcomes(), carving.all(), 0)
                            .ending(reading, wanted, "; nothing was written", console);
        }
        PacketCopy copy = carving.copy();
        copy.writeTo(out);
        if (!console.isQuiet()) {
            console.out()
                    .println(Amounts.count(copy.packets(), "packet") + " of " + Amounts.count(carving.flows(), "flow")
                            + " in " + out);
        }
        boolean unreadable = console.problems(carving.outcomes());
        return Ending.DONE.or(carving.partial(), Ending.PARTIAL).or(unreadable, Ending.UNREADABLE);
    }
}
