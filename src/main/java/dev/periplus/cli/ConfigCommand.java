package dev.periplus.cli;

import dev.periplus.command.OptionFile;
import dev.periplus.command.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code periplus config}: shows the options that the user's file sets. */
final class ConfigCommand extends Command {
    private final List<Command> commands;
    private final @Nullable Path usual;

    /** @param usual the user's file, or null */
    ConfigCommand(List<Command> commands, @Nullable Path usual) {
        super("config", "show the options that your configuration file sets");
        this.commands = commands;
        this.usual = usual;
    }

    @Override
    Arguments options() {
        return new Arguments("periplus config").example("periplus config --config other.yaml");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal) throws UsageException, IOException {
        if (!parsed.rest().isEmpty()) {
            throw new UsageException("config takes no operands; edit the file that it names");
        }
        String named = parsed.get("config");
        Path file = named == null ? usual : Path.of(named);
        if (file == null || "none".equals(named) || (named == null && !Files.exists(file))) {
            terminal.out()
                    .println(
                            file == null || "none".equals(named)
                                    ? "no configuration"
                                    : "no configuration: " + file + " does not exist");
            return Exit.DONE;
        }
        terminal.out().println(file);
        for (OptionFile.Setting setting :
                Configuration.of(named, usual, commands).settings()) {
            String whose = setting.command().isEmpty() ? "every command" : setting.command();
            terminal.out().printf("%4d  %-14s %s%n", setting.line(), whose, String.join(" ", setting.words()));
        }
        return Exit.DONE;
    }
}
