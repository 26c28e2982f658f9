package dev.periplus.answer;

import org.jspecify.annotations.Nullable;

/** Receives what a report rests on: bytes of packets and digests of captures. */
public interface ExhibitTaker {
    /** Receives a flow of the report. */
    default void flow(ReportedFlow flow) {}

    /** Receives the SHA-256 that the report gives for a capture. */
    void digest(String capture, String sha256);

    /**
     * Receives the bytes that a piece of evidence rests on.
     *
     * @param packet number in the capture; 0 or less if there is none
     * @param offset in the packet's frame, negative if the bytes do not lie in one packet
     * @param bytes null if there are none
     * @param label that they are evidence for or against
     * @param rule that found them
     */
    void exhibit(
            String capture, String uid, long packet, long offset, byte @Nullable [] bytes, String label, String rule);

    /** Receives the version of the program that wrote the report. */
    default void version(String version) {}
}
