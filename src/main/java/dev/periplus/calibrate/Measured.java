package dev.periplus.calibrate;

/**
 * How many flows had a right label, and how many a wrong one.
 *
 * @param right according to the reference
 * @param wrong a label that the reference does not accept
 */
public record Measured(long right, long wrong) {
    static final Measured NOTHING = new Measured(0, 0);

    /** Rejects negative numbers. */
    public Measured {
        if (right < 0 || wrong < 0) {
            throw new IllegalArgumentException("negative count");
        }
    }

    public long flows() {
        return right + wrong;
    }

    /** The share of right labels, 0 to 1; not a number without flows. */
    public double share() {
        return (double) right / flows();
    }

    /** Where the share of right labels lies at 95 % confidence. */
    public Interval interval() {
        return Interval.of(right, flows());
    }

    /** Whether the whole interval lies below this share. */
    public boolean isBelow(double share) {
        return interval().high() < share;
    }

    Measured plus(boolean isWrong) {
        return isWrong ? new Measured(right, wrong + 1) : new Measured(right + 1, wrong);
    }
}
