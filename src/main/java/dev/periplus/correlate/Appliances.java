package dev.periplus.correlate;

import dev.periplus.address.Address;
import dev.periplus.flow.Flow;
import dev.periplus.memory.Memory;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recognises printers, industrial controllers and phones by the protocols they serve. */
final class Appliances {
    private static final Set<String> PHONE = Set.of("sip", "skinny", "mgcp", "megaco");
    private static final int MOST_HOSTS = Memory.scaled(1 << 16);

    private final RuleSet rules;
    private final Map<Address, String> kinds = new BoundedMap<>(MOST_HOSTS);

    Appliances(RuleSet rules) {
        this.rules = rules;
    }

    void observe(Flow flow, String label) {
        String kind = kind(label);
        if (kind != null) {
            kinds.putIfAbsent(flow.host(flow.serverSide()), kind);
        }
    }

    /** Returns the kind of appliance with its article, such as "a printer", or null. */
    @Nullable
    String kindOf(Address host) {
        return kinds.get(host);
    }

    private @Nullable String kind(String label) {
        if (PHONE.contains(label)) {
            return "a phone or a PBX";
        }
        Protocol protocol = rules.protocol(label);
        return switch (protocol == null ? "" : protocol.category()) {
            case "printing" -> "a printer";
            case "industrial" -> "an industrial controller";
            default -> null;
        };
    }
}
