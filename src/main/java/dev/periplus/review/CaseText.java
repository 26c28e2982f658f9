package dev.periplus.review;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Words of findings. */
final class CaseText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final long SECOND = 1_000_000_000L;

    private CaseText() {}

    /** From when to when, UTC. */
    static String times(LabelUse seen) {
        String first = time(seen.volume.first);
        String last = time(seen.volume.last);
        return first.equals(last) ? first + " UTC" : first + " to " + last + " UTC";
    }

    private static String time(long nanos) {
        return TIME.format(Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND)));
    }
}
