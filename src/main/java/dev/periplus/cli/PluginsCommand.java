package dev.periplus.cli;

import dev.periplus.api.AddOns;
import dev.periplus.command.Plugins;
import dev.periplus.command.UsageException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;

/** {@code periplus plugins}: what the add-ons of {@code --plugin} and of the class path are. */
final class PluginsCommand extends Command {
    private static final String ROW = "%-12s %-24s %s (%s)%n";

    PluginsCommand() {
        super("plugins", "[--plugin JAR|DIR]...: list the add-ons found, and how to name them");
    }

    @Override
    Arguments options() {
        return new Arguments("periplus plugins [--plugin JAR|DIR]...")
                .withPlugins()
                .example("periplus plugins --plugin house.jar");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal) throws UsageException, IOException {
        if (!parsed.rest().isEmpty()) {
            throw new UsageException("plugins takes no arguments; name jars or folders with --plugin");
        }
        Plugins plugins = parsed.plugins();
        List<AddOns.AddOn> found = new ArrayList<>(plugins.found());
        found.addAll(AddOns.AddOn.of("command", plugins.services(AddedCommand.class), AddedCommand::id));
        for (AddOns.AddOn one : found) {
            terminal.out().printf(ROW, one.kind(), usage(one), one.type().getName(), file(one.type()));
        }
        if (found.isEmpty()) {
            terminal.err().println("periplus: no add-ons; --plugin names the jars of some");
        }
        return found.isEmpty() ? Exit.NOTHING : Exit.DONE;
    }

    /** How a command line names it; detectors and correlations always run. */
    private static String usage(AddOns.AddOn one) {
        return switch (one.kind()) {
            case "output" -> "-o " + one.name() + "=";
            case "input" -> one.name() + ":";
            default -> one.name();
        };
    }

    /** Name of the jar or folder that a class comes from. */
    private static String file(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            return source == null
                    ? "class path"
                    : String.valueOf(Path.of(source.getLocation().toURI()).getFileName());
        } catch (URISyntaxException e) {
            return source.getLocation().toString();
        }
    }
}
