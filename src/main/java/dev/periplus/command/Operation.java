package dev.periplus.command;

import dev.periplus.capture.FilterException;
import dev.periplus.rulefile.InvalidRulesException;
import java.io.IOException;

/** Something that Periplus does on request. Its settings come first, then {@link #run}; not for several threads. */
public abstract class Operation {
    Operation() {}

    /**
     * Does it, on this thread.
     *
     * @throws UsageException if settings, filter, condition or rules are wrong
     * @throws IOException if a file cannot be read or written; a damaged capture is told to the console instead
     */
    public final Ending run(Console console) throws UsageException, IOException {
        try {
            return perform(console);
        } catch (FilterException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (InvalidRulesException e) {
            throw UsageException.of(e);
        }
    }

    abstract Ending perform(Console console) throws UsageException, IOException, FilterException, InvalidRulesException;
}
