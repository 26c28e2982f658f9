package dev.periplus.engine;

import dev.periplus.classify.Announcer;
import dev.periplus.classify.Handover;
import dev.periplus.correlate.ProcessRules;
import dev.periplus.detect.Detectors;
import dev.periplus.registry.KnownUsers;
import dev.periplus.registry.PortRange;
import dev.periplus.registry.PortRegistry;
import dev.periplus.rule.InvalidRulesException;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What Periplus knows before it sees a packet: the packaged rules and claims, with those of a directory. */
public record Knowledge(RuleSet rules, PortRegistry registry, KnownUsers knownUsers, ProcessRules processes) {
    /**
     * @param directory adds rules, and overrides those of the same name; or null
     * @param framehawk the ports of that protocol here
     * @param withProcesses whether it is known what processes speak, which takes a while to read
     */
    public static Knowledge load(@Nullable Path directory, PortRange framehawk, boolean withProcesses)
            throws InvalidRulesException, IOException {
        RuleSet rules = rules(directory);
        rules.prepare();
        KnownUsers knownUsers = directory != null && Files.exists(directory.resolve(KnownUsers.FILE))
                ? KnownUsers.load(directory)
                : KnownUsers.load();
        PortRegistry registry = directory != null && Files.exists(directory.resolve(PortRegistry.FILE))
                ? PortRegistry.load(directory)
                : PortRegistry.load();
        ProcessRules processes = withProcesses ? ProcessRules.load(rules, directory) : ProcessRules.none(rules);
        return new Knowledge(rules, registry, knownUsers.withPorts("framehawk", framehawk), processes);
    }

    public static RuleSet rules(@Nullable Path directory) throws InvalidRulesException {
        return directory == null
                ? new RuleLoader().packaged().load()
                : ruleLoader().packaged().directory(directory).load();
    }

    /** A loader of rule files that may name the handovers and announcers there are. */
    public static RuleLoader ruleLoader() {
        return new RuleLoader(
                Detectors.handovers().stream().map(Handover::name).toList(),
                Detectors.announcers().stream().map(Announcer::name).toList());
    }
}
