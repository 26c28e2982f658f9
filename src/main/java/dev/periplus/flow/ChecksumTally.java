package dev.periplus.flow;

import dev.periplus.decode.Checksums.State;

/**
 * Right and wrong checksums of what the two sides of a flow said, packed into one int: a byte each, which stops at 255. The flow
 * itself says whether its hosts compute checksums: where a capture has only wrong ones, because addresses were changed
 * afterwards, they mean nothing.
 */
final class ChecksumTally {
    private static final int SIDE = 16;
    private static final int MOST = 0xff;

    /** So many wrong ones for each right one are still those of somebody else. */
    private static final int FORGED = 16;

    private ChecksumTally() {}

    private static int right(int tally, int side) {
        return tally >>> side * SIDE & MOST;
    }

    private static int wrong(int tally, int side) {
        return tally >>> side * SIDE + Byte.SIZE & MOST;
    }

    /** Adds what is known of a packet. */
    static int with(int tally, int side, State state) {
        boolean wrong = state == State.WRONG || state == State.SHORTENED;
        int shift = side * SIDE + (wrong ? Byte.SIZE : 0);
        boolean counts = wrong || state == State.RIGHT;
        return counts && (tally >>> shift & MOST) < MOST ? tally + (1 << shift) : tally;
    }

    /** Whether the hosts will have ignored a packet of this side with a wrong checksum. */
    static boolean ignoresWrong(int tally, int side) {
        return right(tally, side) > 0 && wrong(tally, side) <= FORGED * right(tally, side);
    }

    /** Whether a side has said something, and nothing with a right checksum. */
    static boolean isDoubtful(int tally) {
        return isFirstRight(tally, 0) || isFirstRight(tally, 1);
    }

    /** Whether a right checksum is the first of this side, after wrong ones that were believed. */
    static boolean isFirstRight(int tally, int side) {
        return right(tally, side) == 0 && wrong(tally, side) > 0;
    }
}
