package dev.periplus.synthetic;

import java.util.Random;

/**
 * Traffic shaped like a remote display over UDP: bursts of screen updates near the MTU from the server, small input
 * packets from the client. A real flow of megabits a second has far more packets; every payload is pseudo-random.
 */
final class DisplayTraffic {
    /** UDP payload of a full packet, in bytes. */
    static final int FULL = 1400;

    private final Random random;
    private final long pace;

    /** Sends input about every {@code pace} nanoseconds, and a burst with every second input. */
    DisplayTraffic(Random random, long pace) {
        this.random = random;
        this.pace = pace;
    }

    void run(UdpTalk talk, long from, long until) {
        long time = greet(talk, from);
        for (int step = 0; ; step++) {
            time += Times.between(random, pace * 7 / 10, pace * 13 / 10);
            if (time >= until) {
                return;
            }
            talk.client(time, Bytes.random(random, 20 + random.nextInt(40)));
            long answer = time + Times.between(random, 8 * Times.MILLISECOND, 30 * Times.MILLISECOND);
            if (step % 2 == 0) {
                burst(talk, answer);
            } else {
                talk.server(answer, Bytes.random(random, 90 + random.nextInt(300)));
            }
        }
    }

    private long greet(UdpTalk talk, long from) {
        long time = from;
        for (int i = 0; i < 2; i++) {
            talk.client(time, Bytes.random(random, 40 + random.nextInt(30)));
            time += Times.between(random, 2 * Times.MILLISECOND, 6 * Times.MILLISECOND);
            talk.server(time, Bytes.random(random, 40 + random.nextInt(60)));
            time += Times.between(random, 2 * Times.MILLISECOND, 9 * Times.MILLISECOND);
        }
        return time;
    }

    private void burst(UdpTalk talk, long from) {
        long time = from;
        for (int i = 4 + random.nextInt(3); i > 0; i--) {
            talk.server(time, Bytes.random(random, FULL - random.nextInt(24)));
            time += Times.between(random, 60 * Times.MICROSECOND, 400 * Times.MICROSECOND);
        }
        talk.server(time, Bytes.random(random, 200 + random.nextInt(1000)));
    }
}
