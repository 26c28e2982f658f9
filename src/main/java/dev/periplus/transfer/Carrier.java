package dev.periplus.transfer;

/**
 * Takes the files out of what the two sides of a flow send, in order. Of datagrams, each call of {@link #bytes} brings one.
 */
interface Carrier {
    /** A side sends bytes, which are valid during the call only. */
    void bytes(int side, byte[] from, int offset, int length);

    /** So many bytes of a side are not in the capture. */
    void missing(int side, long count);

    /**
     * A side sends nothing more.
     *
     * @param closed whether it said so (FIN), rather than that the capture ended
     */
    void ended(int side, boolean closed);
}
