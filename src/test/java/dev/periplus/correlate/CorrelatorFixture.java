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
    private CorrelatorFixture() {}

    /** Returns one that has begun the capture {@code a.pcap}. */
    static Correlator begun(Consumer<FlowRecord> records) throws InvalidRulesException {
        RuleSet rules = new RuleLoader().packaged().load();
        Processes processes =
                new Processes(null, RuleFolder.read(null, packaged -> ProcessRules.load(rules, packaged)));
        Correlator correlator = new Correlator(
                new Settling(rules, PortRegistry.load(), KnownUsers.load(), processes, Places.NONE),
                CorrelateSettings.DEFAULT);
        correlator.begin(capture -> "a.pcap", records);
        return correlator;
    }
}
