package dev.periplus.rule;

/**
 * The bytes a condition looks at: one message of one side, and for a reply the message it answers. Reused; the first
 * read past the available bytes sets {@link #missing} and gives 0.
 */
public final class Message {
    byte[] bytes = new byte[0];
    int start;
    int available;
    int length;

    /** True where more bytes may still come (a stream), so that a short read means "not yet". */
    boolean open;

    private Message request = this;
    private boolean missing;

    /**
     * Looks at {@code available} bytes of {@code bytes} from {@code start}.
     *
     * @param length how many bytes the message had on the wire
     * @param open true where more may come
     */
    public Message of(byte[] bytes, int start, int available, int length, boolean open) {
        this.bytes = bytes;
        this.start = start;
        this.available = available;
        this.length = length;
        this.open = open;
        return this;
    }

    /** The message that this one answers. */
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

    /** How many bytes can be looked at. */
    public int available() {
        return available;
    }
}
