package dev.periplus.report;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where an output goes that is no stream, and which run it comes from.
 *
 * @param format its name in {@code -o}
 * @param target what the user wrote after {@code FORMAT=}
 * @param live whether packets do not wait: what has no room is dropped and counted
 * @param limits of rotating files, or null
 * @param settings file of properties of the connection, or null
 * @param origin of the records
 * @param plugins loads the classes of the jars of {@code --plugin}
 * @param notes takes sentences for the user, from any thread
 */
public record Destination(
        String format,
        String target,
        boolean live,
        RotatingSink.@Nullable Limits limits,
        @Nullable Path settings,
        Origin origin,
        ClassLoader plugins,
        Consumer<String> notes) {

    /**
     * What made the records.
     *
     * @param sensor name of the machine or place
     * @param version of the program
     * @param rules SHA-256 of the rules at the start of the run, hexadecimal
     */
    public record Origin(String sensor, String version, String rules) {}
}
