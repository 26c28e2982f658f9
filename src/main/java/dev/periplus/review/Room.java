package dev.periplus.review;

/** How much more may be kept of something in all. */
final class Room {
    private long left;

    Room(long most) {
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
