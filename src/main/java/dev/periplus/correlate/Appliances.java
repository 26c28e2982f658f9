package dev.periplus.correlate;

import dev.periplus.flow.Flow;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Hosts that are no computers for people: printers, controllers and phones, by the protocols they serve. */
final class Appliances {
    private static final Set<String> PHONE = Set.of("sip", "skinny", "mgcp", "megaco");

    private final Map<Host, String> kinds = new HashMap<>();

    Appliances(Traffic traffic, RuleSet rules) {
        for (Flow flow : traffic.flows()) {
            String label = traffic.ownLabel(flow);
            String kind = label.isEmpty() ? "" : kind(rules, label);
            if (!kind.isEmpty()) {
                kinds.putIfAbsent(Host.server(flow), kind);
            }
        }
    }

    /** What the host is, with its article, or "". */
    String kindOf(Host host) {
        return kinds.getOrDefault(host, "");
    }

    private static String kind(RuleSet rules, String label) {
        if (PHONE.contains(label)) {
            return "a phone or an exchange";
        }
        Protocol protocol = rules.protocol(label);
        return switch (protocol == null ? "" : protocol.category()) {
            case "printing" -> "a printer";
            case "industrial" -> "an industrial controller";
            default -> "";
        };
    }
}
