package dev.periplus.cli;

import dev.periplus.command.Plugins;
import dev.periplus.command.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code periplus mcp FOLDER}: answers a client of the Model Context Protocol; its server comes in a plugin. */
final class McpCommand extends Command {
    private final AddedCommand.CommandLine commands;

    /** @param commands runs the other commands */
    McpCommand(AddedCommand.CommandLine commands) {
        super("mcp", "FOLDER: let an MCP client ask about the captures of a folder (plugin)");
        this.commands = commands;
    }

    @Override
    Arguments options() {
        return new Arguments("periplus mcp --plugin periplus-mcp FOLDER (speaks MCP on standard input and output)")
                .withPlugins()
                .value(null, "rules", "DIR", "add rules from DIR; a file of the same name overrides")
                .example("periplus mcp --plugin target/periplus-mcp captures/");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal) throws UsageException, IOException {
        if (parsed.rest().size() != 1) {
            throw new UsageException("mcp takes one folder of captures");
        }
        CaptureFolder folder = CaptureFolder.of(Path.of(parsed.rest().get(0)));
        List<String> options = new ArrayList<>();
        String rules = parsed.get("rules");
        if (rules != null) {
            options.addAll(List.of("--rules", rules));
        }
        for (String plugin : parsed.all("plugin")) {
            options.addAll(List.of("--plugin", plugin));
        }
        Plugins plugins = parsed.plugins();
        AddedCommand command = plugins.services(AddedCommand.class).stream()
                .map(service -> service.maker().get())
                .filter(one -> one.id().equals(name()))
                .findFirst()
                .orElseThrow(() -> new IOException(name() + " comes in a plugin: name its folder with --plugin, as in"
                        + " --plugin periplus-" + name()));
        Thread.currentThread().setContextClassLoader(plugins.loader()); // its libraries find their services by it
        command.run(folder, options, commands);
        return Exit.DONE;
    }
}
