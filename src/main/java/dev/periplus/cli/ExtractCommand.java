package dev.periplus.cli;

import dev.periplus.command.Captures;
import dev.periplus.command.Extract;
import dev.periplus.command.UsageException;
import java.io.IOException;
import java.nio.file.Path;

/** {@code periplus extract FLOW -w DIR FILE…}: writes the files that a flow carries. */
final class ExtractCommand extends Command {
    ExtractCommand() {
        super("extract", "FLOW -w DIR FILE...: write the files that a flow carries");
    }

    @Override
    Arguments options() {
        return CaptureOptions.declare(PathOptions.declare("periplus extract [options] N|UID -w DIR FILE..."))
                .group("Output")
                .value("w", "write", "DIR", "folder for the files; never execute what is in it")
                .value(null, "max-bytes", "N", "write at most N bytes (default " + Extract.USUAL_BYTES + ")")
                .example("periplus extract 12 -w files capture.pcap");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal) throws UsageException, IOException {
        if (parsed.rest().isEmpty()) {
            throw new UsageException("extract takes the number or uid of a flow, then captures");
        }
        String folder = parsed.get("write");
        if (folder == null) {
            throw new UsageException("extract needs a folder for the files, as -w files");
        }
        Captures captures = CaptureOptions.afterFirst(parsed);
        return Exit.of(
                new Extract(PathOptions.reading(parsed), captures, parsed.rest().get(0), Path.of(folder))
                        .atMost(parsed.number("max-bytes", Extract.USUAL_BYTES, 1, Long.MAX_VALUE))
                        .run(console(parsed, terminal)));
    }
}
