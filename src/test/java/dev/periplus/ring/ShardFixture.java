package dev.periplus.ring;

import dev.periplus.classify.InspectionStore;
import dev.periplus.decode.DecodeSettings;
import dev.periplus.flow.FlowSettings;
import dev.periplus.rule.RuleSet;
import java.util.List;

/** Shards for tests. */
final class ShardFixture {
    private ShardFixture() {}

    /** Creates a shard with these rules and nothing else. */
    static Shard withoutDetectors(RuleSet rules) {
        return new Shard(
                DecodeSettings.defaults(),
                FlowSettings.DEFAULT,
                rules,
                List.of(),
                List.of(),
                List.of(),
                new InspectionStore(1 << 20));
    }
}
