package dev.periplus.api;

import dev.periplus.engine.Version;
import dev.periplus.rule.RuleLoader;

/**
 * What this build of Periplus is.
 *
 * @param version its version; {@code development} for classes that are not those of a build
 * @param commit that it was built from, 40 hexadecimal digits, with {@code -dirty} if the sources differed; empty if unknown
 */
public record Release(String version, String commit) {
    /** The build that runs. */
    public static Release current() {
        return new Release(Version.text(), Version.commit());
    }

    /** SHA-256 of its rules, hexadecimal. Loads them. */
    public String rules() {
        return new RuleLoader().packaged().load().digest();
    }
}
