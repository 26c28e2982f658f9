package dev.periplus.detect;

/** The RTP senders seen on one side of a flow, and how consistent their packets are (RFC 3550 section 5.1). */
final class RtpSources {
    /** How a packet relates to earlier ones. */
    enum Step {
        /** From a sender not seen before. */
        NEW,
        /** Next in sequence, with a later timestamp. */
        FOLLOWS,
        /** Next in sequence, with the same timestamp, like the packets of one video frame. */
        SAME_TIME,
        /** Duplicate or late. */
        LATE,
        /** From a known sender, but far out of sequence. */
        JUMPS
    }

    private static final int SOURCES = 3;
    private static final int MAX_STEP = 32;
    private static final int MAX_LATE = 64;
    private static final int MAX_AHEAD = 1 << 23;
    private static final int MAX_BEHIND = 1 << 16;

    private final int[] source = new int[SOURCES];
    private final int[] sequence = new int[SOURCES];
    private final int[] time = new int[SOURCES];
    private int known;

    /** Number of different senders. */
    int known() {
        return known;
    }

    boolean knows(int from) {
        return slotOf(from) >= 0;
    }

    Step take(int from, int number, int at) {
        int slot = slotOf(from);
        if (slot < 0) {
            slot = known++ % SOURCES;
            keep(slot, from, number, at);
            return Step.NEW;
        }
        int step = number - sequence[slot] & 0xffff;
        int ahead = at - time[slot];
        if (step == 0 || step >= 0x10000 - MAX_LATE) {
            return Step.LATE;
        }
        keep(slot, from, number, at);
        if (step > MAX_STEP || ahead > MAX_AHEAD || ahead < -MAX_BEHIND) {
            return Step.JUMPS;
        }
        return ahead == 0 ? Step.SAME_TIME : Step.FOLLOWS;
    }

    private void keep(int slot, int from, int number, int at) {
        source[slot] = from;
        sequence[slot] = number;
        time[slot] = at;
    }

    private int slotOf(int from) {
        for (int i = 0; i < Math.min(known, SOURCES); i++) {
            if (source[i] == from) {
                return i;
            }
        }
        return -1;
    }
}
