package dev.periplus.ring;

import dev.periplus.classify.Heard;
import dev.periplus.flow.Flow;
import java.util.ArrayList;
import java.util.List;

/** The results of one shard for one batch: ended flows and announcements. */
final class ShardOutput {
    /** A list that grew beyond this size is not reused for the next batch. */
    private static final int USUAL = 4096;

    List<Flow> over = new ArrayList<>();
    final List<Heard> announced = new ArrayList<>();

    void clear() {
        if (over.size() > USUAL) {
            over = new ArrayList<>();
        }
        over.clear();
        announced.clear();
    }
}
