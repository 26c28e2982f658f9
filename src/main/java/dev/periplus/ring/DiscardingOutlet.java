package dev.periplus.ring;

import dev.periplus.classify.Heard;
import dev.periplus.flow.Flow;
import java.util.List;

/** Discards everything it receives. */
public final class DiscardingOutlet implements Outlet {
    @Override
    public void over(List<Flow> flows, List<Heard> announced) {}

    @Override
    public void upTo(long clock) {}

    @Override
    public void last() {}
}
