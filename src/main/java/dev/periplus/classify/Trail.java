package dev.periplus.classify;

import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import org.jspecify.annotations.Nullable;

/** Where a detector puts what it finds of one flow. */
public interface Trail {
    /**
     * Evidence that rests on bytes of one side.
     *
     * @param label for or against which it speaks
     * @param weight decibans; 3 for every bit that had to be so
     * @param said the side whose bytes they are
     * @param offset of the bytes in {@code said}
     * @param length of them; the first 32 are shown
     */
    void found(String label, double weight, String says, Said said, int offset, int length);

    /** Evidence from behaviour over several packets. */
    void behaves(String label, double weight, String says);

    /** The bytes show that it is not this. Weight is positive here. */
    void against(String label, double weight, String says);

    /**
     * A field for the record's {@code metadata}, under the detector's name: {@code metadata.tls.sni}. Values longer
     * than 256 characters are cut; control characters are escaped by the reporters. A second value of the same key makes
     * a list; at most 16 values a key are kept.
     */
    void metadata(String group, String key, String value);

    /** What the detector remembered of this flow, or null. */
    @Nullable
    Object state();

    void state(Object state);

    /** The bytes prove that the server is who had this role so far. Changes nothing where the direction was observed. */
    void serverIs(Role role);
}
