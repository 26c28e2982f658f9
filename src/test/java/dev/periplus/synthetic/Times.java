package dev.periplus.synthetic;

import java.time.Instant;
import java.util.Random;

/** Times in nanoseconds. */
final class Times {
    static final long MICROSECOND = 1_000;
    static final long MILLISECOND = 1_000_000;
    static final long SECOND = 1_000_000_000;

    private Times() {}

    /** Returns an ISO instant as nanoseconds since the epoch. */
    static long of(String instant) {
        Instant parsed = Instant.parse(instant);
        return parsed.getEpochSecond() * SECOND + parsed.getNano();
    }

    /** Returns a random value from {@code least} inclusive to {@code most} exclusive. */
    static long between(Random random, long least, long most) {
        return least + (long) (random.nextDouble() * (most - least));
    }
}
