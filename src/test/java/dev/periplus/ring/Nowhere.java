package dev.periplus.ring;

import dev.periplus.classify.Announcement;
import dev.periplus.flow.Flow;
import java.util.List;

/** Lets go of everything. */
final class Nowhere implements Outlet {
    @Override
    public void over(List<Flow> flows, List<Announcement> announced) {}

    @Override
    public void upTo(long clock) {}

    @Override
    public void last() {}
}
