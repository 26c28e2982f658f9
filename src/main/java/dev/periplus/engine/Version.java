package dev.periplus.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

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

    private static String fact(String name, String otherwise) {
        try (InputStream in = Version.class.getResourceAsStream(FACTS)) {
            if (in == null) {
                return otherwise;
            }
            Properties facts = new Properties();
            facts.load(in);
            return facts.getProperty(name, otherwise);
        } catch (IOException e) {
            throw new UncheckedIOException("the jar is damaged: " + FACTS, e);
        }
    }
}
