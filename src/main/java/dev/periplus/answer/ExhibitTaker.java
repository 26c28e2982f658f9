package dev.periplus.answer;

import org.jspecify.annotations.Nullable;

/** Takes what a report rests on: bytes of packets, and digests of captures. */
public interface ExhibitTaker {
    /** The report names this SHA-256 of a capture. */
    void digest(String capture, String sha256);

    /**
     * Bytes that a piece of evidence rests on.
     *
     * @param packet number in the capture; 0 or less where there is none
     * @param offset in the packet's frame, less than 0 where the bytes have no place in one packet
     * @param bytes null where there are none
     */
    void exhibit(String capture, String uid, long packet, long offset, byte @Nullable [] bytes);
}
