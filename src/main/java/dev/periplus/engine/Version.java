package dev.periplus.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.periplus.rulefile.Packed;

/** The version and the commit of this build, which {@code BuildFacts} of the build writes down. */
public final class Version {
    private static final String FACTS = "/META-INF/periplus.properties";

    private Version() {}

    /** The version, {@code development} if the classes are not those of a build. */
    public static String text() {
        return fact("version", "development");
    }

    /**
     * The commit, 40 hexadecimal digits, with {@code -dirty} if the sources differed from it; empty if it is not known.
     */
    public static String commit() {
        return fact("commit", "");
    }

    /** Its lines are NAME=VALUE, nothing else. */
    private static String fact(String name, String otherwise) {
        if (!Packed.exists(FACTS)) {
            return otherwise;
        }
        String facts = "\n" + new String(Packed.bytes(FACTS), UTF_8);
        int at = facts.indexOf("\n" + name + "=");
        return at < 0 ? otherwise : facts.substring(facts.indexOf('=', at) + 1, facts.indexOf('\n', at + 1));
    }
}
