package dev.periplus.calibrate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is known of a flow of a capture besides its label: its payload as a digest, and whether a form changed it. */
final class FlowNote {
    private static final int KEPT = 16;

    private final Ends ends;
    private final @Nullable Reference reference;
    private byte @Nullable [] digest;
    private boolean firstWasLower;
    private boolean changed;
    private int packets;

    /** @param ends as in the capture */
    FlowNote(Ends ends, @Nullable Reference reference) {
        this.ends = ends;
        this.reference = reference;
    }

    static MessageDigest hash() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    Ends ends() {
        return ends;
    }

    /** The reference for the flow, or null if there is none. */
    @Nullable
    Reference reference() {
        return reference;
    }

    /** Counts a packet of a stream, from 1; a new handshake begins again. */
    int count(boolean begins) {
        packets = begins ? 1 : packets + 1;
        return packets;
    }

    /** Adds payload in the order of packets. */
    void add(boolean fromLower, byte[] bytes, int offset, int length, MessageDigest hash) {
        if (length == 0 || reference == null) {
            return;
        }
        byte[] before = digest;
        if (before == null) {
            firstWasLower = fromLower;
            before = new byte[KEPT];
        }
        hash.update(before);
        hash.update((byte) (fromLower == firstWasLower ? 0 : 1));
        hash.update(bytes, offset, length);
        digest = Arrays.copyOf(hash.digest(), KEPT);
    }

    /** The form of the capture leaves out or alters something of the flow. */
    void change() {
        changed = true;
    }

    boolean isChanged() {
        return changed;
    }

    /** Identifies the payload of both sides in the whole capture; that of a flow without payload is its own. */
    Payload payload(String capture, MessageDigest hash) {
        byte[] bytes = digest;
        if (bytes == null) {
            bytes = hash.digest((capture + " " + ends).getBytes(StandardCharsets.UTF_8));
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Payload(buffer.getLong(), buffer.getLong());
    }

    /** The first 128 bits of a digest. */
    record Payload(long high, long low) {}
}
