package dev.periplus.cli;

import dev.periplus.registry.PortRegistry;
import dev.periplus.registry.PortSpec;
import dev.periplus.registry.Registration;
import dev.periplus.registry.RegistryImport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code periplus registry show|update}. */
final class RegistryCommand implements Command {
    @Override
    public String name() {
        return "registry";
    }

    @Override
    public String summary() {
        return "show PORT..., update FILE...: IANA's port registry";
    }

    @Override
    public int run(List<String> arguments, Terminal terminal) throws UsageException, IOException {
        Arguments parsed = new Arguments("periplus registry show [PORT...] | update [-w TSV] FILE...")
                .value("w", "write", "TSV", "where update writes (default rules/registry/iana-ports.tsv)")
                .value(null, "note", "TEXT", "a line for the head of the table; may be given several times")
                .parse(arguments);
        List<String> words = parsed.rest();
        if (parsed.has("help")) {
            parsed.help(terminal.out());
            return Exit.DONE;
        }
        if (words.size() > 1 && words.get(0).equals("update")) {
            String given = parsed.get("write");
            Path table = Path.of(given == null ? "rules/" + PortRegistry.FILE : given);
            update(words.subList(1, words.size()).stream().map(Path::of).toList(), table, parsed.all("note"), terminal);
        } else if (!words.isEmpty() && words.get(0).equals("show")) {
            show(words.subList(1, words.size()), terminal);
        } else {
            throw new UsageException("registry needs show [PORT...] or update FILE...");
        }
        return Exit.DONE;
    }

    private static void update(List<Path> files, Path table, List<String> notes, Terminal terminal) throws IOException {
        RegistryImport imported = RegistryImport.read(files);
        imported.faults().forEach(terminal.err()::println);
        imported.write(table, notes);
        imported.summary().forEach(terminal.out()::println);
        terminal.out().println(imported.size() + " entries written to " + table);
    }

    private static void show(List<String> ports, Terminal terminal) throws UsageException {
        PortRegistry registry = PortRegistry.load();
        if (ports.isEmpty()) {
            registry.about().forEach(terminal.out()::println);
        }
        for (String text : ports) {
            PortSpec spec = parse(text);
            for (int port = spec.range().from(); port <= spec.range().to(); port++) {
                for (Registration entry : registry.at(port)) {
                    if (entry.transport() == 0 || spec.covers(entry.transport(), port)) {
                        terminal.out()
                                .printf("%d/%s %s %s%n", port, transport(entry), entry.name(), entry.description());
                    }
                }
            }
        }
    }

    private static PortSpec parse(String text) throws UsageException {
        try {
            return PortSpec.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static String transport(Registration entry) {
        return switch (entry.transport()) {
            case 6 -> "tcp";
            case 17 -> "udp";
            case 132 -> "sctp";
            case 33 -> "dccp";
            default -> "-";
        };
    }
}
