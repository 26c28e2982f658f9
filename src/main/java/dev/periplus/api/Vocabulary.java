package dev.periplus.api;

import dev.periplus.report.FilterVocabulary;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleSet;
import java.time.ZoneId;
import java.util.SortedSet;
import java.util.TreeSet;

/** The words that conditions may use. */
public final class Vocabulary {
    private Vocabulary() {}

    /** @param zone of times that name none */
    public static FilterVocabulary of(RuleSet rules, ZoneId zone) {
        SortedSet<String> protocols = new TreeSet<>();
        SortedSet<String> applications = new TreeSet<>();
        for (Protocol protocol : rules.protocols()) {
            protocols.add(protocol.id());
            if (protocol.application() != null) {
                applications.add(protocol.application());
            }
        }
        rules.services().all().forEach(service -> applications.add(service.id()));
        return new FilterVocabulary(protocols, applications, zone);
    }
}
