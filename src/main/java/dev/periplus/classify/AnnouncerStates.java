package dev.periplus.classify;

import org.jspecify.annotations.Nullable;

/**
 * Bounds what announcers keep of flows: unfinished lines, fragments of messages. If another flow needs room, the state
 * that was begun first is dropped, as if a segment had been lost. Used by one shard.
 */
final class AnnouncerStates {
    private final @Nullable Announcements[] owners;
    private int next;
    private long dropped;

    /** @param most states at a time */
    AnnouncerStates(int most) {
        owners = new Announcements[most];
    }

    /** A flow begins a state. */
    void begun(Announcements owner) {
        Announcements before = owners[next];
        if (before != null && before != owner && before.dropState()) {
            dropped++;
        }
        owners[next] = owner;
        next = (next + 1) % owners.length;
    }

    /** States dropped while their flows were open. */
    long dropped() {
        return dropped;
    }
}
