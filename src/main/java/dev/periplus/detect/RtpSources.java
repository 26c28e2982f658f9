package dev.periplus.detect;

/** The RTP senders seen on one side of a flow, and how well their packets follow each other (RFC 3550 section 5.1). */
final class RtpSources {
    /** How a packet relates to those before it. */
    enum Step {
        /** Its sender was not known yet. */
        NEW,
        /** Next in sequence, at a later time. */
        FOLLOWS,
        /** Next in sequence, at the same time, as the pieces of a video frame are. */
        SAME_TIME,
        /** A repeat, or late. */
        LATE,
        /** From a known sender, but out of all sequence. */
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

    /** How many different senders there were. */
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
