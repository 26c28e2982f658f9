package dev.periplus.engine;

import dev.periplus.answer.Places;
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

/**
 * What Periplus knows before it sees a packet: the packaged rules and claims, and those of a folder.
 *
 * @param places where addresses are
 */
public record Knowledge(
        RuleSet rules, PortRegistry registry, KnownUsers knownUsers, ProcessRules processes, Places places) {
    /**
     * Loads the knowledge.
     *
     * @param rules the rules in force, including those of the folder
     * @param folder adds claims and overrides packaged ones of the same name
     * @param withProcesses whether to read what processes speak, which takes a while
     */
    public static Knowledge load(RuleSet rules, RuleFolder folder, boolean withProcesses) {
        return new Knowledge(
                rules,
                PortRegistry.load(folder),
                KnownUsers.load(folder),
                withProcesses ? ProcessRules.load(rules, folder) : ProcessRules.none(rules),
                Places.NONE);
    }

    /** Returns the same knowledge with Framehawk on these ports. */
    public Knowledge withFramehawk(PortRange ports) {
        return new Knowledge(rules, registry, knownUsers.withPorts("framehawk", ports), processes, places);
    }

    /** Returns the same knowledge with places of addresses. */
    public Knowledge with(Places known) {
        return new Knowledge(rules, registry, knownUsers, processes, known);
    }

    /** Returns a loader for rule files that may name our handovers and announcers, and services of the registry. */
    public static RuleLoader ruleLoader() {
        return new RuleLoader(
                Detectors.handovers().stream().map(Handover::name).toList(),
                Detectors.announcers().stream().map(Announcer::name).toList(),
                folder -> PortRegistry.load(folder).services()::contains);
    }
}
