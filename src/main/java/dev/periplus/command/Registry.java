package dev.periplus.command;

import dev.periplus.registry.PortRegistry;
import dev.periplus.registry.PortSpec;
import dev.periplus.registry.RangeClass;
import dev.periplus.registry.Registration;
import dev.periplus.registry.RegistryImport;
import dev.periplus.rulefile.RuleFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** IANA's registry of ports, as it is packaged. */
public final class Registry {
    private Registry() {}

    /**
     * Prints registrations, or what the packaged table is if none are asked for.
     *
     * @param ports {@code 3248/udp}, {@code 10000-10100}, or names of services
     * @throws UsageException if something is neither
     */
    public static void show(List<String> ports, Console console) throws UsageException {
        PortRegistry registry = PortRegistry.load();
        if (ports.isEmpty()) {
            registry.about().forEach(console.out()::println);
        }
        for (String text : ports) {
            for (PortSpec spec : new NamedPorts(registry).of(text)) {
                show(registry, spec, console.out());
            }
        }
    }

    /** Where the table lies in a folder of rules. */
    public static Path tablePath() {
        return Path.of(RuleFile.REGISTRY.path());
    }

    /**
     * Makes the table from copies of IANA's registry. Leaves out and names faulty records, which makes it partial.
     *
     * @param table to write
     * @param notes lines for the head of the table
     * @throws IOException if a file cannot be read or written
     */
    public static Ending update(List<Path> files, Path table, List<String> notes, Console console) throws IOException {
        RegistryImport imported = RegistryImport.read(files);
        imported.faults().forEach(console.err()::println);
        imported.write(table, notes);
        if (!console.isQuiet()) {
            imported.summary().forEach(console.out()::println);
            console.out().println(imported.size() + " entries written to " + table);
        }
        return imported.faults().isEmpty() ? Ending.DONE : Ending.PARTIAL;
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
