package dev.periplus.review;

/** Limits the total number of items in several collections. */
final class Quota {
    private long left;

    Quota(long most) {
        left = most;
    }

    /** Takes one item from the quota; returns false if it is used up. */
    boolean take() {
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
