package dev.periplus.cli;

import dev.periplus.capture.FilterException;
import dev.periplus.rulefile.InvalidRulesException;
import java.io.IOException;
import java.util.List;

/** One command of the command line. */
interface Command {
    String name();

    /** One line for the list of commands. */
    String summary();

    /** Runs with what follows the command's name; gives the exit status. */
    int run(List<String> arguments, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException;
}
