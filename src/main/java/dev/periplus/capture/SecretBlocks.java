package dev.periplus.capture;

/** Receives the secrets that captures hold (draft-ietf-opsawg-pcapng section 4.7), on the reading thread. */
public interface SecretBlocks {
    /**
     * Called for a block of secrets, before the packets that follow it.
     *
     * @param capture index of the capture
     * @param before number of packets before it
     * @param body the block's kind and length, little-endian, then the secrets
     */
    void block(int capture, long before, byte[] body);

    /** Called for a block that is too long to be read. */
    void tooLong(int capture);
}
