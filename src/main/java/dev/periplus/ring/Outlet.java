package dev.periplus.ring;

import dev.periplus.classify.Heard;
import dev.periplus.flow.Flow;
import java.util.List;

/** Receives the results of the shards, on a thread of its own. */
public interface Outlet {
    /** Called with the ended flows of one shard and what flows announced since the last call; the lists are reused. */
    void over(List<Flow> flows, List<Heard> announced);

    /** Called when every shard has seen all packets up to this time. */
    void upTo(long clock);

    /** Called when every flow of this input has been passed on. */
    void last();
}
