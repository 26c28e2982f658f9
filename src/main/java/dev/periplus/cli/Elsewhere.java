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
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What outputs need that are no streams: the options about them.
 *
 * @param plugins jars, or folders of jars
 * @param settings files of properties, by format
 * @param sensor what records are marked with, or null for the name of this machine
 */
record Elsewhere(
        List<Path> plugins,
        Map<OutputFormat, Path> settings,
        @Nullable String sensor) {
    private static final String SETTINGS = "-settings";

    static Arguments declare(Arguments arguments) {
        arguments.value(
                null, "plugin", "PATH", "jar, or folder of jars, of a format such as -o parquet or kafka; repeatable");
        for (OutputFormat format : OutputFormat.values()) {
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

    static Elsewhere of(Arguments arguments) throws UsageException {
        Map<OutputFormat, Path> settings = new HashMap<>();
        for (OutputFormat format : OutputFormat.values()) {
            String file = format.isRemote() ? arguments.get(format.id() + SETTINGS) : null;
            if (file != null) {
                if (!Files.isReadable(Path.of(file))) {
                    throw new UsageException("--" + format.id() + SETTINGS + ": cannot read " + file);
                }
                settings.put(format, Path.of(file));
            }
        }
        return new Elsewhere(
                arguments.all("plugin").stream().map(Path::of).toList(), settings, arguments.get("sensor"));
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
        Destination.Origin origin =
                new Destination.Origin(sensor == null ? thisMachine() : sensor, Version.text(), rules.digest());
        return new Destination(
                String.valueOf(output.target()),
                live,
                limits,
                settings.get(output.format()),
                origin,
                Plugins.loader(plugins),
                notes);
    }

    private static String thisMachine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
