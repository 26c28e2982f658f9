package dev.periplus.cli;

import dev.periplus.engine.Version;
import dev.periplus.report.Destination;
import dev.periplus.report.RotatingSink;
import dev.periplus.rule.RuleSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What outputs need that are no streams: the options about them.
 *
 * @param plugins add-ons, which may have formats
 * @param settings files of properties, by format
 * @param sensor what records are marked with, or null for the name of this machine
 */
record Elsewhere(
        Plugins plugins,
        Map<OutputFormat, Path> settings,
        @Nullable String sensor) {
    private static final String SETTINGS = "-settings";

    static Arguments declare(Arguments arguments) {
        for (OutputFormat format : OutputFormat.named()) {
            if (format.isRemote()) {
                arguments.value(
                        null,
                        format.id() + SETTINGS,
                        "FILE",
                        "properties of -o " + format.id() + ": TLS, passwords ...");
            }
        }
        return arguments.value(
                null, "sensor", "NAME", "marks records sent to other machines (default: name of this machine)");
    }

    static Elsewhere of(Arguments arguments) throws UsageException, IOException {
        Map<OutputFormat, Path> settings = new HashMap<>();
        for (OutputFormat format : OutputFormat.named()) {
            String file = format.isRemote() ? arguments.get(format.id() + SETTINGS) : null;
            if (file != null) {
                if (!Files.isReadable(Path.of(file))) {
                    throw new UsageException("--" + format.id() + SETTINGS + ": cannot read " + file);
                }
                settings.put(format, Path.of(file));
            }
        }
        return new Elsewhere(arguments.plugins(), settings, arguments.get("sensor"));
    }

    /**
     * Returns the destination that a target of a format is.
     *
     * @param live whether packets do not wait
     * @param notes takes sentences for the user
     */
    Destination at(
            Output output, boolean live, RotatingSink.@Nullable Limits limits, RuleSet rules, Consumer<String> notes)
            throws IOException {
        return new Destination(
                output.name(),
                String.valueOf(output.target()),
                live,
                limits,
                settings.get(output.format()),
                origin(rules),
                plugins.loader(),
                notes);
    }

    /** What marks records and metrics of this run. */
    Destination.Origin origin(RuleSet rules) {
        return new Destination.Origin(sensor == null ? thisMachine() : sensor, Version.text(), rules.digest());
    }

    private static String thisMachine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
