package dev.periplus.classify;

import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import org.jspecify.annotations.Nullable;

/** Receives the evidence and metadata that a detector finds in one flow. */
public interface Trail extends Fields {
    /**
     * Adds evidence from the bytes of one side.
     *
     * @param label that the evidence supports
     * @param weight decibans; 3 for every bit that was checked
     * @param said the side that sent the bytes
     * @param offset of the bytes in {@code said}
     * @param length of the bytes; the first 32 are shown
     */
    void found(String label, double weight, String says, Said said, int offset, int length);

    /** Adds evidence from behaviour over several packets. */
    void behaves(String label, double weight, String says);

    /** Adds evidence against the label. Weight is positive here. */
    void against(String label, double weight, String says);

    /** The detector's state for this flow, or null. */
    @Nullable
    Object state();

    void state(Object state);

    /** Reports that the host with this role is the server. Has no effect if the direction was observed. */
    void serverIs(Role role);

    /** Records that a side has asked, or answered. */
    default void roleOf(Role speaker, boolean asks) {
        serverIs(asks ? speaker.other() : speaker);
    }
}
