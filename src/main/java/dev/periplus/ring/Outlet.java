package dev.periplus.ring;

import dev.periplus.classify.Announcement;
import dev.periplus.flow.Flow;
import java.util.List;

/** Takes what the shards are done with, on one thread of its own. */
public interface Outlet {
    /** Flows of one shard that are over, and what flows announced since the last call; the lists are used again. */
    void over(List<Flow> flows, List<Announcement> announced);

    /** Every shard has seen all packets up to this time. */
    void upTo(long clock);

    /** Every flow of this input was handed on. */
    void last();
}
