package dev.periplus.cli;

import dev.periplus.registry.PortRegistry;
import dev.periplus.registry.PortSpec;
import dev.periplus.registry.RangeClass;
import dev.periplus.registry.Registration;
import dev.periplus.registry.RegistryImport;
import dev.periplus.rulefile.RuleFile;
import dev.periplus.text.Nearest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

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
        if (words.size() > 1 && words.get(0).equals("update")) {
            String given = parsed.get("write");
            Path table = Path.of(given == null ? "rules/" + RuleFile.REGISTRY.path() : given);
            return update(
                    words.subList(1, words.size()).stream().map(Path::of).toList(),
                    table,
                    parsed.all("note"),
                    parsed.has("quiet"),
                    terminal);
        } else if (!words.isEmpty() && words.get(0).equals("show")) {
            show(words.subList(1, words.size()), terminal);
        } else {
            String action = words.isEmpty() ? "" : words.get(0);
            throw new UsageException("registry needs show [PORT|SERVICE...] or update FILE..."
                    + Nearest.question(action, List.of("show", "update")));
        }
        return Exit.DONE;
    }

    /** Leaves out and names faulty records; the exit status tells. */
    private static Exit update(List<Path> files, Path table, List<String> notes, boolean quiet, Terminal terminal)
            throws IOException {
        RegistryImport imported = RegistryImport.read(files);
        imported.faults().forEach(terminal.err()::println);
        imported.write(table, notes);
        if (!quiet) {
            imported.summary().forEach(terminal.out()::println);
            terminal.out().println(imported.size() + " entries written to " + table);
        }
        return imported.faults().isEmpty() ? Exit.DONE : Exit.PARTIAL;
    }

    private static void show(List<String> ports, Terminal terminal) throws UsageException {
        PortRegistry registry = PortRegistry.load();
        if (ports.isEmpty()) {
            registry.about().forEach(terminal.out()::println);
        }
        for (String text : ports) {
            for (PortSpec spec : new NamedPorts(registry).of(text)) {
                show(registry, spec, terminal.out());
            }
        }
    }

    private static void show(PortRegistry registry, PortSpec spec, PrintStream out) {
        for (int port = spec.range().from(); port <= spec.range().to(); port++) {
            String range = RangeClass.of(port).name().toLowerCase(Locale.ROOT);
            boolean any = false;
            for (Registration entry : registry.at(port)) {
                if (entry.transport() == 0 || spec.covers(entry.transport(), port)) {
                    any = true;
                    out.println(line(port, range, entry));
                }
            }
            if (!any) {
                out.println(port + " " + range + " unregistered");
            }
        }
    }

    private static String line(int port, String range, Registration entry) {
        String name = entry.named() ? entry.name() : entry.status().name().toLowerCase(Locale.ROOT);
        String date = entry.date() == null ? "" : " registered " + entry.date();
        String remark = entry.unauthorized() == null ? "" : " (IANA notes: " + entry.unauthorized() + ")";
        return port + "/" + entry.transportName() + " " + range + " " + name + " " + entry.description() + date
                + remark;
    }
}
