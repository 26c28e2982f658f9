package dev.periplus.flow;

/**
 * Takes what is inside out of what the sides of an exchange send: the payload of frames, or some messages among others.
 * One for each inside; it may keep state of bounded size.
 */
public interface Opener {
    /** Whether the inside consists of messages, as in UDP, rather than of a stream. */
    boolean datagrams();

    /**
     * Whether it reads all of the exchange around, as the records of an encryption, so that this is inspected as well and
     * the inside begins where it does.
     */
    default boolean isBeside() {
        return false;
    }

    /** Whether it will find nothing more. */
    default boolean isOver() {
        return false;
    }

    /**
     * Finds the next piece of what a side sends inside. Must not throw.
     *
     * @param outer what the side has sent around it
     * @param at offset of the first byte that was not taken yet, less than {@code outer.length()}
     * @param piece receives the piece; it must end after {@code at}
     * @return false if it takes more bytes to go on, or if what follows is not inside
     */
    boolean next(Said outer, int side, int at, Piece piece);

    /** Bytes of memory in use. */
    default int bytes() {
        return 0;
    }
}
