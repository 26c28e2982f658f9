package dev.periplus.calibrate;

/**
 * The shares that are compatible with a count at 95 % confidence.
 *
 * @param low 0 to 1
 * @param high 0 to 1
 */
public record Interval(double low, double high) {
    private static final double TAIL = 0.025;

    private static final double NOTHING = 1e-17;

    /** Halvings of an interval of length 1 until neighbouring doubles remain. */
    private static final int HALVINGS = 60;

    /**
     * Returns the exact interval of Clopper and Pearson ("The use of confidence or fiducial limits illustrated in the
     * case of the binomial", Biometrika 26, 1934): outside it, so many or so few would have a chance under 2.5 %.
     *
     * @param some how many of them, 0 to {@code all}
     * @param all how many there are; of none, every share is compatible
     */
    static Interval of(long some, long all) {
        if (some < 0 || some > all) {
            throw new IllegalArgumentException(some + " of " + all);
        }
        return new Interval(1 - highest(all - some, all), highest(some, all));
    }

    /** The share at which {@code some} or fewer of {@code all} have a chance of 2.5 %. */
    private static double highest(long some, long all) {
        if (some == all) {
            return 1;
        }
        double logWays = 0;
        for (long k = 0; k < Math.min(some, all - some); k++) {
            logWays += Math.log((double) (all - k) / (k + 1));
        }
        double low = (double) some / all; // where it is about even
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double share = (low + high) / 2;
            if (atMost(some, all, share, logWays) > TAIL) {
                low = share;
            } else {
                high = share;
            }
        }
        return (low + high) / 2;
    }

    /**
     * The chance of {@code some} or fewer of {@code all}, each with a chance {@code share} of at least {@code some /
     * all}: its terms fall from the first. Chances above the tail need not be exact.
     */
    private static double atMost(long some, long all, double share, double logWays) {
        double term = Math.exp(logWays + some * Math.log(share) + (all - some) * Math.log1p(-share));
        double sum = 0;
        for (long k = some; k >= 0 && sum <= TAIL && term > sum * NOTHING; k--) {
            sum += term;
            term *= (double) k / (all - k + 1) * (1 - share) / share;
        }
        return sum;
    }
}
