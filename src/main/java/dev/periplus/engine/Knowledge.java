package dev.periplus.engine;

import dev.periplus.classify.Announcer;
import dev.periplus.classify.Handover;
import dev.periplus.correlate.ProcessRules;
import dev.periplus.detect.Detectors;
import dev.periplus.registry.KnownUsers;
import dev.periplus.registry.PortRange;
import dev.periplus.registry.PortRegistry;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.RuleFolder;

/** What Periplus knows before it sees a packet: the packaged rules and claims, with those of a folder. */
public record Knowledge(RuleSet rules, PortRegistry registry, KnownUsers knownUsers, ProcessRules processes) {
    /**
     * @param rules in force, those of the folder included
     * @param folder adds claims, and overrides those of the same name
     * @param withProcesses whether it is known what processes speak, which takes a while to read
     */
    public static Knowledge load(RuleSet rules, RuleFolder folder, boolean withProcesses) {
        return new Knowledge(
                rules,
                PortRegistry.load(folder),
                KnownUsers.load(folder),
                withProcesses ? ProcessRules.load(rules, folder) : ProcessRules.none(rules));
    }

    /** The same, but that Framehawk uses these ports here. */
    public Knowledge withFramehawk(PortRange ports) {
        return new Knowledge(rules, registry, knownUsers.withPorts("framehawk", ports), processes);
    }

    /** A loader of rule files that may name the handovers and announcers there are. */
    public static RuleLoader ruleLoader() {
        return new RuleLoader(
                Detectors.handovers().stream().map(Handover::name).toList(),
                Detectors.announcers().stream().map(Announcer::name).toList());
    }
}
