package dev.periplus.bench;

import java.io.IOException;
import java.util.Random;

/**
 * Endless short flows in packets of 64 to 100 bytes, one packet per microsecond, so the number of flows grows with the
 * file: about 3 million in 850 MB. A few thousand are active at once, but to an observer, who cannot know when a flow
 * has ended, all of them are open.
 */
final class FloodWorkload implements Traffic {
    private static final long SEED = 64;
    private static final int UNDER_WAY = 4096;
    private static final long GAP_NANOS = 1000;

    @Override
    public void into(PcapWriter out) throws IOException {
        Random random = new Random(SEED);
        Lookup[] lookups = Lookup.some(random);
        FloodFlow[] flows = new FloodFlow[UNDER_WAY];
        FrameBuilder frame = new FrameBuilder();
        int open = 0;
        int opened = 0;
        for (long time = START; ; time += GAP_NANOS) {
            boolean opens = open < UNDER_WAY / 2 || open < UNDER_WAY && random.nextBoolean();
            int chosen = opens ? open : random.nextInt(open);
            if (opens) {
                flows[open++] = new FloodFlow(opened++, random, lookups);
            }
            boolean goesOn = flows[chosen].next(frame);
            if (!out.add(time, frame.bytes(), frame.length(), frame.length())) {
                return;
            }
            if (!goesOn) {
                flows[chosen] = flows[--open];
            }
        }
    }
}
