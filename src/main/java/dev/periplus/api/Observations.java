package dev.periplus.api;

import org.jspecify.annotations.Nullable;

/**
 * Receives what a detector finds in one flow. A weight is in decibans, 10 · log10 of the likelihood ratio: about 3 for every
 * bit of the message that was checked. A label starts at -40 and is assigned from 0 on. Weights that are not finite or lie
 * outside 0 to 300 throw {@link IllegalArgumentException}.
 */
public interface Observations {
    /**
     * Adds evidence from the bytes of one side.
     *
     * @param label that the evidence supports; a protocol of the rules, or an id of the add-on's own
     * @param says one sentence for people
     * @param offset of the bytes in what the side sent
     * @param length of the bytes; the first 32 are shown
     */
    void found(String label, double weight, String says, Side side, int offset, int length);

    /** Adds evidence from behaviour over several packets. */
    void behaves(String label, double weight, String says);

    /** Adds evidence against a label; the weight is positive. */
    void against(String label, double weight, String says);

    /** Adds a field to the record, in the group {@code x-NAME} of this detector. At most 256 characters, and 16 values of a key, are kept. */
    void metadata(String key, String value);

    /** Tells which side is the server. Has no effect if the direction was observed. */
    void serverIs(Side side);

    /** What the detector keeps of this flow, or null. */
    @Nullable
    Object state();

    /** Keeps something of this flow until the next call. */
    void state(Object state);
}
