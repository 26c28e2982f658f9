package dev.periplus.review;

/** How much more may be kept of something in all. */
final class Quota {
    private long left;

    Quota(long most) {
        left = most;
    }

    /** Takes room for one; false where there is none left. */
    boolean take() {
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
