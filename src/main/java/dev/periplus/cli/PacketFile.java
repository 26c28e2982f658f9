package dev.periplus.cli;

import dev.periplus.command.UsageException;
import java.nio.file.Path;

/** The options {@code -w} and {@code --with-secrets} of commands that write packets. */
final class PacketFile {
    private PacketFile() {}

    static Arguments declareSecrets(Arguments arguments) {
        return arguments.flag(null, "with-secrets", "add the secrets of --keylog that open the flows of the output");
    }

    static Path of(Arguments arguments) throws UsageException {
        String named = arguments.get("write");
        if (named == null) {
            throw new UsageException("no output file; name one with -w");
        }
        return Path.of(named);
    }
}
