package dev.periplus.cli;

import dev.periplus.command.Registry;
import dev.periplus.command.UsageException;
import dev.periplus.text.Nearest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code periplus registry show|update}. */
final class RegistryCommand extends Command {
    RegistryCommand() {
        super("registry", "show PORT|SERVICE..., update FILE...: look up or rebuild IANA's port registry");
    }

    @Override
    Arguments options() {
        return new Arguments("periplus registry show [PORT|SERVICE...] | update [-w TSV] FILE...")
                .value("w", "write", "TSV", "where update writes (default rules/registry/iana-ports.tsv)")
                .value(null, "note", "TEXT", "a line for the head of the table; repeatable");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal) throws UsageException, IOException {
        List<String> words = parsed.rest();
        List<String> operands = words.isEmpty() ? words : words.subList(1, words.size());
        String action = words.isEmpty() ? "" : words.get(0);
        if (action.equals("update") && !operands.isEmpty()) {
            String given = parsed.get("write");
            Path table = given == null ? Path.of("rules").resolve(Registry.tablePath()) : Path.of(given);
            return Exit.of(Registry.update(
                    operands.stream().map(Path::of).toList(), table, parsed.all("note"), console(parsed, terminal)));
        }
        if (!action.equals("show")) {
            throw new UsageException("registry needs show [PORT|SERVICE...] or update FILE..."
                    + Nearest.question(action, List.of("show", "update")));
        }
        Registry.show(operands, console(parsed, terminal));
        return Exit.DONE;
    }
}
