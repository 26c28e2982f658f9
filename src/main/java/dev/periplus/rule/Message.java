package dev.periplus.rule;

/**
 * The bytes that a condition tests: one message of one side and, for a reply, the request. Reusable; a read past the
 * available bytes yields 0 and sets {@link #missing}.
 */
public final class Message {
    byte[] bytes = new byte[0];
    int start;
    int available;
    int length;

    /** True if more bytes may follow (a stream), so that a short read means "not yet". */
    boolean open;

    private Message request = this;
    private boolean missing;

    /**
     * Points this message at {@code available} bytes of {@code bytes} from {@code start} on.
     *
     * @param length bytes of the message on the wire
     * @param open whether more bytes may follow
     */
    public Message of(byte[] bytes, int start, int available, int length, boolean open) {
        this.bytes = bytes;
        this.start = start;
        this.available = available;
        this.length = length;
        this.open = open;
        return this;
    }

    /** Sets the request that this message answers. */
    public Message answering(Message request) {
        this.request = request;
        return this;
    }

    Message request() {
        return request;
    }

    void begin() {
        missing = false;
    }

    boolean missing() {
        return missing;
    }

    void miss() {
        missing = true;
    }

    /** Number of bytes that can be read. */
    public int available() {
        return available;
    }
}
