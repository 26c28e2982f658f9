package dev.periplus.correlate;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Places;
import dev.periplus.registry.KnownUsers;
import dev.periplus.registry.PortRegistry;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.util.function.Consumer;

/** A correlator with the packaged rules. */
final class CorrelatorFixture {
    static final RuleSet RULES = new RuleLoader().packaged().load();

    /** Flows of an input, before copies. */
    static final int FLOWS = 6_000;

    private static final long STEP = 3_000_000_000L;

    private CorrelatorFixture() {}

    static Settling settling(Places places) {
        try {
            Processes processes =
                    new Processes(null, RuleFolder.read(null, packaged -> ProcessRules.load(RULES, packaged)));
            return new Settling(RULES, PortRegistry.load(), KnownUsers.load(), processes, places);
        } catch (InvalidRulesException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Correlates {@link RandomFlows}, bit by bit. */
    static void correlate(RecordMaking making, long seed) {
        RandomFlows input = new RandomFlows(seed, FLOWS);
        Correlator correlator = new Correlator(settling(Places.NONE), CorrelateSettings.DEFAULT.withPatience(STEP * 5));
        correlator.begin(making, capture -> "a.pcap", hosts -> {});
        correlator.over(input.flows, input.heard);
        long start = input.flows.stream().mapToLong(flow -> flow.start()).min().orElseThrow();
        for (int step = 0; step < 200; step++) {
            correlator.upTo(start + step * STEP);
        }
        correlator.end();
    }

    /** Returns one that has begun the capture {@code a.pcap}. */
    static Correlator begun(Consumer<FlowRecord> records) {
        Correlator correlator = new Correlator(settling(Places.NONE), CorrelateSettings.DEFAULT);
        correlator.begin(capture -> "a.pcap", records);
        return correlator;
    }
}
