package dev.periplus.synthetic;

import java.time.Instant;
import java.util.Random;

/** Times in nanoseconds. */
final class Times {
    static final long MICROSECOND = 1_000;
    static final long MILLISECOND = 1_000_000;
    static final long SECOND = 1_000_000_000;

    private Times() {}

    /** Nanoseconds since the epoch of an ISO instant. */
    static long of(String instant) {
        Instant parsed = Instant.parse(instant);
        return parsed.getEpochSecond() * SECOND + parsed.getNano();
    }

    /** From {@code least} up to, but not, {@code most}. */
    static long between(Random random, long least, long most) {
        return least + (long) (random.nextDouble() * (most - least));
    }
}
