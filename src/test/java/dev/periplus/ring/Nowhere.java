package dev.periplus.ring;

import dev.periplus.classify.Announcement;
import dev.periplus.classify.FindingsStore;
import dev.periplus.decode.DecodeSettings;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowSettings;
import dev.periplus.rule.RuleSet;
import java.util.List;

/** Lets go of everything. */
public final class Nowhere implements Outlet {
    /** A shard without detectors. */
    static Shard shard(RuleSet rules) {
        return new Shard(
                DecodeSettings.defaults(),
                FlowSettings.DEFAULT,
                rules,
                List.of(),
                List.of(),
                List.of(),
                new FindingsStore(1 << 20));
    }

    @Override
    public void over(List<Flow> flows, List<Announcement> announced) {}

    @Override
    public void upTo(long clock) {}

    @Override
    public void last() {}
}
