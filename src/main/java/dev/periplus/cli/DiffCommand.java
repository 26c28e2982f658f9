package dev.periplus.cli;

import dev.periplus.command.Captures;
import dev.periplus.command.Diff;
import dev.periplus.command.UsageException;
import dev.periplus.command.Writing;
import java.io.IOException;
import java.util.List;

/** {@code periplus diff OLD NEW}: compares services and fingerprints of two captures or cases. */
final class DiffCommand extends Command {
    DiffCommand() {
        super("diff", "OLD NEW: new, gone and changed services and fingerprints");
    }

    @Override
    Arguments options() {
        Arguments arguments =
                PathOptions.declare("periplus diff [options] OLD NEW (each a folder of captures, or a capture)");
        return OutputOptions.declareFilter(arguments.group("Output"), "compare only matching flows")
                .value("o", "output", "FORMAT[=PATH]", Writing.formats(Writing.Of.DIFFERENCES) + "; repeatable")
                .flag(null, "all", "in text, list every difference, unmerged and in full")
                .flag(null, "exit-code", "exit with 1 if there are differences");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal) throws UsageException, IOException {
        List<String> words = parsed.rest();
        if (words.size() != 2) {
            throw new UsageException("diff takes two operands, OLD and NEW, each a capture or a folder of captures");
        }
        if (words.equals(List.of("-", "-"))) {
            throw new UsageException("standard input cannot be both sides");
        }
        Writing writing = new Writing().to(parsed.all("output")).all(parsed.has("all"));
        return Exit.of(
                new Diff(PathOptions.reading(parsed), writing, Captures.of(words.get(0)), Captures.of(words.get(1)))
                        .warned(parsed.has("exit-code"))
                        .run(console(parsed, terminal)));
    }
}
