package dev.periplus.ring;

import dev.periplus.classify.Announcement;
import dev.periplus.flow.Flow;
import java.util.ArrayList;
import java.util.List;

/** What comes out of one shard in a batch: flows that are over, and announcements. */
final class ShardOutput {
    /** Beyond this a list is not kept for the next batch. */
    private static final int USUAL = 4096;

    List<Flow> over = new ArrayList<>();
    final List<Announcement> announced = new ArrayList<>();

    void clear() {
        if (over.size() > USUAL) {
            over = new ArrayList<>();
        }
        over.clear();
        announced.clear();
    }
}
