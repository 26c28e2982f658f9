package dev.periplus.ring;

/**
 * The clock by which flows fall silent, told by the times of packets, some of which lie.
 *
 * <p>How it works. The clock never goes back, so that flows stay ordered by their silence. A packet no more than {@link
 * #LEAP} ahead of the clock or behind it is believed at once. One that is farther away counts only once the next packet
 * confirms it by being as far away. A confirmed leap ahead advances the clock. A confirmed leap back, such as the start
 * of an older capture or a system clock that was set, does not stop it: from then on it advances with the packets again,
 * from where it is, and a leap ahead first makes up for the leap back. Only the very first packet is taken back if the
 * second and third contradict it.
 *
 * <p>Times are nanoseconds since the epoch. For use by one thread.
 */
public final class InputClock {
    /** Larger than the gaps between the packets of most captures, and no larger than the shortest timeout of a flow. */
    private static final long LEAP = 60_000_000_000L;

    /** Later times, of the year 2116 and beyond, count as this one, so that sums of two times do not overflow. */
    private static final long LATEST = Long.MAX_VALUE / 2;

    /** More packets than the first two, from which on nothing is taken back. */
    private static final int MANY = 3;

    private static final long DAY = 24 * 3600 * 1_000_000_000L;
    private static final long NEVER = Long.MIN_VALUE / 2;

    private long now = NEVER;

    /** How far the clock is ahead of the packets, after leaps back. */
    private long ahead;

    /** The clock of the packet before, as far as it is known now. */
    private long before = NEVER;

    private boolean isDoubtful;
    private long doubted;
    private int heard;
    private long stepsBack;

    /** Forgets everything, for another input. */
    void reset() {
        now = NEVER;
        before = NEVER;
        ahead = 0;
        isDoubtful = false;
        heard = 0;
    }

    /** Hears the time of the next packet; returns whether it confirms the packet before, see {@link #before}. */
    public boolean hear(long packetTime) {
        long told = Math.max(0, Math.min(packetTime, LATEST));
        boolean confirms = isDoubtful && confirms(told + ahead);
        if (confirms) {
            believe();
        }
        before = now;
        long time = told + ahead;
        if (now == NEVER) {
            now = time;
        }
        isDoubtful = time - now > LEAP || now - time > LEAP;
        if (isDoubtful) {
            doubted = time;
        } else {
            now = Math.max(now, time);
        }
        heard = Math.min(heard + 1, MANY);
        return confirms;
    }

    /**
     * The input is over, so nothing can confirm the last packet. If it leapt ahead by less than a day, it is believed.
     *
     * @return whether it is, as for {@link #hear}
     */
    boolean end() {
        boolean believed = isDoubtful && doubted > now && doubted - now < DAY;
        if (believed) {
            believe();
            before = now;
        }
        return believed;
    }

    private boolean confirms(long time) {
        return doubted > now ? time >= doubted - LEAP : time <= doubted + LEAP;
    }

    private void believe() {
        if (doubted > now) {
            long made = Math.min(ahead, doubted - now);
            ahead -= made;
            now = doubted - made;
        } else if (heard == 2) {
            now = doubted;
        } else {
            ahead = Math.min(ahead + (now - doubted), LATEST);
            stepsBack++;
        }
    }

    /** How often the packets stepped back in time, of all inputs. */
    long stepsBack() {
        return stepsBack;
    }

    /** The time of the input so far. */
    public long now() {
        return now;
    }

    /** The time at the packet before. If that was confirmed, this is later than what {@link #now} was then. */
    long before() {
        return before;
    }

    /** Whether the last packet leapt, so that the next one decides what its time was. */
    boolean isDoubtful() {
        return isDoubtful;
    }

    /** The packets heard so far have been acted on: their time stays as it is. */
    void actedOn() {
        heard = MANY;
    }
}
