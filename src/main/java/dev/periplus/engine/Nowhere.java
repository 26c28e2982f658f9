package dev.periplus.engine;

import dev.periplus.classify.Announcement;
import dev.periplus.flow.Flow;
import dev.periplus.ring.Outlet;
import java.util.List;

/** For flows that are kept and not settled yet. */
public final class Nowhere implements Outlet {
    @Override
    public void over(List<Flow> flows, List<Announcement> announced) {}

    @Override
    public void upTo(long clock) {}

    @Override
    public void last() {}
}
