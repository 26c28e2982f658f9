package dev.periplus.spark;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;

/**
 * A record that a sensor sent.
 *
 * @param sensor its name, from the header of the message; so are version and rules
 * @param version of the program that made it
 * @param rules digest of the rules that it was made with
 * @param record the native record, a JSON object
 * @param isNew whether it has come with this batch, rather than waited since an earlier one
 */
record Arrival(String sensor, String version, String rules, byte[] record, boolean isNew) implements Serializable {
    /** The native record as text. */
    String text() {
        return new String(record, StandardCharsets.UTF_8);
    }
}
