package dev.periplus.command;

import dev.periplus.engine.Version;
import dev.periplus.report.Destination;
import dev.periplus.report.RotatingSink;
import dev.periplus.rule.RuleSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What outputs need that are no streams.
 *
 * @param plugins add-ons, which may have formats
 * @param settings files of properties, by the ids of formats
 * @param sensor what records are marked with, or null for the name of this machine
 */
record Elsewhere(
        Plugins plugins,
        Map<String, Path> settings,
        @Nullable String sensor) {

    static Elsewhere of(Writing writing, Plugins plugins) throws UsageException {
        for (Map.Entry<String, Path> file : writing.settings().entrySet()) {
            if (!Files.isReadable(file.getValue())) {
                throw new UsageException("--" + file.getKey() + "-settings: cannot read " + file.getValue());
            }
        }
        return new Elsewhere(plugins, writing.settings(), writing.sensor());
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
                settings.get(output.format().id()),
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
