package dev.periplus.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A few TCP flows that last until the file is full: a handshake, the opening of TLS or HTTP, then full-size segments of
 * random bytes from the server. They open one after another, then take turns in bursts.
 */
final class BulkWorkload implements Traffic {
    private static final long SEED = 1460;
    private static final int LONGEST_BURST = 16;
    private static final int LONGEST_GAP_NANOS = 24_000;

    private final int flows;

    BulkWorkload(int flows) {
        this.flows = flows;
    }

    @Override
    public void into(PcapWriter out) throws IOException {
        Random random = new Random(SEED);
        List<BulkFlow> open = new ArrayList<>();
        for (int i = 0; i < flows; i++) {
            open.add(new BulkFlow(i, random));
        }
        FrameBuilder frame = new FrameBuilder();
        long time = START;
        for (int burst = 0; ; burst++) {
            BulkFlow flow = open.get(burst < flows ? burst : random.nextInt(flows));
            for (int left = 1 + random.nextInt(LONGEST_BURST); left > 0; left--) {
                time += random.nextInt(LONGEST_GAP_NANOS);
                flow.next(frame);
                if (!out.add(time, frame.bytes(), frame.length(), frame.length())) {
                    return;
                }
            }
        }
    }
}
