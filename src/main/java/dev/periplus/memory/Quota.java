package dev.periplus.memory;

import org.jspecify.annotations.Nullable;

/** Limits the total number of items in several collections. */
public final class Quota {
    private final @Nullable Quota shared;
    private long left;

    public Quota(long most) {
        this(most, null);
    }

    /** @param shared limits these items too, with those of others; or null */
    public Quota(long most, @Nullable Quota shared) {
        left = most;
        this.shared = shared;
    }

    /** Takes one item from the quota; returns false if it is used up. */
    public boolean take() {
        if (left == 0 || shared != null && !shared.take()) {
            return false;
        }
        left--;
        return true;
    }
}
